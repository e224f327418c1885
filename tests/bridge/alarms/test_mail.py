"""E-mail to a real mail server on loopback."""

import ssl
from pathlib import Path

import pytest

from bridge.alarms.changes import AlarmNews
from bridge.alarms.channel import ChannelFailed
from bridge.alarms.config import AlarmsSection
from bridge.alarms.mail import MailChannel
from bridge.alarms.rules import School
from bridge.mail.server import SmtpSecurity
from bridge.process.config_file import ConfigError
from tests.bridge.alarms.test_rules import BERLIN, at
from tests.bridge.mail.postbox import PASSWORD, Postbox, post_office

NEWS = [AlarmNews("karlsson-1", "not_charging", False, int(at("2026-11-30 18:05")))]


@pytest.fixture
def tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def channel(
    port: int, security: SmtpSecurity, ca: str = "", user: str = "", password: str = PASSWORD
) -> MailChannel:
    section = AlarmsSection(
        mail_to=("it@school.example", "head@school.example"),
        mail_from="karlsson@school.example",
        smtp_host="localhost",
        smtp_port=port,
        smtp_security=security,
        smtp_user=user,
        smtp_ca_file=ca,
    )
    return MailChannel(section, School(BERLIN), password if user else "")


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
async def test_a_letter_arrives(
    security: SmtpSecurity, tls: ssl.SSLContext, certificate: tuple[Path, Path]
) -> None:
    postbox = Postbox()
    async with post_office(postbox, tls, security) as port:
        ca = "" if security == "none" else str(certificate[0])
        user = "karlsson" if security == "starttls" else ""
        await channel(port, security, ca, user).tell(NEWS)
    assert postbox.users == ["karlsson"] * bool(user)
    assert postbox.taken[0].rcpt_tos == ["it@school.example", "head@school.example"]
    message = postbox.message()
    assert message["Subject"] == "Karlsson: 1 Alarm"
    assert message["From"] == "karlsson@school.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@school.example>")
    assert "karlsson-1 ist am Abend nicht am Ladegerät" in message.get_content()


async def why(made: MailChannel) -> str:
    with pytest.raises(ChannelFailed) as failed:
        await made.tell(NEWS)
    assert "canary" not in str(failed.value)
    assert PASSWORD not in str(failed.value)
    return str(failed.value).partition(": ")[2]


async def test_each_refusal_is_told_with_what_to_do(
    tls: ssl.SSLContext, certificate: tuple[Path, Path]
) -> None:
    ca = str(certificate[0])
    postbox = Postbox()
    async with post_office(postbox, tls, "starttls") as port:
        wrong = channel(port, "starttls", ca, "karlsson", "wrong")
        assert (await why(wrong)).startswith("refuses user or password")
        assert "smtp_ca_file" in await why(channel(port, "starttls"))
        postbox.refusal = "address"
        assert "alarms.mail_to" in await why(channel(port, "starttls", ca))
        postbox.refusal = "message"
        assert "(code 554)" in await why(channel(port, "starttls", ca))
        assert "no TLS there" in await why(channel(port, "tls", ca))
    async with post_office(postbox, None, "none") as port:
        assert "knows no STARTTLS" in await why(channel(port, "starttls", ca))
    assert "nobody answers" in await why(channel(port, "starttls", ca))
    assert postbox.taken == []


def test_a_file_that_holds_no_certificate_is_a_mistake(tmp_path: Path) -> None:
    wrong = tmp_path / "ca.pem"
    wrong.write_text("no certificate")
    with pytest.raises(ConfigError, match="must hold certificates in PEM"):
        channel(1, "tls", str(wrong))
    with pytest.raises(ConfigError, match="smtp_ca_file"):
        channel(1, "tls", str(tmp_path / "missing"))
