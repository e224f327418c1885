from email.message import EmailMessage

import pytest

from bridge.mail.refused import MailRefused
from bridge.mail.server import MailServer, SmtpPlace
from tests.bridge.mail.postbox import Postbox, post_office


def place(port: int) -> SmtpPlace:
    return SmtpPlace("mail", "localhost", port, "none", "", "", "mail.sender", "the address")


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "karlsson@verein.example"
    message["To"] = "familie@beispiel.example"
    message.set_content("Guten Tag")
    return message


async def test_a_message_gets_its_date_and_number() -> None:
    postbox = Postbox()
    async with post_office(postbox, None, "none") as port:
        assert await MailServer(place(port), "").send(letter()) == 0
    taken = postbox.message()
    assert taken["Message-ID"].endswith("@verein.example>")
    assert taken["Date"]


async def test_a_refusal_names_the_section_and_nothing_of_the_server() -> None:
    postbox = Postbox()
    async with post_office(postbox, None, "none") as port:
        postbox.refusal = "address"
        with pytest.raises(MailRefused, match=r"refuses the address$") as refused:
            await MailServer(place(port), "").send(letter())
        assert "canary" not in str(refused.value)
    with pytest.raises(MailRefused, match=r"is mail\.smtp_host right"):
        await MailServer(place(port), "").send(letter())
