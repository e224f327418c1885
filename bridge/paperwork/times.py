"""PURE. Lesson times in words, for papers and for families. No I/O."""

from itertools import groupby

from bridge.base.words import Words
from bridge.days.names import SHORT_WEEKDAYS
from bridge.days.windows import LessonWindow, Windows


def times_in_words(windows: Windows) -> Words:
    """Return when lessons are: Mo bis Do 8:00 bis 12:25 Uhr, Fr 8:00 bis 11:30 Uhr.

    Breaks between the lessons of a day are not told: the day's first and last minute are.
    """
    days = {
        weekday: (min(one.from_minute for one in of_day), max(one.until_minute for one in of_day))
        for weekday, of_day in _by_day(windows)
    }
    parts: list[tuple[Words, tuple[int, int]]] = []
    for _, stretch in groupby(enumerate(sorted(days)), key=lambda at: (at[1] - at[0], days[at[1]])):
        weekdays = [weekday for _, weekday in stretch]
        parts.append((_stretch(weekdays), days[weekdays[0]]))
    return Words(
        ", ".join(f"{name.de} {_clock(a)} bis {_clock(b)} Uhr" for name, (a, b) in parts),
        ", ".join(f"{name.en} {_clock(a)} to {_clock(b)}" for name, (a, b) in parts),
    )


def _by_day(windows: Windows) -> list[tuple[int, list[LessonWindow]]]:
    grouped = groupby(sorted(windows), key=lambda one: one.weekday)
    return [(weekday, list(of_day)) for weekday, of_day in grouped]


def _stretch(weekdays: list[int]) -> Words:
    first, last = SHORT_WEEKDAYS[weekdays[0]], SHORT_WEEKDAYS[weekdays[-1]]
    if len(weekdays) == 1:
        return first
    if len(weekdays) == 2:
        return Words(f"{first.de} und {last.de}", f"{first.en} and {last.en}")
    return Words(f"{first.de} bis {last.de}", f"{first.en} to {last.en}")


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
