"""PURE. Days that are named: weeks, months, holidays, lengths. No I/O."""

import calendar
import re
from dataclasses import replace
from datetime import date, timedelta

from bridge.base.words import Words
from bridge.days.school_days import last_school_day, next_school_day
from bridge.lists import breaks, typed_days
from bridge.lists.day_readings import (
    DayFrame,
    DayReading,
    DayRole,
    choice,
    german,
    school_year,
    taken,
    with_year,
)
from bridge.lists.typed_days import TypedDay


def length_end(text: str, weeks: int, frame: DayFrame) -> DayReading:
    """Return the end after so many weeks."""
    assert frame.first is not None
    day = end_of_weeks(frame.first, weeks, frame.state)
    words = Words(
        f"„{text}“ gelesen als {german(day)} ({weeks} Wochen).",
        f"“{text}” taken as {german(day)} ({weeks} weeks).",
    )
    return DayReading("read", day, words)


def end_of_weeks(first: date, weeks: int, state: str) -> date:
    """Return the last school day of so many weeks."""
    return max(first, last_school_day(first + timedelta(days=7 * weeks - 1), state))


def week_day(bare: str, text: str, role: DayRole, frame: DayFrame) -> DayReading | None:
    """Return the day that a calendar week gives, or None."""
    weeks = typed_days.find_weeks(bare)
    if not weeks:
        return None
    found = [
        _of_week(one.week, one.year, role if at == 0 else "until", frame)
        for at, one in enumerate(weeks[:2])
    ]
    if found[0] is None:
        words = Words(f"„{text}“: Diese Woche gibt es nicht.", f"“{text}”: there is no such week.")
        return DayReading("stop", None, words)
    last = None
    if role == "from" and len(found) == 2 and found[1]:
        last = DayReading("read", found[1])
    return DayReading("read", found[0], taken(text, found[0], weekday=True), last=last)


def _of_week(week: int, year: int | None, role: DayRole, frame: DayFrame) -> date | None:
    ahead = 4 if role == "until" else 0
    if year is not None:
        monday = typed_days.monday_of(week, year)
        return monday + timedelta(days=ahead) if monday else None
    years = range(frame.base.year - 1, frame.base.year + 3)
    days = [
        monday + timedelta(days=ahead)
        for one in years
        if (monday := typed_days.monday_of(week, one))
    ]
    if role == "past":
        return max((day for day in days if day <= frame.today), default=None)
    since = frame.first if role == "until" and frame.first else school_year(frame.base)
    return min((day for day in days if day >= since), default=None)


def break_day(bare: str, text: str, role: DayRole, frame: DayFrame) -> DayReading | None:
    """Return the day before or after holidays, or None."""
    if role == "past":
        return None
    is_after = re.search(r"\bnach\b|\bafter\b", bare, re.IGNORECASE) is not None
    since = frame.first or frame.base
    if is_after or role == "from":
        found = breaks.after(bare, since, frame.state)
        if found is None:
            return None
        if role == "until":
            found = replace(found, day=last_school_day(found.day, frame.state))
        said = german(found.day)
        words = Words(
            f"„{text}“ = {said}{in_state(frame.state)[0]}.",
            f"“{text}” = {said}{in_state(frame.state)[1]}.",
        )
        return DayReading("ask", found.day, words, (choice(found.day),))
    before = breaks.before(bare, since, max(since, frame.today), frame.state)
    return None if before is None else _before(before, text, frame)


def _before(found: breaks.BreakDay, text: str, frame: DayFrame) -> DayReading:
    de_in, en_in = in_state(frame.state)
    others = ", ".join(f"{german(day)} ({season.de})" for day, season in found.others)
    others_en = ", ".join(f"{german(day)} ({season.en})" for day, season in found.others)
    if found.name:
        de = f"letzter Schultag vor den {found.name}{de_in}"
        en = f"last school day before the holidays{en_in}"
    else:
        de, en = f"Ende des Halbjahres{de_in}", f"end of the half-year{en_in}"
    if found.others and found.day >= frame.today:
        de += ", weil die Leihe noch läuft"
        en += ", as the loan still runs"
    words = Words(
        f"„{text}“: Welche? Vorschlag {german(found.day)}, {de}."
        + (f" Andere: {others}." if others else ""),
        f"“{text}”: which? Suggestion: {german(found.day)}, {en}."
        + (f" Others: {others_en}." if others else ""),
    )
    choices = (choice(found.day), *(choice(day) for day, _ in found.others))
    return DayReading("ask", found.day, words, choices)


def half_year_end(text: str, frame: DayFrame) -> DayReading:
    """Return the proposal for a loan without an end: the end of the half-year."""
    since = max(frame.first or frame.today, frame.today)
    day = breaks.half_year(since, frame.state)
    de_in, en_in = in_state(frame.state)
    quoted = Words(f"„{text}“", f"“{text}”") if text else Words("Ende fehlt", "No last day")
    words = Words(
        f"{quoted.de}: Eine Leihe braucht ein Ende. Vorschlag {german(day)},"
        f" Ende des Halbjahres{de_in}.",
        f"{quoted.en}: a loan needs an end. Suggestion: {german(day)},"
        f" end of the half-year{en_in}.",
    )
    return DayReading("ask", day, words, (choice(day),))


def month_day(bare: str, text: str, role: DayRole, frame: DayFrame) -> DayReading | None:
    """Return the day that a month gives, or None."""
    found = typed_days.find_month(bare)
    if found is None:
        return None
    typed = TypedDay(1, found.month, found.year, 0, 0)
    if found.year is None:
        first = with_year(typed, "until" if role == "until" else role, _month_frame(frame))
    else:
        first = typed.in_year(found.year)
    if first is None:
        return None
    end = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if found.part == "mitte":
        day = next_school_day(first.replace(day=15), frame.state)
    elif found.part == "ende" or (role == "until" and found.part != "anfang"):
        day = last_school_day(end, frame.state)
    else:
        day = next_school_day(first, frame.state)
    which = (
        Words("letzter Schultag", "last school day")
        if day > first.replace(day=16)
        else Words("erster Schultag", "first school day")
        if day < first.replace(day=15)
        else Words("Mitte", "the middle")
    )
    words = Words(
        f"„{text}“: Vorschlag {german(day)} ({which.de} des Monats).",
        f"“{text}”: suggestion {german(day)} ({which.en} of that month).",
    )
    return DayReading("ask", day, words, (choice(day),))


def _month_frame(frame: DayFrame) -> DayFrame:
    """Return a frame whose beginning is the first of its month, so that the same month counts."""
    return replace(frame, first=frame.first.replace(day=1)) if frame.first else frame


_IN: dict[str, tuple[str, str]] = {
    "HH": (" in Hamburg", " in Hamburg"),
    "SH": (" in SH", " in SH"),
    "NI": (" in NI", " in NI"),
    "MV": (" in MV", " in MV"),
}


def in_state(state: str) -> tuple[str, str]:
    """Return where holidays are taken from, in both languages."""
    return _IN.get(state, (", Ferien wie in Hamburg", ", holidays as in Hamburg"))
