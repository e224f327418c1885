"""PURE. Lesson windows: when in the week a child may be in class, by the schools' clocks. No I/O.

They are stored and typed as `Mo 08:00-08:45, Mo 08:50-09:35, Di 08:00-08:45`. Times are those on
the wall: 08:50 stays 08:50 when the clocks change.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from bridge.base.words import Declined, Language, Words
from bridge.days.names import SHORT_WEEKDAYS
from bridge.days.zone import MINUTES_OF_DAY, unix_of

MOST_WINDOWS = 70
"""Ten lessons on every day of the week."""

HOW = Words(
    "So geht es: Mo 08:00-08:45, Di 10:00-11:30",
    "For example: Mo 08:00-08:45, Di 10:00-11:30",
)


class LessonWindow(NamedTuple):
    """One lesson of the week, or several without a gap.

    Args:
        weekday: 0 is Monday.
        from_minute: Minutes since midnight.
        until_minute: The first minute after it; at most 1440.
    """

    weekday: int
    from_minute: int
    until_minute: int

    def said(self, language: Language = "de") -> str:
        """Return it as `Mo 08:00-08:45`."""
        name = SHORT_WEEKDAYS[self.weekday].said(language)
        return f"{name} {_clock(self.from_minute)}-{_clock(self.until_minute)}"


Windows = tuple[LessonWindow, ...]


class Opening(NamedTuple):
    """A stretch of time in which a child may be in class, in Unix seconds."""

    from_s: int
    until_s: int


def write_windows(windows: Iterable[LessonWindow]) -> str:
    """Return windows as they are stored."""
    return ", ".join(one.said() for one in sorted(windows))


@lru_cache(maxsize=4096)
def read_windows(text: str) -> Windows:
    """Return the windows that somebody typed or that were stored; overlapping ones are joined.

    Raises:
        Declined: The text holds no windows; the words name the part that is wrong.
    """
    read: list[LessonWindow] = []
    weekdays: tuple[int, ...] = ()
    for part in re.split(r"[,;\n]", text):
        if not part.strip():
            continue
        found = _PART.fullmatch(part.strip())
        named = _weekdays(found["days"]) if found and found["days"] else weekdays
        if not found or not named:
            raise Declined(
                Words(
                    f"„{part.strip()[:30]}“ verstehen wir nicht als Zeit. {HOW.de}",
                    f"“{part.strip()[:30]}” is not a time. {HOW.en}",
                ),
                "windows",
            )
        weekdays = named
        start, end = _minute(found["start"]), _minute(found["end"])
        if not 0 <= start < end <= MINUTES_OF_DAY:
            raise Declined(
                Words(
                    f"„{part.strip()[:30]}“ endet, bevor es anfängt, oder die Uhrzeit gibt es "
                    "nicht.",
                    f"“{part.strip()[:30]}” ends before it begins, or there is no such time.",
                ),
                "windows",
            )
        read += [LessonWindow(day, start, end) for day in weekdays]
    if len(read) > MOST_WINDOWS:
        raise Declined(
            Words(f"Das sind mehr als {MOST_WINDOWS} Zeiten.", f"More than {MOST_WINDOWS} times."),
            "windows",
        )
    return joined(read)


def joined(windows: Iterable[LessonWindow]) -> Windows:
    """Return the same windows in order, those that overlap as one."""
    made: list[LessonWindow] = []
    for one in sorted(windows):
        last = made[-1] if made else None
        if last and last.weekday == one.weekday and one.from_minute < last.until_minute:
            until = max(last.until_minute, one.until_minute)
            made[-1] = LessonWindow(last.weekday, last.from_minute, until)
        else:
            made.append(one)
    return tuple(made)


def window_at(windows: Windows, now: datetime) -> LessonWindow | None:
    """Return the window in which a local time lies, or None."""
    minute = now.hour * 60 + now.minute
    for one in windows:
        if one.weekday == now.weekday() and one.from_minute <= minute < one.until_minute:
            return one
    return None


def openings_of(windows: Windows, day: date) -> list[Opening]:
    """Return the openings of one day."""
    return [
        Opening(unix_of(day, one.from_minute), unix_of(day, one.until_minute))
        for one in windows
        if one.weekday == day.weekday()
    ]


def next_window(windows: Windows, now: datetime, days: int = 8) -> tuple[date, LessonWindow] | None:
    """Return the next window that begins after a local time, and its day; holidays not asked."""
    minute = now.hour * 60 + now.minute
    for ahead in range(days):
        day = now.date() + timedelta(days=ahead)
        for one in windows:
            if one.weekday == day.weekday() and (ahead or one.from_minute > minute):
                return day, one
    return None


_DAY = r"(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_TIME = r"\d{1,2}(?:[:.]\d{2})?"
_PART = re.compile(
    rf"(?:(?P<days>{_DAY}(?:\s*(?:-|–|bis|\+|und|/)\s*{_DAY})?)[\s:]+)?"
    rf"(?P<start>{_TIME})\s*(?:uhr\s*)?(?:-|–|bis)\s*(?P<end>{_TIME})(?:\s*uhr)?",
    re.IGNORECASE,
)
_DAY_KEYS = {
    **{name: at for at, name in enumerate(("mo", "di", "mi", "do", "fr", "sa", "so"))},
    **{name: at for at, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}


def _weekdays(text: str) -> tuple[int, ...]:
    parts = re.split(r"(\s*(?:-|–|bis|\+|und|/)\s*)", text.lower())
    names = [_weekday(parts[0])] + ([_weekday(parts[2])] if len(parts) > 2 else [])
    if len(names) == 2 and parts[1].strip() in ("-", "–", "bis"):
        return tuple(range(names[0], names[1] + 1))
    return tuple(names)


def _weekday(name: str) -> int:
    name = name.strip(" .")
    return _DAY_KEYS.get(name[:3], _DAY_KEYS.get(name[:2], 0))


def _minute(text: str) -> int:
    hour, _, minute = text.replace(".", ":").partition(":")
    return int(hour) * 60 + int(minute or 0) if int(minute or 0) < 60 else -1


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
