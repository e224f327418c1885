"""PURE. The day that a cell means, how sure that is, and what to ask. No I/O."""

import calendar
import re
from dataclasses import replace
from datetime import date, timedelta

from bridge.base.words import Words
from bridge.lists import typed_days
from bridge.lists.day_readings import (
    DayFrame,
    DayReading,
    DayRole,
    choice,
    far,
    german,
    taken,
    with_year,
)
from bridge.lists.folding import fold
from bridge.lists.grid import ListCell
from bridge.lists.named_days import break_day, length_end, month_day, week_day
from bridge.lists.typed_days import TypedDay
from bridge.lists.verdicts import NOTHING

OLDEST = date(2015, 1, 1)
"""Telepresence robots were not lent before."""

_DOUBT = re.compile(
    r"(?i)\?+|\b(?:ca|circa|etwa|evtl|eventuell|vermutl(?:ich)?|voraus+(?:ichtlich|s)?|vsl|wohl"
    r"|ungef(?:ä|ae)hr|vielleicht|geplant|angefragt|tbc)\b\.?|~"
)
_OPEN = {
    *("bis auf weiteres", "auf weiteres", "offen", "unbefristet", "unklar", "unbekannt", "n n"),
    *("noch offen", "tbd", "b a w", "baw", "laufend", "dauerleihe", "dauerhaft", "egal", "n b"),
    *("ende offen", "open", "mehrere", "flexibel", "keine angabe", "k a", "noch unklar", "folgt"),
    *("unbestimmt", "auf unbestimmte zeit", "auf dauer", "immer", "bis auf widerruf", "x"),
    *("steht noch nicht fest", "noch nicht bekannt", "so lange wie moeglich", "nach absprache"),
}
_NOW = {
    *("sofort", "ab sofort", "heute", "ab heute", "jetzt", "asap", "umgehend", "schnellstmoeglich"),
    *("so bald wie moeglich", "baldmoeglichst", "moeglichst bald", "schnellstens", "ab jetzt"),
    *("so schnell wie moeglich", "sobald wie moeglich", "now"),
}
_SPAN = re.compile(r"\s*(?:-|–|—|bis(?:\s+zum)?|/|to|→|->)\s*$", re.IGNORECASE)
_LEAD = re.compile(
    r"(?i)^\s*(?:(?:von|vom|ab|seit|bis|zum|am|zu|den|dem|der|sp(?:ä|ae)testens|nur|ca|frei)\b\.?\s*)+"
)
_WEEKDAY = re.compile(
    r"(?i)\b(?:mo|di|mi|do|fr|sa|so)(?:\.,?|,|(?=\s*\d))|\b(?:mon|diens|donners|frei|sams|sonn)tag,?|\bmittwoch,?"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?"
)


def read_day(cell: ListCell, role: DayRole, frame: DayFrame) -> DayReading:
    """Return what a cell says of a day."""
    if cell.day is not None:
        return _bounded(DayReading("ok", cell.day), role, frame)
    number = typed_days.excel_day(cell.text)
    if number is not None:
        words = Words(
            f"„{cell.text}“ ist eine Zahl; als Datum {german(number)}.",
            f"“{cell.text}” is a number; as a day {german(number)}.",
        )
        return _bounded(DayReading("read", number, words), role, frame)
    text = cell.text
    doubtful = _DOUBT.search(text) is not None
    bare = re.sub(r"\s+", " ", _DOUBT.sub(" ", text)).strip(" ()")
    reading = _read(bare, text, role, frame)
    if doubtful and reading.verdict in ("ok", "read") and reading.day:
        words = Words(
            f"„{text}“ ist nicht sicher. Vorschlag {german(reading.day)}.",
            f"“{text}” is not certain. Suggestion: {german(reading.day)}.",
        )
        reading = replace(reading, verdict="ask", words=words)
    return _bounded(reading, role, frame)


def _read(bare: str, text: str, role: DayRole, frame: DayFrame) -> DayReading:
    folded = fold(bare)
    if not folded or folded in _OPEN or fold(_LEAD.sub("", bare)) in _OPEN:
        return DayReading("ask", None, is_open=True)
    if folded in _NOW:
        return _now(text, frame)
    plain = _WEEKDAY.sub("", bare)
    days = typed_days.find_days(plain, frame.month_first)
    if days:
        return _typed(plain, text, days, role, frame)
    if role == "until" and frame.first and (weeks := typed_days.weeks_of(bare)):
        return length_end(text, weeks, frame)
    for named in (week_day, break_day, month_day):
        reading = named(bare, text, role, frame)
        if reading is not None:
            return reading
    return _unknown(text)


def _now(text: str, frame: DayFrame) -> DayReading:
    day = frame.today if frame.is_request else frame.today + timedelta(days=1)
    said = german(day)
    return DayReading("read", day, Words(f"„{text}“ = {said}.", f"“{text}” = {said}."))


def _typed(
    plain: str, text: str, days: list[TypedDay], role: DayRole, frame: DayFrame
) -> DayReading:
    first = days[0]
    if len(days) == 2 and role == "from" and _SPAN.search(plain[first.end : days[1].start]):
        return _two(plain, text, days, frame)
    if len(days) > 1 and role != "past":
        # "18.12., verl. bis 15.1.": the last one that was written holds.
        chosen = _resolved(days[-1], text, role, frame)
        if chosen.day is None:
            return chosen
        words = Words(
            f"„{text}“ nennt mehrere Tage. Vorschlag {german(chosen.day)}.",
            f"“{text}” names several days. Suggestion: {german(chosen.day)}.",
        )
        return replace(chosen, verdict="ask", words=words)
    reading = _resolved(first, text, role, frame)
    rest = _LEAD.sub("", f"{plain[: first.start]} {plain[first.end :]}").strip(" ,;:()-–")
    if rest and reading.verdict == "ok":
        reading = replace(reading, verdict="read", words=taken(text, reading.day))
    return replace(reading, rest=rest)


def _two(plain: str, text: str, days: list[TypedDay], frame: DayFrame) -> DayReading:
    """Return the two ends of a span that stands in one cell."""
    begin, end = days
    if begin.year is None and end.year is not None:
        year = end.year - ((begin.month, begin.day) > (end.month, end.day))
        begin = replace(begin, year=year)
    reading = _resolved(begin, text, "from", frame)
    last = _resolved(end, text, "until", replace(frame, first=reading.day or frame.first))
    words = reading.words
    if "stop" not in (reading.verdict, last.verdict):
        words = Words(
            "Zeitraum in einer Zelle, geteilt in von und bis.",
            "Two days in one cell, taken as the first and the last one.",
        )
        reading = replace(reading, verdict="read")
        last = replace(last, verdict="read", words=NOTHING)
    return replace(reading, words=words, last=last, rest=plain[days[1].end :].strip(" ,;:()-–"))


def _resolved(typed: TypedDay, text: str, role: DayRole, frame: DayFrame) -> DayReading:
    """Return the day of what was typed, with its year."""
    if not typed.exists:
        return _no_such_day(typed, text, role, frame)
    if typed.year is not None:
        day = typed.in_year(typed.year)
        assert day is not None
        if typed.is_slashed:
            return DayReading("read", day, taken(text, day))
        if frame.is_typed:
            # A spreadsheet that shows a text here did not understand it as a day.
            return DayReading("read", day, taken(text, day))
        return DayReading("ok", day)
    day = with_year(typed, role, frame)
    if day is None:
        return _no_such_day(typed, text, role, frame)
    words = Words(
        f"„{text}“: Jahr fehlt, gelesen als {day.year} ({frame.why.de}).",
        f"“{text}”: the year is missing, taken as {day.year} ({frame.why.en}).",
    )
    return DayReading("read", day, words)


def _no_such_day(typed: TypedDay, text: str, role: DayRole, frame: DayFrame) -> DayReading:
    year = typed.year or frame.base.year
    days: list[date] = []
    if 1 <= typed.month <= 12 and typed.day <= 31:
        last = date(year, typed.month, calendar.monthrange(year, typed.month)[1])
        days = [last, last + timedelta(days=1)]
    elif typed.month > 12 >= typed.day >= 1 and typed.month <= 31:
        swapped = replace(typed, day=typed.month, month=typed.day)
        days = [day] if (day := swapped.in_year(year)) else []
    meant = " oder ".join(map(german, days))
    either = " or ".join(map(german, days))
    words = Words(
        f"„{text}“: Diesen Tag gibt es nicht." + (f" Gemeint: {meant}?" if days else ""),
        f"“{text}”: there is no such day." + (f" Meant: {either}?" if days else ""),
    )
    return DayReading("stop", None, words, tuple(map(choice, days)))


def _unknown(text: str) -> DayReading:
    words = Words(
        f"„{text}“ verstehen wir nicht als Datum. So geht es: 11.1.2027.",
        f"We do not understand “{text}” as a day. Like this: 11.1.2027.",
    )
    return DayReading("stop", None, words, rest=text)


def _bounded(reading: DayReading, role: DayRole, frame: DayFrame) -> DayReading:
    """Refuse days that cannot be of a robot's loan."""
    day = reading.day
    if day is None or reading.verdict == "stop":
        return reading
    if day < OLDEST:
        words = Words(
            f"{german(day)}: So früh wurde noch nichts verliehen.",
            f"{german(day)}: nothing was lent so early.",
        )
        return DayReading("stop", None, words, rest=reading.rest)
    if role == "from" and day > frame.today + timedelta(days=400):
        return far(day, frame.base, Words("Das ist weit weg.", "That is far away."))
    return reading
