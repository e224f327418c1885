"""The post of the office: letters to one person, in plain text."""

from email.message import EmailMessage
from pathlib import Path

from bridge.mail.config import ADDRESS, MailSection
from bridge.mail.refused import MailRefused
from bridge.mail.server import MailServer
from bridge.process import file_words
from bridge.process.config_file import wrong

MOST_SUBJECT = 150


class Post:
    """Letters from the office's own address.

    Args:
        section: Without a sender, no letter leaves.

    Raises:
        ConfigError: A file cannot be read.
    """

    def __init__(self, section: MailSection) -> None:
        self._sender = section.sender
        self.confirms = bool(section.sender) and section.confirm
        self._server: MailServer | None = None
        if section.sender:
            password = ""
            if section.smtp_password_file:
                password = read_secret("mail.smtp_password_file", section.smtp_password_file)
            self._server = MailServer(section.place, password)

    @property
    def sends(self) -> bool:
        """Return whether letters leave at all."""
        return self._server is not None

    async def send(self, to: str, subject: str, text: str, is_automatic: bool = False) -> None:
        """Send one letter.

        Args:
            is_automatic: Whether nobody has read it before; other machines then do not answer.

        Raises:
            MailRefused: It was not taken, in words.
        """
        if self._server is None:
            raise MailRefused("mail.sender: missing; nothing is sent without it")
        if not ADDRESS.fullmatch(to):
            raise MailRefused("the address cannot be used")
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = to
        # A subject is one line, whatever was typed: more would be further headers.
        message["Subject"] = " ".join(subject.split())[:MOST_SUBJECT]
        if is_automatic:
            message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        if await self._server.send(message):
            raise MailRefused("the server refuses the address")


def read_secret(key: str, name: str, least: int = 1) -> str:
    """Return the secret that a file holds.

    Args:
        key: Setting that names the file.
        least: Smallest number of characters.

    Raises:
        ConfigError: It cannot be read, or is too short.
    """
    try:
        secret = Path(name).read_text(encoding="utf-8").strip("\r\n")
    except OSError as error:
        raise wrong(key, name, file_words.of_file(Path(name), error)) from error
    except UnicodeDecodeError as error:
        raise wrong(key, name, "must hold text") from error
    if len(secret) < least:
        what = "the file is empty" if not secret else f"must hold at least {least} characters"
        raise wrong(key, name, what)
    return secret
