"""A mail server on loopback that keeps what it takes."""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope

from bridge.mail.config import MailSection
from bridge.mail.server import SmtpSecurity

PASSWORD = "sesame and more"


class Postbox:
    """Takes messages, unless it is told to refuse them."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.users: list[str] = []
        self.refusal = ""
        self.came = asyncio.Event()
        """Set by the first message."""

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refusal == "address":
            return "550 canary: no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        if self.refusal == "message":
            return "554 canary: looks like spam"
        self.taken.append(envelope)
        self.came.set()
        return "250 OK"

    def authenticated(self, server: Any, session: Any, envelope: Any, kind: str, data: Any) -> Any:
        self.users.append(data.login.decode())
        good = data.password == PASSWORD.encode()
        return AuthResult(success=good, handled=good)

    def message(self) -> EmailMessage:
        """Return the only message that was taken."""
        [one] = self.messages()
        return one

    def messages(self) -> list[EmailMessage]:
        """Return what was taken, oldest first."""
        return [_read(envelope) for envelope in self.taken]


def mail_over(port: int) -> MailSection:
    """Return the configuration of mail that leaves through a postbox on this port."""
    return MailSection(
        sender="karlsson@verein.example",
        smtp_host="localhost",
        smtp_port=port,
        smtp_security="none",
    )


def _read(envelope: Envelope) -> EmailMessage:
    return message_from_bytes(cast(bytes, envelope.content), policy=policy.default)


@asynccontextmanager
async def post_office(
    postbox: Postbox, tls: ssl.SSLContext | None, security: SmtpSecurity
) -> AsyncIterator[int]:
    """Serve; yield the port."""
    loop = asyncio.get_running_loop()

    def connected() -> SMTP:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a server without TLS, which is meant
            return SMTP(
                postbox,
                hostname="localhost",
                loop=loop,
                tls_context=tls if security == "starttls" else None,
                require_starttls=security == "starttls",
                authenticator=postbox.authenticated,
                auth_require_tls=security == "starttls",
            )

    secret = tls if security == "tls" else None
    server = await loop.create_server(connected, "127.0.0.1", 0, ssl=secret)
    async with server:
        yield server.sockets[0].getsockname()[1]
