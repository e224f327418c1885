"""PURE. Days behind words such as `bis Ferien`, `vor Weihnachten`, `Halbjahr`. No I/O."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bridge.base.words import Words
from bridge.days.school_days import Break, breaks, last_school_day, next_school_day
from bridge.lists.folding import fold

AHEAD = timedelta(days=400)

_KINDS: dict[str, tuple[str, str, Words]] = {
    "weihnacht": ("Weihnacht", "Weihnachtsferien", Words("Weihnachten", "Christmas")),
    "advent": ("Weihnacht", "Weihnachtsferien", Words("Weihnachten", "Christmas")),
    "ostern": ("Oster", "Osterferien", Words("Ostern", "Easter")),
    "oster": ("Oster", "Osterferien", Words("Ostern", "Easter")),
    "fruehjahr": ("Oster", "Frühjahrsferien", Words("Frühjahr", "spring")),
    "pfingst": ("Pfingst", "Pfingstferien", Words("Pfingsten", "Whitsun")),
    "himmelfahrt": ("Pfingst", "Himmelfahrtsferien", Words("Himmelfahrt", "Ascension")),
    "sommer": ("Sommer", "Sommerferien", Words("Sommer", "summer")),
    "schuljahresende": ("Sommer", "Sommerferien", Words("Sommer", "summer")),
    "ende schuljahr": ("Sommer", "Sommerferien", Words("Sommer", "summer")),
    "ende des schuljahres": ("Sommer", "Sommerferien", Words("Sommer", "summer")),
    "herbst": ("Herbst", "Herbstferien", Words("Herbst", "autumn")),
    "winter": ("Winter", "Winterferien", Words("Winter", "winter")),
}
"""By folded word: what the name of the holidays holds, how they are called, their season."""

SHORT_DAYS = 4
"""Holidays of fewer days are no "Ferien" in daily words."""


@dataclass(frozen=True)
class BreakDay:
    """A day before or after holidays.

    Args:
        name: How the holidays are called; empty for the half-year.
        others: Other days that could be meant, with their season.
    """

    day: date
    name: str
    others: tuple[tuple[date, Words], ...] = ()


def before(text: str, since: date, after: date, state: str) -> BreakDay | None:
    """Return the last school day before the holidays that a text names, or None.

    Args:
        text: Such as `bis Ferien`.
        since: Beginning of the loan: holidays before it cannot be meant.
        after: Holidays before this day are proposed last.
        state: Federal state.
    """
    folded = fold(text)
    if "halbjahr" in folded or "zeugnis" in folded:
        return BreakDay(half_year(max(since, after), state), "")
    if re.search(r"\b(?:jahresende|ende des jahres|ende jahr|silvester|neujahr)\b", folded):
        folded = "weihnachten"
    part = _part(folded)
    if part is None:
        return None
    found = [
        (last_school_day(one.first - timedelta(days=1), _ferial(state)), one)
        for one in _holidays(part, since, state)
    ]
    found = [(day, one) for day, one in found if day >= since]
    if not found:
        return None
    # Which holidays is asked where any could be meant; Christmas is the next one.
    ahead = found if part else [one for one in found if one[0] >= after] or found[-1:]
    day, chosen = ahead[0]
    others = tuple(
        (other, season(one))
        for other, one in found
        if other != day and abs((other - day).days) < 150 and part == ""
    )
    return BreakDay(day, plural(chosen), others[:2])


def after(text: str, since: date, state: str) -> BreakDay | None:
    """Return the first school day after the holidays that a text names, or None."""
    folded = fold(text)
    if "halbjahr" in folded:
        end = half_year(since, state)
        return BreakDay(next_school_day(end + timedelta(days=1), _ferial(state)), "")
    if re.search(r"\b(?:jahreswechsel|neujahr|neuem jahr|neues jahr|neuen jahr)\b", folded):
        folded = "weihnachten"
    part = _part(folded)
    if part is None:
        return None
    found = [one for one in _holidays(part, since, state) if one.last >= since]
    if not found:
        return None
    day = next_school_day(found[0].last + timedelta(days=1), _ferial(state))
    return BreakDay(day, plural(found[0]))


def half_year(since: date, state: str) -> date:
    """Return the last school day of the half-year in which a day lies.

    The first one ends before the winter holidays, or with January where there are none.
    """
    for year in (since.year, since.year + 1):
        winter = [
            one
            for one in breaks(_ferial(state), date(year, 1, 20), date(year, 2, 20))
            if "Winter" in one.name
        ]
        limit = winter[0].first - timedelta(days=1) if winter else date(year, 1, 31)
        summer = [
            one
            for one in breaks(_ferial(state), date(year, 6, 10), date(year, 8, 10))
            if "Sommer" in one.name
        ]
        second = summer[0].first - timedelta(days=1) if summer else date(year, 7, 15)
        for end in (limit, second):
            day = last_school_day(end, _ferial(state))
            if day >= since:
                return day
    return since + AHEAD


def plural(one: Break) -> str:
    """Return how holidays are called."""
    return next((name for part, name, _ in _KINDS.values() if part in one.name), one.name)


def season(one: Break) -> Words:
    """Return the season of holidays in one word."""
    return next((words for part, _, words in _KINDS.values() if part in one.name), NAMELESS)


NAMELESS = Words("Ferien", "holidays")


def _part(folded: str) -> str | None:
    """Return what the name of the holidays must hold; None if the text names none."""
    for word, (part, _, _) in _KINDS.items():
        if word in folded:
            return part
    return "" if re.search(r"\bferien\b", folded) else None


def _holidays(part: str, since: date, state: str) -> list[Break]:
    found = breaks(_ferial(state), since, since + AHEAD)
    if part:
        return [one for one in found if part in one.name]
    return [one for one in found if (one.last - one.first).days + 1 >= SHORT_DAYS]


def _ferial(state: str) -> str:
    """Return the state whose holidays count; Hamburg's where a list names none."""
    return state if state in ("HH", "SH", "NI", "MV") else "HH"
