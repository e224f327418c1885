"""PURE. Days and spans as people in Germany type them. No I/O.

    11.1. bis 25.3.      ab sofort 8 Wochen      nächste Woche bis Osterferien      KW 2 bis KW 12
    30.11.2026           Mo, 30. November        2026-11-30                         3 Monate ab 4.1.

A year that is missing is the nearest that makes sense. Whoever asks shows the result in full.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from bridge.base.words import Declined, Words
from bridge.days import german
from bridge.days.school_days import Break, breaks, is_school_day, last_school_day
from bridge.days.zone import span_words, written

LOOKBACK_DAYS = 42
"""A day without its year lies at most so far back; otherwise next year is meant."""

LONGEST_MONTHS = 13
A_WEEK = 7


class Span(NamedTuple):
    """Days from the first to the last, both included.

    Args:
        why: How the last day was found, where it was not typed as a day.
    """

    first: date
    last: date
    why: Words | None = None

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    def said(self) -> Words:
        """Return the span in full, such as `11.01. bis 25.03.2027`."""
        words = span_words(self.first, self.last)
        if self.why is None:
            return words
        return Words(f"{words.de} ({self.why.de})", f"{words.en} ({self.why.en})")


class _End(NamedTuple):
    day: date
    why: Words | None = None


def read_day(text: str, today: date, state: str = "") -> date:
    """Return the day that somebody typed.

    Args:
        text: Such as `11.1.`, `morgen`, `KW 2` or `2026-11-30`.
        today: Day from which a missing year and words like `morgen` are counted.
        state: Federal state of the school, for words like `Ferien`; empty for none.

    Raises:
        Declined: It is not a day; the words say what is wrong.
    """
    return _start(_cleaned(text), today, state)


def read_span(text: str, today: date, state: str = "") -> Span:
    """Return the span of days that somebody typed.

    Raises:
        Declined: It is not a span, has no end, or ends before it begins.
    """
    cleaned = _cleaned(text)
    start_text, end_text = _parts(cleaned)
    if not start_text and not end_text:
        raise _unknown(text)
    if not end_text:
        _start(start_text, today, state)
        raise Declined(_NO_END, "days")
    month = german.month_of(end_text) if re.fullmatch(r"\d{1,2}\.?", start_text) else None
    if month:
        # `3. bis 14.2.`: the month is typed once.
        start_text = f"{start_text.rstrip('.')}.{month}."
    year = german.year_of(end_text)
    first = _start(start_text or "heute", today, state, year)
    end = _end(end_text, first, state)
    if german.lacks_year(start_text) and german.lacks_year(end_text):
        # On 30.11., `14.9. bis 18.12.` is the loan that runs, not that of next year.
        before = german.add_months(first, -12)
        if before <= today <= german.add_months(end.day, -12):
            first, end = before, _End(german.add_months(end.day, -12))
    return checked(Span(first, end.day, end.why))


def read_until(text: str, first: date, state: str = "") -> Span:
    """Return the span from a day to an end that somebody typed, such as `8 Wochen`.

    Raises:
        Declined: It is not a day, or lies before the first one.
    """
    end = _end(re.sub(r"^bis (?:zu[rm]? |einschl\w*\.? )?", "", _cleaned(text)), first, state)
    return checked(Span(first, end.day, end.why))


def checked(span: Span) -> Span:
    """Return the span if it does not end before it begins.

    Raises:
        Declined: It does.
    """
    if span.last < span.first:
        first, last = written(span.first), written(span.last)
        raise Declined(
            Words(
                f"Das Ende ({last}) liegt vor dem Anfang ({first}). Vertauscht?",
                f"The end ({last}) lies before the beginning ({first}). The other way round?",
            ),
            "days",
        )
    return span


def is_long(span: Span) -> bool:
    """Return whether a span is longer than a loan may be without the lead."""
    return span.last >= german.add_months(span.first, LONGEST_MONTHS)


def weeks_from(first: date, weeks: int, state: str = "") -> date:
    """Return the last school day within so many weeks."""
    last = first + timedelta(days=A_WEEK * weeks - 1)
    return max(first, last_school_day(last, state))


def _cleaned(text: str) -> str:
    """Return the text in small letters, with one blank between words and plain hyphens."""
    return " ".join(re.sub("[–—−‐‑]", "-", text).lower().replace("\xa0", " ").split())


def _parts(text: str) -> tuple[str, str]:
    """Return the texts of beginning and end; empty for one that is not there."""
    text = re.sub(r"^(?:vom|von|ab|from|seit)\s+", "", text)
    found = re.split(
        r"\s*(?:\bbis(?:\s+(?:zu[rm]?|einschl\w*\.?))?\b|\bto\b|\buntil\b)\s*",
        text,
        maxsplit=1,
    )
    if len(found) == 2:
        return found[0], found[1]
    if re.fullmatch(r"\d{4}-\d\d?-\d\d?", text):
        return text, ""
    found = re.split(
        r"(?<=[\d.a-z])\s*-\s+|\s+-\s*|(?<=\.)-(?=\d)|(?<=\d{4})-(?=\d{1,2}\.)",
        text,
        maxsplit=1,
    )
    if len(found) == 2:
        return found[0], found[1]
    length = re.search(rf"\b(?<!in )(?:für\s+|for\s+|ca\.?\s*|\+\s*)?({german.LENGTH})", text)
    if length:
        around = (text[: length.start()] + " " + text[length.end() :]).strip()
        return re.sub(r"^(?:ab|from)\s+|\s*\+$", "", around).strip(), length[1]
    return text, ""


def _start(text: str, today: date, state: str, year: int | None = None) -> date:
    text = re.sub(r"^(?:vom|von|ab|from|am|seit|zum)\s+", "", text)
    word = german.day_by_word(text, today)
    if word:
        return word
    week = german.week_of(text)
    if week:
        return _monday(week, year, today, text)
    after = re.fullmatch(rf"(?:nach|after)\s+(?:de[nr]\s+)?({german.BREAK})", text)
    if after:
        found = _break(after[1], today, state, text)
        return next(
            day
            for day in (found.last + timedelta(days=n) for n in range(1, 15))
            if is_school_day(day, state)
        )
    since = today - timedelta(days=LOOKBACK_DAYS)
    month = german.month_by_word(text, since, as_end=False)
    return month or german.day_in(text, since, year) or _raise(text)


def _end(text: str, first: date, state: str) -> _End:
    length = re.fullmatch(german.LENGTH, text)
    if length:
        return _after(int(german.NUMBERS.get(length[1], length[1])), length[2], first, state)
    week = german.week_of(text)
    if week:
        return _End(_monday(week, None, first, text) + timedelta(days=4))
    word = german.day_by_word(text, first)
    if word:
        return _End(word)
    if re.fullmatch(
        r"(?:(?:zum|ende|zum ende des)\s+)?(?:schul)?halbjahr(?:e?s)?(?:ende|wechsel)?", text
    ):
        return half_year_end(first, state)
    named = re.fullmatch(rf"(?:vor\s+)?(?:de[nmr]\s+|zu\s+den\s+)?({german.BREAK})", text)
    if named:
        return before_break(named[1], first, state)
    if re.fullmatch(r"(?:zum\s+)?(?:ende\s+des\s+)?schuljahr(?:e?s)?(?:ende)?", text):
        return before_break("sommerferien", first, state)
    if re.fullmatch(r"(?:zum\s+)?monatsende|ende\s+des\s+monats", text):
        return _End(german.add_months(first, 1).replace(day=1) - timedelta(days=1))
    if text in _OPEN:
        raise Declined(_NO_END, "days")
    month = german.month_by_word(text, first, as_end=True)
    return _End(month or german.day_in(text, first) or _raise(text))


_OPEN = frozenset({"auf weiteres", "offen", "unbekannt", "?", "???", "egal", "open"})


def before_break(name: str, first: date, state: str) -> _End:
    """Return the last school day before holidays, the first of that name after a day.

    Raises:
        Declined: The federal state is not known.
    """
    found = _break(name, first, state, name)
    day = last_school_day(found.first - timedelta(days=1), state)
    return _End(
        max(day, first),
        Words(
            f"letzter Schultag vor den {german.plural(found.name)} in {state}",
            f"last school day before the holidays in {state}",
        ),
    )


def half_year_end(first: date, state: str) -> _End:
    """Return the last school day of the half-year in which a day lies: end of January, or July."""
    january = date(first.year + (first.month > 1), 1, 31)
    summer = [
        one
        for one in breaks(state, first, first + timedelta(days=300))
        if one.name.startswith("Sommer")
    ]
    winter = last_school_day(january, state)
    if 2 <= first.month < 8 and summer and summer[0].first > first:
        day = last_school_day(summer[0].first - timedelta(days=1), state)
    else:
        day = winter if winter >= first else last_school_day(date(first.year, 7, 31), state)
    return _End(day, Words("Ende des Halbjahres", "end of the half-year"))


def _break(name: str, first: date, state: str, text: str) -> Break:
    if not state:
        raise Declined(
            Words(
                f"„{text}“: Dafür müssen wir das Bundesland kennen. Wählen Sie zuerst die Schule.",
                f"“{text}”: this needs the federal state. Choose the school first.",
            ),
            "days",
        )
    wanted = german.break_key(name)
    for one in breaks(state, first, first + timedelta(days=400)):
        if one.first > first and wanted in one.name.lower():
            return one
    raise _unknown(text)


def _after(number: int, unit: str, first: date, state: str) -> _End:
    if not 0 < number <= 400:
        raise _unknown(f"{number} {unit}")
    if unit.startswith(("woche", "week")):
        return _End(
            weeks_from(first, number, state),
            Words(f"{number} Wochen" if number > 1 else "1 Woche", f"{number} weeks"),
        )
    if unit.startswith(("jahr", "year")):
        number, unit = 12 * number, "monate"
    if unit.startswith(("monat", "month")):
        day = german.add_months(first, number) - timedelta(days=1)
        return _End(
            max(first, last_school_day(day, state)),
            Words(f"{number} Monate" if number > 1 else "1 Monat", f"{number} months"),
        )
    return _End(
        first + timedelta(days=number - 1),
        Words(f"{number} Tage" if number > 1 else "1 Tag", f"{number} days"),
    )


def _monday(week: tuple[int, int | None], year: int | None, near: date, text: str) -> date:
    number, named = week
    for one in [named or year] if named or year else [near.year, near.year + 1]:
        try:
            day = date.fromisocalendar(one or near.year, number, 1)
        except ValueError:
            continue
        if named or year or day >= near - timedelta(days=LOOKBACK_DAYS):
            return day
    raise _unknown(text)


def _raise(text: str) -> date:
    raise _unknown(text)


def _unknown(text: str) -> Declined:
    shown = text.strip()[:40]
    return Declined(
        Words(
            f"„{shown}“ verstehen wir nicht als Datum. "
            "So geht es: 11.1. bis 25.3. oder ab sofort 8 Wochen.",
            f"“{shown}” is not a date. For example: 11.1. bis 25.3. or ab sofort 8 Wochen.",
        ),
        "days",
    )


_NO_END = Words(
    "Bis wann? Eine Leihe braucht ein Ende, zum Beispiel: bis 25.3. oder 8 Wochen.",
    "Until when? A loan needs an end, for example: bis 25.3. or 8 Wochen.",
)
