"""PURE. Lesson windows from a school's timetable in iCalendar form. No I/O.

Only times are read: names of lessons, rooms and teachers never leave this module. What a week
usually looks like is found by counting over several school weeks, so that a trip or a cancelled
lesson changes nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import icalendar
import recurring_ical_events
from icalendar.prop.broken import vBroken

from bridge.base.words import Declined, Words
from bridge.days.school_days import is_school_day, school_days
from bridge.days.windows import MOST_WINDOWS, LessonWindow, Windows, joined
from bridge.days.zone import BERLIN, MINUTES_OF_DAY, days_of

MOST_BYTES = 512 * 1024
MOST_EVENTS = 400
"""Events of a file, each of which may recur."""

MOST_OCCURRENCES = 4000
WEEKS = 6
"""School weeks that are looked at."""

OLDEST_YEAR = 2018
"""Older beginnings are no timetable of now; counting from them would take long."""

LONGEST_MINUTES = 6 * 60
"""A longer event is a trip or a project day, and no lesson."""

USUAL = 0.34
"""Share of its weekdays on which a lesson takes place: every third week counts, a single day
does not."""

_RULES = re.compile(r"^(RRULE|EXRULE)[^:]*:(.*)$", re.IGNORECASE | re.MULTILINE)
_FINE = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)|BYSECOND|BYMINUTE|BYHOUR|BYSETPOS", re.I)

UNREADABLE = (ValueError, TypeError, OverflowError, IndexError, KeyError, AttributeError)
"""Errors that the libraries raise for other texts than calendars, and for broken rules."""

NO_CALENDAR = Words(
    "Das ist kein Kalender. Bitte laden Sie den Stundenplan als .ics-Datei hoch.",
    "This is not a calendar. Please upload the timetable as an .ics file.",
)
TOO_MUCH = Words(
    f"In diesem Kalender steht mehr, als wir lesen ({MOST_EVENTS} Termine).",
    f"This calendar holds more than we read ({MOST_EVENTS} events).",
)
NOTHING = Words(
    "In diesen Tagen steht im Kalender keine Stunde.",
    "The calendar holds no lesson in these days.",
)


class Timetable(NamedTuple):
    """Lessons of a week, as a calendar names them.

    Args:
        windows: Lessons of a usual week.
        left_out: Number of different times that are not usual, such as a trip.
    """

    windows: Windows
    left_out: int = 0


def read_timetable(ics: bytes, first: date, last: date, state: str = "") -> Timetable:
    """Return the weekly lessons of a calendar within a span of days.

    Args:
        ics: The file.
        first: First day of the loan.
        last: Last day of the loan.
        state: Federal state, whose holidays are left out.

    Raises:
        Declined: The file is not a calendar, holds too much, or holds no lesson in these days.
    """
    calendar = _calendar(ics)
    weeks = _school_weeks(first, last, state)
    seen: Counter[LessonWindow] = Counter()
    for start, end in _occurrences(calendar, first, last, weeks):
        window = _window(start, end)
        if window is not None and is_school_day(start.date(), state):
            seen[window] += 1
    if not seen:
        raise Declined(NOTHING, "timetable")
    days = Counter(
        day.weekday()
        for monday in weeks
        for day in days_of(monday, monday + timedelta(days=6))
        if first <= day <= last and is_school_day(day, state)
    )
    usual = [one for one, count in seen.items() if count >= USUAL * max(1, days[one.weekday])]
    if not usual or len(usual) > MOST_WINDOWS:
        raise Declined(NOTHING if not usual else TOO_MUCH, "timetable")
    return Timetable(joined(usual), len(seen) - len(usual))


def _calendar(ics: bytes) -> Any:
    """Return the calendar, with nothing that takes long to count."""
    if len(ics) > MOST_BYTES:
        raise Declined(TOO_MUCH, "timetable")
    try:
        text = ics.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ics.decode("cp1252", errors="replace")
    # A long line goes on in the next one after a blank.
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    if any(_FINE.search(rule[2]) for rule in _RULES.finditer(unfolded)):
        raise Declined(TOO_MUCH, "timetable")
    try:
        calendar = icalendar.Calendar.from_ical(unfolded)
    except UNREADABLE:
        raise Declined(NO_CALENDAR, "timetable") from None
    events = calendar.walk("VEVENT")
    if len(events) > MOST_EVENTS:
        raise Declined(TOO_MUCH, "timetable")
    kept = icalendar.Calendar()
    for zone in calendar.walk("VTIMEZONE"):
        kept.add_component(zone)
    for event in events:
        if _is_lesson(event):
            kept.add_component(event)
    return kept


TIMES = (
    *("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"),
    *("RRULE", "RDATE", "EXDATE", "EXRULE"),
)


def _is_lesson(event: Any) -> bool:
    if any(isinstance(part, vBroken) for name in TIMES for part in _listed(event.get(name))):
        return False
    start = getattr(event.get("DTSTART"), "dt", None)
    cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    return isinstance(start, datetime) and start.year >= OLDEST_YEAR and not cancelled


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _school_weeks(first: date, last: date, state: str) -> list[date]:
    """Return the Mondays of the first weeks with lessons."""
    found: list[date] = []
    monday = first - timedelta(days=first.weekday())
    while monday <= last and len(found) < WEEKS:
        if school_days(max(first, monday), min(last, monday + timedelta(days=6)), state):
            found.append(monday)
        monday += timedelta(days=7)
    return found


def _occurrences(
    calendar: Any, first: date, last: date, weeks: list[date]
) -> Iterator[tuple[datetime, datetime]]:
    count = 0
    for monday in weeks:
        begin = datetime.combine(max(first, monday), datetime.min.time(), BERLIN)
        until = datetime.combine(
            min(last, monday + timedelta(days=6)) + timedelta(days=1), datetime.min.time(), BERLIN
        )
        try:
            query = recurring_ical_events.of(calendar, skip_bad_series=True)
            spans = [(one.start, one.end) for one in query.between(begin, until)]
        except UNREADABLE:
            raise Declined(NO_CALENDAR, "timetable") from None
        count += len(spans)
        if count > MOST_OCCURRENCES:
            raise Declined(TOO_MUCH, "timetable")
        yield from ((_local(start), _local(end)) for start, end in spans)


def _local(at: date | datetime) -> datetime:
    """Return a time on the clocks of the schools; one without a zone is theirs."""
    if not isinstance(at, datetime):
        return datetime.combine(at, datetime.min.time(), BERLIN)
    return at.replace(tzinfo=BERLIN) if at.tzinfo is None else at.astimezone(BERLIN)


def _window(start: datetime, end: datetime) -> LessonWindow | None:
    minute = start.hour * 60 + start.minute
    minutes = round((end - start).total_seconds() / 60)
    if not 0 < minutes <= LONGEST_MINUTES or minute + minutes > MINUTES_OF_DAY:
        return None
    return LessonWindow(start.weekday(), minute, minute + minutes)
