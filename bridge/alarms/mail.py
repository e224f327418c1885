"""Alarms by e-mail, over a school's mail server."""

import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

import aiosmtplib

from bridge.alarms import letters
from bridge.alarms.changes import AlarmNews
from bridge.alarms.channel import NOT_ALLOWED, ChannelFailed
from bridge.alarms.config import AlarmsSection
from bridge.alarms.rules import School
from bridge.process import file_words
from bridge.process.config_file import wrong

TIMEOUT_S = 20.0


class MailChannel:
    """E-mail to the addresses of the configuration.

    Args:
        password: Of the mail server's user; empty without one.

    Raises:
        ConfigError: The file of certificates cannot be used.
    """

    name = "e-mail"

    def __init__(self, section: AlarmsSection, school: School, password: str) -> None:
        self._section = section
        self._school = school
        self._password = password
        self._tls = _context(section.smtp_ca_file)

    async def tell(self, news: Sequence[AlarmNews]) -> None:
        """Send one message about these alarms.

        Raises:
            ChannelFailed: It was not taken, in words.
        """
        section = self._section
        language = section.language
        message = EmailMessage()
        message["From"] = section.mail_from
        message["To"] = ", ".join(section.mail_to)
        message["Subject"] = letters.subject(news, language)
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=section.mail_from.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letters.text(news, self._school, language))
        try:
            refused, _ = await aiosmtplib.send(
                message,
                hostname=section.smtp_host,
                port=section.smtp_port,
                username=section.smtp_user or None,
                password=self._password or None,
                use_tls=section.smtp_security == "tls",
                start_tls=section.smtp_security == "starttls",
                tls_context=self._tls,
                timeout=TIMEOUT_S,
            )
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise ChannelFailed(_why(section, error)) from None
        if refused:
            raise ChannelFailed(f"the server refuses {len(refused)} of the addresses in mail_to")


def _context(name: str) -> ssl.SSLContext:
    if not name:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cafile=name)
    except ssl.SSLError:
        raise wrong("alarms.smtp_ca_file", name, "must hold certificates in PEM") from None
    except OSError as error:
        raise wrong("alarms.smtp_ca_file", name, file_words.of_file(Path(name), error)) from error


def _why(section: AlarmsSection, error: Exception) -> str:
    """Return why a message was not taken, in words, without the server's own."""
    where = f"{section.smtp_host}:{section.smtp_port}"
    cause = error.__cause__ or error
    match error:
        case _ if isinstance(cause, PermissionError):
            return f"{where}: {NOT_ALLOWED}"
        case _ if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"{where}: its certificate is not trusted; alarms.smtp_ca_file can name the one "
                "that vouches for it"
            )
        case _ if isinstance(cause, ssl.SSLError):
            return f'{where}: no TLS there; alarms.smtp_security is "{section.smtp_security}"'
        case aiosmtplib.SMTPAuthenticationError():
            return f"{where}: refuses user or password; alarms.smtp_user, smtp_password_file"
        case aiosmtplib.SMTPSenderRefused():
            return f"{where}: refuses alarms.mail_from as sender"
        case aiosmtplib.SMTPRecipientsRefused() | aiosmtplib.SMTPRecipientRefused():
            return f"{where}: refuses the addresses in alarms.mail_to"
        case aiosmtplib.SMTPTimeoutError() | TimeoutError():
            return f"{where}: no answer within {TIMEOUT_S:.0f} s; host, port and firewall?"
        case aiosmtplib.SMTPConnectError() | OSError():
            return f"{where}: nobody answers; is alarms.smtp_host right, and smtp_port?"
        case aiosmtplib.SMTPException() if "STARTTLS" in str(error):
            return f'{where}: knows no STARTTLS; alarms.smtp_security = "tls" is for port 465'
        case aiosmtplib.SMTPResponseException(code=code):
            return f"{where}: refuses the message (code {code})"
        case _:
            return f"{where}: did not take the message"
