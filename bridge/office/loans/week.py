"""PURE. Lesson windows as a week to look at. No I/O."""

from collections.abc import Iterable
from dataclasses import dataclass

from bridge.base.words import Words
from bridge.days.names import SHORT_WEEKDAYS
from bridge.days.windows import LessonWindow

SCHOOL_DAYS = 5


@dataclass(frozen=True)
class WeekCell:
    """One lesson on one day."""

    begins: str
    ends: str
    said: str


@dataclass(frozen=True)
class LessonWeek:
    """Lessons of a week, one row for each time at which one begins.

    Args:
        days: Names of the days, Monday first.
        lessons: Rows; each has one cell a day, None where there is no lesson.
    """

    days: tuple[Words, ...]
    lessons: tuple[tuple[WeekCell | None, ...], ...]


def lesson_week(windows: Iterable[LessonWindow]) -> LessonWeek:
    """Return windows as a table; Saturday and Sunday are shown if they have lessons."""
    found = {(one.from_minute, one.weekday): one for one in windows}
    count = max([SCHOOL_DAYS, *(weekday + 1 for _minute, weekday in found)])
    minutes = sorted({minute for minute, _weekday in found})
    rows = tuple(
        tuple(_cell(found.get((minute, weekday))) for weekday in range(count)) for minute in minutes
    )
    return LessonWeek(SHORT_WEEKDAYS[:count], rows)


def _cell(window: LessonWindow | None) -> WeekCell | None:
    if window is None:
        return None
    return WeekCell(clock(window.from_minute), clock(window.until_minute), window.said())


def clock(minute: int) -> str:
    """Return a time of day as 8:50."""
    return f"{minute // 60}:{minute % 60:02}"


def typed_times(windows: Iterable[LessonWindow]) -> str:
    """Return windows as they are easiest to read and to change: one line a day."""
    days: dict[int, list[str]] = {}
    for one in sorted(windows):
        span = f"{clock(one.from_minute)}-{clock(one.until_minute)}"
        days.setdefault(one.weekday, []).append(span)
    return "\n".join(f"{SHORT_WEEKDAYS[day].de} {', '.join(spans)}" for day, spans in days.items())
