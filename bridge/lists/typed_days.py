"""PURE. Days as they are written in cells, without guessing what they mean. No I/O."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

EXCEL_ZERO = date(1899, 12, 30)
"""Day number 0 of a spreadsheet."""

EXCEL_FIRST, EXCEL_LAST = 36_526, 73_050
"""Day numbers of the years 2000 to 2099."""

_MONTHS = {
    **{"jan": 1, "jän": 1, "feb": 2, "mär": 3, "mar": 3, "mrz": 3, "mae": 3, "apr": 4, "mai": 5},
    **{"may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11},
    **{"dez": 12, "dec": 12},
}
_MONTH = (
    r"(?P<{name}>(?:jan|jän|feb|mär|maer|mar|mrz|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)"
    r"[a-zä]*)"
)
_YEAR = r"(?:\d{4}|'?\d{2}(?!\d))"
_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?(?:Uhr|[AP]M))?)?"

_ISO = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d){_TIME}"
)
_NAMED = re.compile(
    rf"(?i)(?<!\d)(?P<day>\d{{1,2}})\.?\s*{_MONTH.format(name='name')}\.?\s*(?P<year>{_YEAR})?{_TIME}"
)
_NAMED_FIRST = re.compile(
    rf"(?i)(?<![a-zä]){_MONTH.format(name='name')}\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?!\d){_TIME}"
)
_DOTTED = re.compile(
    rf"(?<![\d.])(?P<day>\d{{1,2}})\s?\.\s?(?P<month>\d{{1,2}})(?:\s?\.\s?(?P<year>{_YEAR})?)?(?!\d){_TIME}"
)
_SLASHED = re.compile(
    rf"(?<![\d/])(?P<day>\d{{1,2}})(?P<sign>[/-])(?P<month>\d{{1,2}})(?P=sign)(?P<year>{_YEAR})(?![\d/]){_TIME}"
)
_MONTH_ALONE = re.compile(
    rf"(?i)(?:(?P<part>anfang|mitte|ende|start)\s+)?{_MONTH.format(name='name')}\b\.?\s*(?P<year>{_YEAR})?"
)
_WEEK = re.compile(
    r"(?i)\b(?:kw|kalenderwoche|woche|week)\.?\s*(?P<week>\d{1,2})(?!\d)(?:\s*[/.-]?\s*(?P<year>20\d\d|\d\d(?!\d)))?"
    r"|\b(?P<before>\d{1,2})\.\s*(?:kw|kalenderwoche)\b(?:\s*[/.-]?\s*(?P<year2>20\d\d))?"
)


@dataclass(frozen=True)
class TypedDay:
    """Day, month and year as they stand there.

    Args:
        year: None if it is missing.
        start: Where it begins in the text; `end` is behind its last letter.
        is_slashed: Whether day and month could be the other way round.
    """

    day: int
    month: int
    year: int | None
    start: int
    end: int
    is_slashed: bool = False
    is_iso: bool = False

    @property
    def exists(self) -> bool:
        """Return whether the calendar has this day, in some year if it has none."""
        if not 1 <= self.month <= 12:
            return False
        return 1 <= self.day <= calendar.monthrange(self.year or 2024, self.month)[1]

    def in_year(self, year: int) -> date | None:
        """Return the day in a year, or None if that year does not have it."""
        if not 1 <= self.month <= 12 or not 1 <= year <= 9999:
            return None
        if not 1 <= self.day <= calendar.monthrange(year, self.month)[1]:
            return None
        return date(year, self.month, self.day)


def find_days(text: str, month_first: bool = False) -> list[TypedDay]:
    """Return the days in a text, in their order."""
    found: list[TypedDay] = []
    free = text
    for pattern in (_ISO, _SLASHED, _NAMED_FIRST, _NAMED, _DOTTED):
        for match in pattern.finditer(free):
            found.append(_typed(match, month_first))  # noqa: PERF401 - the text changes below
        free = pattern.sub(lambda match: " " * len(match[0]), free)
    return sorted(found, key=lambda one: one.start)


def _typed(match: re.Match[str], month_first: bool) -> TypedDay:
    groups = match.groupdict()
    name, sign = groups.get("name"), groups.get("sign")
    day = int(groups["day"])
    month = _MONTHS[name[:3].lower()] if name else int(groups["month"])
    slashed = sign == "/"
    if slashed and month_first:
        day, month = month, day
    year = year_of(groups.get("year"))
    return TypedDay(day, month, year, match.start(), match.end(), slashed, match.re is _ISO)


def year_of(text: str | None) -> int | None:
    """Return a year; two figures are of this century."""
    if not text:
        return None
    figures = text.strip("'")
    return int(figures) if len(figures) == 4 else 2000 + int(figures)


def proves_month_first(text: str) -> bool:
    """Return whether a day can only be read with its month first, such as 12/18/26."""
    found = _SLASHED.search(text)
    return bool(found and found["sign"] == "/" and int(found["month"]) > 12 >= int(found["day"]))


def proves_day_first(text: str) -> bool:
    """Return whether a day can only be read with its day first, such as 26/3/27."""
    found = _SLASHED.search(text)
    return bool(found and found["sign"] == "/" and int(found["day"]) > 12)


@dataclass(frozen=True)
class TypedMonth:
    """A month without a day: `Mitte Dezember`, `Nov.`."""

    part: str
    month: int
    year: int | None


def find_month(text: str) -> TypedMonth | None:
    """Return the month that a text names without a day, or None."""
    match = _MONTH_ALONE.search(text)
    if not match or (match.start() and text[match.start() - 1].isalpha()):
        return None
    rest = match["name"].lower()
    if not any(full.startswith(rest) for full in _FULL):
        return None
    return TypedMonth((match["part"] or "").lower(), _MONTHS[rest[:3]], year_of(match["year"]))


_FULL = (
    *("januar", "jänner", "jaenner", "februar", "feber", "märz", "maerz", "mrz", "april", "mai"),
    *("juni", "juno", "juli", "august", "september", "oktober", "november", "dezember"),
    *("january", "february", "march", "may", "june", "july", "october", "december", "dec", "oct"),
)


@dataclass(frozen=True)
class TypedWeek:
    """A calendar week, and its year if it is named."""

    week: int
    year: int | None
    start: int
    end: int


def find_weeks(text: str) -> list[TypedWeek]:
    """Return the calendar weeks in a text, in their order."""
    return [
        TypedWeek(
            int(one["week"] or one["before"]),
            year_of(one["year"] or one["year2"]),
            one.start(),
            one.end(),
        )
        for one in _WEEK.finditer(text)
    ]


def monday_of(week: int, year: int) -> date | None:
    """Return the first day of a calendar week; None if the year has no such week."""
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def excel_day(text: str) -> date | None:
    """Return the day behind a number of a spreadsheet, or None."""
    if not re.fullmatch(r"\d{5}", text) or not EXCEL_FIRST <= int(text) <= EXCEL_LAST:
        return None
    return EXCEL_ZERO + timedelta(days=int(text))


_LENGTH = re.compile(
    r"(?i)(?P<number>\d{1,3}(?:[.,]5)?|1/2|½|halbes|halbe|ein(?:e|en)?|zwei|drei|vier|f(?:ü|ue)nf|sechs|acht|zehn"
    r"|zw(?:ö|oe)lf|\d)\s*(?:-|bis|–)?\s*(?:\d{1,3})?\s*"
    r"(?P<unit>wochen|woche|wo\b|wch|w\b|monate?n?|mon\b|m\b|schuljahre?|halbjahre?|hj\b|jahre?|tage?n?|weeks?|months?)"
)
_NUMBERS = {
    **{"1/2": 0.5, "½": 0.5, "halbes": 0.5, "halbe": 0.5, "ein": 1, "eine": 1, "einen": 1},
    **{"zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "fuenf": 5, "sechs": 6, "acht": 8, "zehn": 10},
    **{"zwölf": 12, "zwoelf": 12},
}
_WEEKS_OF = {"w": 1.0, "m": 52 / 12, "j": 52.0, "s": 40.0, "h": 26.0, "t": 1 / 7}


def weeks_of(text: str) -> int | None:
    """Return how many weeks a text names, such as `10 Wo.` or `1/2 Jahr`; None for none."""
    match = _LENGTH.search(text)
    if not match:
        return None
    number = match["number"].lower()
    count = _NUMBERS.get(number) or float(number.replace(",", "."))
    return max(1, round(count * _WEEKS_OF[match["unit"][0].lower()]))
