"""PURE. Dates, times and names as pages write them. No I/O."""

import zlib
from datetime import date

from bridge.base.words import Language, Words
from bridge.days.names import MONTHS, SHORT_WEEKDAYS, WEEKDAYS
from bridge.days.zone import local

LEAVES = 8
"""Colours of the leaf on a robot's head."""

NEAR_DAYS = 7
"""Distance at which a date is said with its weekday."""

HERE_S = 120
"""Age of a sighting that still counts as now."""


def day(value: date, year: bool = True) -> str:
    """Return a date as people here write it: 03.01.2027."""
    return value.strftime("%d.%m.%Y" if year else "%d.%m.")


def weekday(value: date) -> Words:
    """Return the name of a day: Mittwoch."""
    return WEEKDAYS[value.weekday()]


def long_day(value: date) -> Words:
    """Return a date as a title: Montag, 30. November 2026."""
    name, month = weekday(value), MONTHS[value.month - 1]
    return Words(
        f"{name.de}, {value.day}. {month.de} {value.year}",
        f"{name.en}, {value.day} {month.en} {value.year}",
    )


def near_day(value: date, today: date, language: Language) -> str:
    """Return a date with its weekday if it is near, without its year if that is plain.

    Fr, 04.12. within a week; 18.12. within half a year; else 18.12.2027.
    """
    away = abs((value - today).days)
    if away <= NEAR_DAYS:
        return f"{SHORT_WEEKDAYS[value.weekday()].said(language)}, {day(value, year=False)}"
    return day(value, year=away > 183)


def moment(unix_s: float | None, now_s: float, language: Language) -> str:
    """Return when something was: gerade eben, heute 07:02, Do, 26.11., 13.05.2025."""
    if unix_s is None:
        return "–"
    then, now = local(unix_s), local(now_s)
    if 0 <= now_s - unix_s < HERE_S:
        return "gerade eben" if language == "de" else "just now"
    if then.date() == now.date():
        return f"{'heute' if language == 'de' else 'today'} {then:%H:%M}"
    return near_day(then.date(), now.date(), language)


def leaf(serial: str) -> int:
    """Return the number of the colour of a robot's leaf."""
    digits = "".join(sign for sign in serial if sign.isdigit())
    return int(digits) % LEAVES if digits else zlib.crc32(serial.encode()) % LEAVES


def initials(name: str) -> str:
    """Return the first letters of the first and the last name: AB."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def left_of(seconds: float) -> str:
    """Return minutes and seconds that are left: 9:41."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02}"
