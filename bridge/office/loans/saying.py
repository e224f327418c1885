"""PURE. Days and spans as the pages of loans say them. No I/O."""

from datetime import date

from bridge.base.words import Words
from bridge.days.names import SHORT_WEEKDAYS

NEAR_DAYS = 7
"""Within so many days the weekday is said, too."""

HALF_A_YEAR_DAYS = 183
"""Beyond so many days the year is said, too."""

DAYS_PER_WEEK = 7
FEW_DAYS = 14
"""From here on a time is said in weeks."""


def day_said(day: date, today: date, year: bool = True) -> Words:
    """Return a day: `Fr, 04.12.2026` within a week, else `03.01.2027`."""
    text = day.strftime("%d.%m.%Y" if year else "%d.%m.")
    if abs((day - today).days) <= NEAR_DAYS:
        weekday = SHORT_WEEKDAYS[day.weekday()]
        return Words(f"{weekday.de}, {text}", f"{weekday.en}, {text}")
    return Words(text, text)


def used_said(day: date | None, today: date) -> Words:
    """Return on which day something was used last: `heute`, `Di, 24.11.`, `noch nie`."""
    if day is None:
        return Words("noch nie", "never yet")
    if day == today:
        return Words("heute", "today")
    return day_said(day, today, year=(today - day).days > HALF_A_YEAR_DAYS)


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
