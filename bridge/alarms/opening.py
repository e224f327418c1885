"""Ways for alarms as the configuration names them, with their secrets read from files."""

from collections.abc import Callable

from bridge.alarms.channel import Channel
from bridge.alarms.config import AlarmsSection, school_of
from bridge.alarms.mail import MailChannel
from bridge.alarms.webhook import WebhookChannel
from bridge.mail.post import read_secret

LEAST_SECRET = 16


def channels_of(section: AlarmsSection, unix_s: Callable[[], float]) -> list[Channel]:
    """Return the ways on which alarms leave; none if none is configured.

    Raises:
        ConfigError: A file cannot be read.
    """
    school = school_of(section)
    channels: list[Channel] = []
    if section.mails:
        password = ""
        if section.smtp_password_file:
            password = read_secret("alarms.smtp_password_file", section.smtp_password_file)
        channels.append(MailChannel(section, school, password))
    if section.calls:
        secret = read_secret(
            "alarms.webhook_secret_file", section.webhook_secret_file, LEAST_SECRET
        )
        channels.append(WebhookChannel(section, school, secret, unix_s))
    return channels
