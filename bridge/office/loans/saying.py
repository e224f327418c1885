"""PURE. Days and spans as the pages of loans say them. No I/O."""

from datetime import date

from bridge.base.words import Words
from bridge.office.loans.timeline import MONTHS

WEEKDAYS = (
    Words("Mo", "Mon"),
    Words("Di", "Tue"),
    Words("Mi", "Wed"),
    Words("Do", "Thu"),
    Words("Fr", "Fri"),
    Words("Sa", "Sat"),
    Words("So", "Sun"),
)
NEAR_DAYS = 7
"""Within so many days the weekday is said, too."""

DAYS_PER_WEEK = 7
FEW_DAYS = 14
"""From here on a time is said in weeks."""


def day_said(day: date, today: date, year: bool = True) -> Words:
    """Return a day: `Fr, 04.12.2026` within a week, else `03.01.2027`."""
    de = day.strftime("%d.%m.%Y" if year else "%d.%m.")
    en = f"{day.day} {MONTHS[day.month - 1].en}" + (f" {day.year}" if year else "")
    if abs((day - today).days) <= NEAR_DAYS:
        weekday = WEEKDAYS[day.weekday()]
        return Words(f"{weekday.de}, {de}", f"{weekday.en}, {en}")
    return Words(de, en)


def full_day(day: date) -> Words:
    """Return a day with its weekday: `Mo, 11.01.2027`."""
    return day_said(day, day)


def weeks_said(days: int) -> Words:
    """Return how long a loan is: `1 Tag`, `12 Tage`, `11 Wochen`."""
    if days < FEW_DAYS:
        return Words(f"{days} {'Tag' if days == 1 else 'Tage'}", _english(days, "day"))
    weeks = round(days / DAYS_PER_WEEK)
    return Words(f"{weeks} Wochen", _english(weeks, "week"))


def since_said(first: date, today: date) -> Words:
    """Return since when something is so: `seit heute`, `seit 13 Wochen`."""
    days = (today - first).days
    if days <= 0:
        return Words("seit heute", "since today")
    if days == 1:
        return Words("seit gestern", "since yesterday")
    if days < FEW_DAYS:
        return Words(f"seit {days} Tagen", f"for {_english(days, 'day')}")
    weeks = days // DAYS_PER_WEEK
    return Words(f"seit {weeks} Wochen", f"for {_english(weeks, 'week')}")


def _english(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
