"""PURE. School days, school holidays and public holidays by federal state. No I/O.

The days come from the package `holidays`. Outside the years that it knows, and without a federal
state, every weekday counts as a school day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from holidays.countries.germany import Germany

from bridge.base.words import Words
from bridge.days.zone import days_of

FederalState = Literal["HH", "SH", "NI", "MV"]
FEDERAL_STATES: tuple[FederalState, ...] = get_args(FederalState)

STATE_NAMES: dict[str, Words] = {
    "HH": Words("Hamburg", "Hamburg"),
    "SH": Words("Schleswig-Holstein", "Schleswig-Holstein"),
    "NI": Words("Niedersachsen", "Lower Saxony"),
    "MV": Words("Mecklenburg-Vorpommern", "Mecklenburg-Western Pomerania"),
}

SATURDAY = 5
A_YEAR = timedelta(days=400)


@dataclass(frozen=True)
class Break:
    """School holidays: one stretch of days without lessons, both ends included."""

    name: str
    first: date
    last: date


@lru_cache(maxsize=64)
def _school_holidays(state: str, year: int) -> dict[date, str]:
    found = Germany(subdiv=state, years=year, categories=("school",), language="de")
    return {day: str(name) for day, name in found.items()}


@lru_cache(maxsize=64)
def _public_holidays(state: str, year: int) -> dict[date, str]:
    found = Germany(subdiv=state, years=year, categories=("public",), language="de")
    return {day: str(name) for day, name in found.items()}


def is_holiday(day: date, state: str) -> bool:
    """Return whether schools of a federal state are closed, other than for a weekend."""
    return bool(holiday_name(day, state))


def holiday_name(day: date, state: str) -> str:
    """Return the German name of the holidays of a day; empty for none or an unknown state."""
    if state not in FEDERAL_STATES:
        return ""
    found = _school_holidays(state, day.year).get(day)
    return found or _public_holidays(state, day.year).get(day, "")


def is_school_day(day: date, state: str) -> bool:
    """Return whether there are lessons."""
    return day.weekday() < SATURDAY and not is_holiday(day, state)


def last_school_day(until: date, state: str) -> date:
    """Return the last school day up to a day, itself included."""
    return next(
        day
        for day in (until - timedelta(days=back) for back in range(A_YEAR.days))
        if is_school_day(day, state)
    )


def next_school_day(since: date, state: str) -> date:
    """Return the first school day from a day on, itself included."""
    return next(day for day in days_of(since, since + A_YEAR) if is_school_day(day, state))


def school_days(first: date, last: date, state: str) -> int:
    """Return the number of school days of a span, both ends included."""
    return sum(is_school_day(day, state) for day in days_of(first, last))


def breaks(state: str, first: date, last: date) -> list[Break]:
    """Return the school holidays that touch a span, each whole, in order."""
    if state not in FEDERAL_STATES:
        return []
    found: dict[date, str] = {}
    for year in range(first.year - 1, last.year + 2):
        found.update(_school_holidays(state, year))
    return [one for one in _stretches(found.items()) if one.first <= last and one.last >= first]


def _stretches(days: Iterable[tuple[date, str]]) -> list[Break]:
    """Join days of one name; a weekend or a public holiday between them does not part them."""
    made: list[Break] = []
    for day, name in sorted(days):
        before = made[-1] if made else None
        if before and before.name == name and (day - before.last).days <= BRIDGED_DAYS:
            made[-1] = Break(name, before.first, day)
        else:
            made.append(Break(name, day, day))
    return made


BRIDGED_DAYS = 5
"""Easter and Christmas lie between days of the same holidays: at most four days."""
