"""Section `alarms` of the bridge's configuration.

[alarms]
mail_to = ["technik@schule.example"]
mail_from = "karlsson@schule.example"
smtp_host = "mail.schule.example"
"""

import re
from datetime import date, time
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Meta

from bridge.alarms.rules import School
from bridge.base.origins import is_host
from bridge.mail.config import ADDRESS, Address, check_user
from bridge.mail.server import SmtpKeys
from bridge.process.config_file import ConfigError, wrong

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")

MOST_FREE_DAYS = 400
"""Longest span of free days; a longer one is a slip of the pen."""


class AlarmsSection(SmtpKeys, frozen=True):
    """Ways of alarms about robots that need somebody. Without an address none are told."""

    mail_to: Annotated[tuple[Address, ...], Meta(max_length=16)] = ()
    mail_from: Address = ""
    webhook_url: Annotated[str, Meta(max_length=1024)] = ""
    webhook_secret_file: Annotated[str, Meta(max_length=1024)] = ""
    """Secret that signs each message, at least 16 characters."""
    evening: Annotated[str, Meta(max_length=5)] = "18:00"
    """From then on a robot that is lent has to be on its charger."""
    seen_by: Annotated[str, Meta(max_length=5)] = "10:00"
    """Until then a robot that is lent has to be seen on a school day."""
    free_days: Annotated[tuple[Annotated[str, Meta(max_length=21)], ...], Meta(max_length=64)] = ()
    """Days without school besides weekends: `2026-12-23/2027-01-08`, `2027-05-01`."""
    time_zone: Annotated[str, Meta(max_length=64)] = "Europe/Berlin"
    language: Literal["de", "en"] = "de"

    def __repr__(self) -> str:
        """Hide addresses, and an URL that may hold a secret."""
        return "AlarmsSection(...)"

    @property
    def mails(self) -> bool:
        """True if alarms go out by e-mail."""
        return bool(self.mail_to)

    @property
    def calls(self) -> bool:
        """True if alarms go out to a webhook."""
        return bool(self.webhook_url)


def check_alarms(section: AlarmsSection) -> None:
    """Require what belongs together, and days and times that can be read.

    Raises:
        ConfigError: Something is missing, or is no time, day, address or zone.
    """
    school_of(section)
    for key in ("mail_to", "mail_from"):
        value = getattr(section, key)
        for one in value if key == "mail_to" else [value] * bool(value):
            if not ADDRESS.fullmatch(one):
                raise wrong(f"alarms.{key}", one, "must be an address such as it@school.example")
    if section.mails:
        for key in ("mail_from", "smtp_host"):
            if not getattr(section, key):
                raise ConfigError(f"alarms.{key}: missing; alarms.mail_to needs it")
        if not is_host(section.smtp_host):
            raise wrong("alarms.smtp_host", section.smtp_host, "must be a host name or an address")
    check_user("alarms", section.smtp_user, section.smtp_password_file, section.smtp_security)
    _check_webhook(section)


def _check_webhook(section: AlarmsSection) -> None:
    if not section.calls:
        return
    parts = urlsplit(section.webhook_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        # Its path may hold a secret, so the value is not shown.
        raise ConfigError("alarms.webhook_url: must begin with https:// (or http://) and a host")
    if not section.webhook_secret_file:
        raise ConfigError(
            "alarms.webhook_secret_file: missing; alarms.webhook_url needs it, so that the "
            "receiver can tell our messages from others"
        )


def school_of(section: AlarmsSection) -> School:
    """Return times and days of the school.

    Raises:
        ConfigError: One of them cannot be read.
    """
    try:
        zone = ZoneInfo(section.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise wrong(
            "alarms.time_zone",
            section.time_zone,
            "is not known here; must be one such as Europe/Berlin, from the package tzdata",
        ) from None
    free: set[date] = set()
    for span in section.free_days:
        free |= _days(span)
    return School(
        zone,
        _time("evening", section.evening),
        _time("seen_by", section.seen_by),
        frozenset(free),
    )


def _time(key: str, text: str) -> time:
    found = _TIME.fullmatch(text)
    if found is None:
        raise wrong(f"alarms.{key}", text, "must be a time such as 18:00")
    return time(int(found[1]), int(found[2]))


def _days(span: str) -> set[date]:
    what = "must be a day such as 2027-05-01, or a span such as 2026-12-23/2027-01-08"
    try:
        first, _, last = span.partition("/")
        begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        raise wrong("alarms.free_days", span, what) from None
    days = (end - begin).days
    if not 0 <= days <= MOST_FREE_DAYS:
        raise wrong("alarms.free_days", span, f"{what}; the last day is not before the first")
    return {date.fromordinal(begin.toordinal() + n) for n in range(days + 1)}
