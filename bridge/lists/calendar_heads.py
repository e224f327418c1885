"""PURE. Heads of calendars: which days each column stands for. No I/O."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bridge.lists import typed_days
from bridge.lists.day_readings import school_year
from bridge.lists.folding import fold
from bridge.lists.grid import ListRow, ListSheet

FEWEST_WEEKS = 3
A_WORKING_WEEK = timedelta(days=4)


@dataclass(frozen=True)
class CalendarHead:
    """Head of a calendar: index of its row, and the days of each column."""

    row: int
    spans: Mapping[int, tuple[date, date]]
    is_weeks: bool


def calendar_head(sheet: ListSheet, base: date) -> CalendarHead | None:
    """Return the head of a calendar, or None for another list."""
    for at, row in enumerate(sheet.rows[:12]):
        for spans, is_weeks in ((_weeks(row, base), True), (_days(row, base), False)):
            if len(spans) >= FEWEST_WEEKS:
                return CalendarHead(at, spans, is_weeks)
    for at, row in enumerate(sheet.rows[:12]):
        spans = _months(row, base)
        if len(spans) >= FEWEST_WEEKS:
            return CalendarHead(at, spans, False)
    return None


def _weeks(row: ListRow, base: date) -> dict[int, tuple[date, date]]:
    """Return the weeks of a row of `KW 36`, or of plain numbers that count behind `KW`."""
    found: dict[int, int] = {}
    years: dict[int, int] = {}
    is_labelled = any(fold(text) in ("kw", "woche", "kalenderwoche") for text in row.own().values())
    for column, text in row.own().items():
        weeks = typed_days.find_weeks(text)
        if len(weeks) == 1 and re.fullmatch(
            r"(?i)\W*(?:kw|kalenderwoche|woche|week|w)?\W*\d.*", text
        ):
            found[column] = weeks[0].week
            if weeks[0].year:
                years[column] = weeks[0].year
        elif is_labelled and re.fullmatch(r"\d{1,2}", text) and 1 <= int(text) <= 53:
            found[column] = int(text)
    if not found:
        return {}
    year = next(iter(years.values()), 0)
    start = school_year(base)
    first = found[min(found)]
    year = year or (start.year if first >= 30 else start.year + 1)
    spans: dict[int, tuple[date, date]] = {}
    before = 0
    for column, week in sorted(found.items()):
        year = years.get(column, year + (week < before))
        before = week
        monday = typed_days.monday_of(week, year)
        if monday:
            spans[column] = (monday, monday + A_WORKING_WEEK)
    return spans


def _days(row: ListRow, base: date) -> dict[int, tuple[date, date]]:
    """Return the days of a row of dates that go up: each column lasts until the next one begins."""
    found: dict[int, date] = {}
    for column, cell in enumerate(row.cells):
        if cell is None or cell.is_merged:
            continue
        day = cell.day
        typed = typed_days.find_days(cell.text) if day is None and cell.kind == "text" else []
        if day is None and len(typed) in (1, 2) and typed[0].exists:
            start = school_year(base)
            year = typed[0].year or start.year + (typed[0].month < start.month)
            day = typed[0].in_year(year)
        if day is None and cell.kind == "number":
            day = typed_days.excel_day(cell.text)
        if day:
            found[column] = day
    columns = sorted(found)
    days = [found[column] for column in columns]
    if days != sorted(set(days)) or len(days) < 4:
        return {}
    step = min((b - a for a, b in pairwise(days)), default=timedelta(days=7))
    ends = [*(one - timedelta(days=1) for one in days[1:]), days[-1] + step - timedelta(days=1)]
    return {
        column: (first, weekday_end(first, last))
        for column, first, last in zip(columns, days, ends, strict=True)
    }


def weekday_end(first: date, last: date) -> date:
    """Return the last weekday of a span."""
    while last > first and last.weekday() > 4:
        last -= timedelta(days=1)
    return last


def _months(row: ListRow, base: date) -> dict[int, tuple[date, date]]:
    """Return the months of a row; a calendar of months alone is read month by month."""
    start = school_year(base)
    spans: dict[int, tuple[date, date]] = {}
    for column, text in row.own().items():
        month = typed_days.find_month(text)
        if month is None or len(text) > 18 or re.search(r"^\d", text):
            continue
        year = month.year or start.year + (month.month < start.month)
        first = date(year, month.month, 1)
        following = date(year + month.month // 12, month.month % 12 + 1, 1)
        spans[column] = (first, weekday_end(first, following - timedelta(days=1)))
    return spans
