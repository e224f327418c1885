"""Alarms by e-mail, over a school's mail server."""

from collections.abc import Sequence
from email.message import EmailMessage

from bridge.alarms import letters
from bridge.alarms.changes import AlarmNews
from bridge.alarms.channel import ChannelFailed
from bridge.alarms.config import AlarmsSection
from bridge.alarms.rules import School
from bridge.mail.refused import MailRefused
from bridge.mail.server import MailServer, SmtpPlace


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
        place = SmtpPlace(
            "alarms",
            section.smtp_host,
            section.smtp_port,
            section.smtp_security,
            section.smtp_user,
            section.smtp_ca_file,
            "alarms.mail_from",
            "the addresses in alarms.mail_to",
        )
        self._server = MailServer(place, password)

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
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letters.text(news, self._school, language))
        try:
            refused = await self._server.send(message)
        except MailRefused as error:
            raise ChannelFailed(str(error)) from None
        if refused:
            raise ChannelFailed(f"the server refuses {refused} of the addresses in mail_to")
