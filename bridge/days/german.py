"""PURE. German words for days, months, weeks and holidays. No I/O."""

import calendar
import re
from datetime import date, timedelta

from bridge.base.words import Declined, Words

MONTHS = (
    *("januar", "februar", "märz", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "dezember"),
)
_MONTH_KEYS = {
    **{name[:3]: at for at, name in enumerate(MONTHS, 1)},
    **{"mrz": 3, "mae": 3, "jän": 1, "mar": 3, "may": 5, "oct": 10, "dec": 12},
}
_MONTH = (
    r"(?:jan|jän|feb|mär|maer|mrz|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)[a-zä]*\.?"
)
_WEEKDAY_KEYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
_WEEKDAY = r"(?:mo|di|mi|do|fr|sa|so)(?:\b|[a-z]*tag\b|[a-z]*woch\b|nnabend\b)\.?,?"

NUMBERS = {
    **{"ein": "1", "eine": "1", "einen": "1", "zwei": "2", "drei": "3", "vier": "4"},
    **{"fünf": "5", "sechs": "6", "acht": "8", "zehn": "10", "zwölf": "12"},
}
LENGTH = (
    rf"(\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})\s*"
    r"(wochen?|monate?n?|tage?n?|jahre?n?|weeks?|months?|days?|years?)\b"
)
"""A number and a unit."""

BREAK = (
    r"(?:winter|frühjahrs?|oster|ostern|himmelfahrts?|pfingst|pfingsten|sommer|herbst|weihnachts?"
    r"|weihnachten)?-?(?:ferien)?"
)
"""Name of holidays; `ferien` alone is any."""

_BREAK_KEYS = (
    *(("winter", "winter"), ("früh", "frühjahr"), ("oster", "oster"), ("himmel", "himmelfahrt")),
    *(("pfingst", "pfingst"), ("sommer", "sommer"), ("herbst", "herbst")),
    ("weihnacht", "weihnacht"),
)


def break_key(name: str) -> str:
    """Return what the full name of holidays contains; empty for any holidays."""
    return next((key for start, key in _BREAK_KEYS if name.startswith(start)), "")


def plural(name: str) -> str:
    """Return the name of holidays as it is said, such as Osterferien."""
    return name.removesuffix("/Frühjahrsferien").removesuffix("-") + (
        "ferien" if name.endswith("/Frühjahrsferien") else ""
    )


def day_by_word(text: str, today: date) -> date | None:
    """Return the day of a word such as `morgen` or `nächsten Montag`; None for another text."""
    ahead = {
        **{"heute": 0, "sofort": 0, "ab sofort": 0, "jetzt": 0, "today": 0, "now": 0},
        **{"morgen": 1, "tomorrow": 1, "übermorgen": 2},
    }
    if text in ahead:
        return today + timedelta(days=ahead[text])
    week = re.fullmatch(
        r"(?:der\s+)?(über)?(?:nächste[rn]?|kommende[rn]?|next)\s+(?:woche|week)", text
    )
    if week:
        return today + timedelta(days=(14 if week[1] else 7) - today.weekday())
    if re.fullmatch(r"(?:nächste[nr]?|kommende[nr]?|next)\s+(?:monat|month)", text):
        return add_months(today, 1).replace(day=1)
    later = re.fullmatch(rf"in\s+{LENGTH}", text)
    if later:
        number = int(NUMBERS.get(later[1], later[1]))
        if later[2].startswith(("monat", "month")):
            return add_months(today, number)
        if later[2].startswith(("jahr", "year")):
            return None
        return today + timedelta(days=number * (7 if later[2].startswith("w") else 1))
    found = re.fullmatch(rf"(?:(?:nächste[nr]?|kommende[nr]?|diese[nr]?|am)\s+)?({_WEEKDAY})", text)
    if found:
        name = found[1]
        weekday = 5 if name.startswith("sonna") else _WEEKDAY_KEYS.index(name[:2])
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return None


def month_by_word(text: str, since: date, as_end: bool) -> date | None:
    """Return the day of `Ende Januar`, `Mitte März 2027`, or of a month by its name alone.

    Args:
        text: Such as `ende januar`.
        since: A missing year is that of the first such day from here on.
        as_end: Whether a bare month is its last day, and not its first.
    """
    found = re.fullmatch(
        rf"(?:(anfang|mitte|ende|early|mid|end of)\s+)?({_MONTH})\s*(\d{{4}}|\d{{2}})?", text
    )
    if found is None or found[2].rstrip(".") in _WEEKDAY_KEYS:
        return None
    month = _MONTH_KEYS.get(found[2][:3])
    if month is None:
        return None
    year = _year(found[3]) or since.year + (month < since.month)
    last = calendar.monthrange(year, month)[1]
    which = found[1] or ("ende" if as_end else "anfang")
    day = {"anfang": 1, "early": 1, "mitte": 15, "mid": 15}.get(which, last)
    return date(year, month, day)


def week_of(text: str) -> tuple[int, int | None] | None:
    """Return number and year of `KW 2` or `KW 2/2027`; None for another text."""
    found = re.fullmatch(
        r"(?:kw|kalenderwoche|week|woche)\.?\s*(\d{1,2})(?:\s*[/.]?\s*(\d{4}|\d{2}))?", text
    )
    if not found:
        return None
    return int(found[1]), _year(found[2])


def month_of(text: str) -> int | None:
    """Return the month of a typed day, or None."""
    found = _DAY.fullmatch(text)
    return _month(found) if found else None


def year_of(text: str) -> int | None:
    """Return the year of a typed day, or None."""
    found = _DAY.fullmatch(text)
    return _year(found["year"]) if found else None


def lacks_year(text: str) -> bool:
    """Return whether a text is a day without its year."""
    found = _DAY.fullmatch(text)
    return found is not None and not found["year"]


def day_in(text: str, since: date, year: int | None = None) -> date | None:
    """Return a typed day; None for a text that is no day.

    Args:
        text: Such as `11.1.`, `mo, 11. januar 2027`, `26/3/27` or `2026-11-30`.
        since: A missing year is that of the first such day from here on.
        year: The latest year it can be, where the end was typed with one.

    Raises:
        Declined: There is no such day.
    """
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    if iso:
        return _made(int(iso[1]), int(iso[2]), int(iso[3]))
    found = _DAY.fullmatch(text)
    if not found:
        return None
    month, day = _month(found), int(found["day"])
    named = _year(found["year"])
    if named:
        return _made(named, month, day)
    if year:
        # The end names the year; the beginning is the last such day before the end of it.
        return _made(year, month, day)
    return _made(since.year + ((month, day) < (since.month, since.day)), month, day)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_DAY = re.compile(
    rf"(?:{_WEEKDAY}\s*)?(?P<day>\d{{1,2}})(?:"
    rf"\.?\s*(?P<name>{_MONTH})|\s*\.\s*(?P<month>\d{{1,2}})\s*\.?|/(?P<slashed>\d{{1,2}})(?=/|$)/?"
    r")\s*(?P<year>\d{4}|\d{2})?"
)


def _month(found: re.Match[str]) -> int:
    name = found["name"]
    return _MONTH_KEYS[name[:3]] if name else int(found["month"] or found["slashed"])


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _made(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise Declined(
            Words(f"Den {month}. Monat gibt es nicht.", f"There is no month {month}."), "days"
        )
    if not 2000 <= year <= 2100:
        raise Declined(
            Words(f"Das Jahr {year} kann nicht stimmen.", f"The year {year} cannot be right."),
            "days",
        )
    if not _exists(year, month, day):
        name, last = MONTHS[month - 1].capitalize(), calendar.monthrange(year, month)[1]
        raise Declined(
            Words(
                f"Den {day}.{month}. gibt es nicht. Der {name} hat {last} Tage.",
                f"There is no {day}.{month}.; that month has {last} days.",
            ),
            "days",
        )
    return date(year, month, day)
