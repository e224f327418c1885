"""Section `mail` of the bridge's configuration: the post of the office.

[mail]
sender = "karlsson@verein.example"
smtp_host = "mail.verein.example"
"""

import re
from typing import Annotated

from msgspec import Meta

from bridge.base.origins import is_host
from bridge.mail.server import SmtpKeys, SmtpPlace, SmtpSecurity
from bridge.process.config_file import ConfigError, wrong

Address = Annotated[str, Meta(max_length=254)]
ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class MailSection(SmtpKeys, frozen=True):
    """Mail server of the office. Without a sender nothing is sent; drafts are copied by hand."""

    sender: Address = ""
    confirm: bool = True
    """True confirms a request by e-mail, in words that hold nothing of what was typed."""
    morning: Annotated[str, Meta(max_length=5)] = "07:00"
    """Time in Europe/Berlin at which members who wish it are mailed what needs somebody today."""

    def __repr__(self) -> str:
        """Hide the addresses."""
        return "MailSection(...)"

    @property
    def place(self) -> SmtpPlace:
        """Return the place of the server."""
        return SmtpPlace(
            "mail",
            self.smtp_host,
            self.smtp_port,
            self.smtp_security,
            self.smtp_user,
            self.smtp_ca_file,
            "mail.sender",
            "the address",
        )


def check_mail(section: MailSection) -> None:
    """Require what belongs together.

    Raises:
        ConfigError: Something is missing, or is no time and no address.
    """
    if not _TIME.fullmatch(section.morning):
        raise wrong("mail.morning", section.morning, "must be a time such as 07:00")
    if section.sender:
        if not ADDRESS.fullmatch(section.sender):
            raise wrong(
                "mail.sender", section.sender, "must be an address such as it@school.example"
            )
        if not section.smtp_host:
            raise ConfigError("mail.smtp_host: missing; mail.sender needs it")
        if not is_host(section.smtp_host):
            raise wrong("mail.smtp_host", section.smtp_host, "must be a host name or an address")
    elif section.smtp_host:
        raise ConfigError("mail.sender: missing; mail.smtp_host needs it")
    check_user("mail", section.smtp_user, section.smtp_password_file, section.smtp_security)


def check_user(section: str, user: str, password_file: str, security: SmtpSecurity) -> None:
    """Require both of user and password, or neither, and TLS for a password.

    Raises:
        ConfigError: They do not belong together.
    """
    if bool(user) != bool(password_file):
        raise ConfigError(
            f"{section}.smtp_user and {section}.smtp_password_file: need each other; the server "
            "gets both or none"
        )
    if user and security == "none":
        raise ConfigError(
            f"{section}.smtp_user: a password is not sent in the clear; "
            'take smtp_security = "starttls"'
        )
