"""PURE. Local time of the schools, and days as they are written. No I/O."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bridge.base.words import Words
from bridge.days.names import SHORT_WEEKDAYS

BERLIN = ZoneInfo("Europe/Berlin")

MINUTES_OF_DAY = 24 * 60


def local(unix_s: float) -> datetime:
    """Return the time on the clocks of the schools."""
    return datetime.fromtimestamp(unix_s, UTC).astimezone(BERLIN)


def local_day(unix_s: float) -> date:
    """Return the day at the schools."""
    return local(unix_s).date()


def unix_of(day: date, minute: int) -> int:
    """Return the Unix seconds at which clocks show a minute of a day.

    In the hour that does not exist in spring it is as many minutes after the last one that does; in
    the hour that comes twice in autumn it is the first.

    Args:
        minute: Minutes since midnight as the clock shows them; 1440 is the next midnight.
    """
    whole, rest = divmod(minute, MINUTES_OF_DAY)
    shown = datetime.combine(day + timedelta(days=whole), time(*divmod(rest, 60)), BERLIN)
    return int(shown.timestamp())


def written(day: date) -> str:
    """Return a day as 30.11.2026."""
    return f"{day:%d.%m.%Y}"


def short(day: date) -> str:
    """Return a day as 30.11., for where the year is plain."""
    return f"{day:%d.%m.}"


def with_weekday(day: date) -> Words:
    """Return a day as `Mo, 30.11.2026`."""
    name = SHORT_WEEKDAYS[day.weekday()]
    return Words(f"{name.de}, {written(day)}", f"{name.en}, {written(day)}")


def span_words(first: date, last: date) -> Words:
    """Return a span as `11.01. bis 25.03.2027`."""
    start = short(first) if first.year == last.year else written(first)
    return Words(f"{start} bis {written(last)}", f"{start} to {written(last)}")


def days_of(first: date, last: date) -> Iterator[date]:
    """Yield every day of a span, both ends included."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)
