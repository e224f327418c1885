"""Ways for alarms as the configuration names them, with their secrets read from files."""

from collections.abc import Callable
from pathlib import Path

from bridge.alarms.channel import Channel
from bridge.alarms.config import AlarmsSection, school_of
from bridge.alarms.mail import MailChannel
from bridge.alarms.webhook import WebhookChannel
from bridge.process import file_words
from bridge.process.config_file import wrong

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
            password = _secret("alarms.smtp_password_file", section.smtp_password_file, 1)
        channels.append(MailChannel(section, school, password))
    if section.calls:
        secret = _secret("alarms.webhook_secret_file", section.webhook_secret_file, LEAST_SECRET)
        channels.append(WebhookChannel(section, school, secret, unix_s))
    return channels


def _secret(key: str, name: str, least: int) -> str:
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
