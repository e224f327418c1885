"""One mail server, to which messages are handed over; the only module that uses aiosmtplib."""

import asyncio
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Annotated, Literal

import aiosmtplib
from msgspec import Meta

from bridge.mail.refused import NOT_ALLOWED, MailRefused
from bridge.process import file_words
from bridge.process.config_file import Section, wrong

TIMEOUT_S = 20.0

SmtpSecurity = Literal["starttls", "tls", "none"]


class SmtpKeys(Section, frozen=True):
    """Keys of every section that names a mail server."""

    smtp_host: Annotated[str, Meta(max_length=255)] = ""
    smtp_port: Annotated[int, Meta(ge=1, le=65535)] = 587
    smtp_security: SmtpSecurity = "starttls"
    """`starttls` demands it, usually at port 587; `tls` from the first byte on, usually at 465."""
    smtp_user: Annotated[str, Meta(max_length=254)] = ""
    smtp_password_file: Annotated[str, Meta(max_length=1024)] = ""
    smtp_ca_file: Annotated[str, Meta(max_length=1024)] = ""
    """Certificates in PEM that are trusted instead of the system's."""


@dataclass(frozen=True)
class SmtpPlace:
    """Place of the server, and the names of its settings.

    Args:
        section: Name of the section that holds its `smtp_*`.
        sender_key: Setting that holds the sender.
        recipients: Where the recipients come from, in words.
    """

    section: str
    host: str
    port: int
    security: SmtpSecurity
    user: str
    ca_file: str
    sender_key: str
    recipients: str


class MailServer:
    """A mail server.

    Args:
        password: Of the user; empty without one.

    Raises:
        ConfigError: The file of certificates cannot be used.
    """

    def __init__(self, place: SmtpPlace, password: str) -> None:
        self._place = place
        self._password = password
        self._tls = _context(place.section, place.ca_file)

    async def send(self, message: EmailMessage) -> int:
        """Hand over a message; return how many of its recipients were refused.

        Date and number of the message are set here.

        Raises:
            MailRefused: Nobody gets it, in words.
        """
        place = self._place
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=str(message["From"]).rpartition("@")[2])
        try:
            refused, _ = await aiosmtplib.send(
                message,
                hostname=place.host,
                port=place.port,
                username=place.user or None,
                password=self._password or None,
                use_tls=place.security == "tls",
                start_tls=place.security == "starttls",
                tls_context=self._tls,
                timeout=TIMEOUT_S,
            )
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            _go_on_ending()
            raise MailRefused(_why(place, error)) from None
        _go_on_ending()
        return len(refused)


def _go_on_ending() -> None:
    """End a task that was cancelled while the library waited.

    `asyncio.wait_for` before Python 3.12 returns what has just arrived, and the cancellation is
    lost: a bridge that stops would wait for the task for ever.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _context(section: str, name: str) -> ssl.SSLContext:
    if not name:
        return ssl.create_default_context()
    key = f"{section}.smtp_ca_file"
    try:
        return ssl.create_default_context(cafile=name)
    except ssl.SSLError:
        raise wrong(key, name, "must hold certificates in PEM") from None
    except OSError as error:
        raise wrong(key, name, file_words.of_file(Path(name), error)) from error


def _why(place: SmtpPlace, error: Exception) -> str:
    """Return why a message was not taken, in words, without the server's own."""
    where, section = f"{place.host}:{place.port}", place.section
    cause = error.__cause__ or error
    match error:
        case _ if isinstance(cause, PermissionError):
            return f"{where}: {NOT_ALLOWED}"
        case _ if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"{where}: its certificate is not trusted; {section}.smtp_ca_file can name the one "
                "that vouches for it"
            )
        case _ if isinstance(cause, ssl.SSLError):
            return f'{where}: no TLS there; {section}.smtp_security is "{place.security}"'
        case aiosmtplib.SMTPAuthenticationError():
            return f"{where}: refuses user or password; {section}.smtp_user, smtp_password_file"
        case aiosmtplib.SMTPSenderRefused():
            return f"{where}: refuses {place.sender_key} as sender"
        case aiosmtplib.SMTPRecipientsRefused() | aiosmtplib.SMTPRecipientRefused():
            return f"{where}: refuses {place.recipients}"
        case aiosmtplib.SMTPTimeoutError() | TimeoutError():
            return f"{where}: no answer within {TIMEOUT_S:.0f} s; host, port and firewall?"
        case aiosmtplib.SMTPConnectError() | OSError():
            return f"{where}: nobody answers; is {section}.smtp_host right, and smtp_port?"
        case aiosmtplib.SMTPException() if "STARTTLS" in str(error):
            return f'{where}: knows no STARTTLS; {section}.smtp_security = "tls" is for port 465'
        case aiosmtplib.SMTPResponseException(code=code):
            return f"{where}: refuses the message (code {code})"
        case _:
            return f"{where}: did not take the message"
