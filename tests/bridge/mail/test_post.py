from pathlib import Path

import pytest

from bridge.mail.config import MailSection
from bridge.mail.post import Post, read_secret
from bridge.mail.refused import MailRefused
from bridge.process.config_file import ConfigError
from tests.bridge.mail.postbox import Postbox, mail_over, post_office


def post(port: int) -> Post:
    return Post(mail_over(port))


async def test_a_letter_goes_to_one_person() -> None:
    postbox = Postbox()
    async with post_office(postbox, None, "none") as port:
        await post(port).send("familie@beispiel.example", "Ihre Anfrage", "Schöne Grüße", True)
    taken = postbox.message()
    assert postbox.taken[0].rcpt_tos == ["familie@beispiel.example"]
    assert (taken["From"], taken["Subject"]) == ("karlsson@verein.example", "Ihre Anfrage")
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken.get_content().strip() == "Schöne Grüße"


async def test_nothing_that_was_typed_becomes_a_header_or_another_recipient() -> None:
    postbox = Postbox()
    async with post_office(postbox, None, "none") as port:
        office = post(port)
        await office.send("a@b.example", "Hallo\r\nBcc: all@c.example", "Text")
        for to in ("a@b.example\nBcc: all@c.example", "a@b.example, c@d.example", "a b@c.example"):
            with pytest.raises(MailRefused):
                await office.send(to, "Hallo", "Text")
    taken = postbox.message()
    assert taken["Bcc"] is None
    assert taken["Subject"] == "Hallo Bcc: all@c.example"
    assert postbox.taken[0].rcpt_tos == ["a@b.example"]


async def test_without_a_sender_nothing_leaves() -> None:
    silent = Post(MailSection())
    assert not silent.sends
    assert not silent.confirms
    with pytest.raises(MailRefused, match=r"mail\.sender"):
        await silent.send("a@b.example", "Hallo", "Text")


def test_a_secret_is_a_file_with_text(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("sesame\n")
    assert read_secret("mail.smtp_password_file", str(file)) == "sesame"
    with pytest.raises(ConfigError, match="at least 16"):
        read_secret("alarms.webhook_secret_file", str(file), 16)
    for content in (b"", b"\xff\xfe"):
        file.write_bytes(content)
        with pytest.raises(ConfigError):
            read_secret("mail.smtp_password_file", str(file))
    with pytest.raises(ConfigError, match=r"mail\.smtp_password_file"):
        read_secret("mail.smtp_password_file", str(tmp_path / "missing"))
