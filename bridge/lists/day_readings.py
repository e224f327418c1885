"""PURE. Readings of days, and what a day stands in. No I/O."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bridge.base.words import Words
from bridge.days.names import WEEKDAYS
from bridge.lists.typed_days import TypedDay
from bridge.lists.verdicts import NOTHING, AnswerChoice, Verdict

DayRole = Literal["from", "until", "past"]
"""Beginning, end, or a day that has been: of a return, a request, an answer."""


@dataclass(frozen=True)
class DayFrame:
    """Context of a day without its year.

    Args:
        base: Day of the list, from which years are counted.
        why: Source of that day.
        is_typed: True if the file tells days from texts.
        month_first: True if the column was proven to write 12/18/26.
        state: Federal state of the row.
        first: Beginning, where the end is read.
        is_request: True for a wish, which may begin today.
    """

    today: date
    base: date
    why: Words
    is_typed: bool = True
    month_first: bool = False
    state: str = ""
    first: date | None = None
    is_request: bool = False


@dataclass(frozen=True)
class DayReading:
    """Reading of a day in a cell.

    Args:
        day: The reading, or the proposal if there is a question; None for none.
        rest: Text beside the day.
        last: End of a span that stands in the same cell.
        is_open: True if the cell says that the day is not known.
    """

    verdict: Verdict
    day: date | None = None
    words: Words = NOTHING
    choices: tuple[AnswerChoice, ...] = ()
    rest: str = ""
    last: "DayReading | None" = None
    is_open: bool = False


def choice(day: date) -> AnswerChoice:
    """Return a day to choose."""
    return AnswerChoice(day.isoformat(), Words(german(day), german(day)))


def german(day: date) -> str:
    """Return a day as it is written here."""
    return day.strftime("%d.%m.%Y")


def taken(text: str, day: date | None, weekday: bool = False) -> Words:
    """Return the sentence that a text was taken as a day."""
    assert day is not None
    named = f"{WEEKDAYS[day.weekday()].de}, " if weekday else ""
    return Words(f"„{text}“ gelesen als {named}{german(day)}.", f"“{text}” taken as {german(day)}.")


def far(day: date, near: date, words: Words) -> DayReading:
    """Return the question about a day of a distant year, with the same day of a near one."""
    options = [
        date(year, day.month, min(day.day, 28) if day.month == 2 else day.day)
        for year in (near.year, near.year + 1)
    ]
    meant = next((one for one in options if one >= near), options[0])
    said = Words(
        f"„{german(day)}“: {words.de} Gemeint: {german(meant)}?",
        f"“{german(day)}”: {words.en} Meant: {german(meant)}?",
    )
    return DayReading("stop", meant, said, (choice(meant),))


def school_year(day: date) -> date:
    """Return the first of August of a day's school year."""
    return date(day.year if day.month >= 8 else day.year - 1, 8, 1)


def with_year(typed: TypedDay, role: DayRole, frame: DayFrame) -> date | None:
    """Return a day without its year in the year that makes sense; None if no year has it."""
    years = range(frame.base.year - 2, frame.base.year + 3)
    options = [day for year in years if (day := typed.in_year(year))]
    if role == "past":
        return max((day for day in options if day <= frame.today), default=None)
    if role == "until" and frame.first:
        return min((day for day in options if day >= frame.first), default=None)
    start = school_year(frame.base)
    return min((day for day in options if day >= start), default=None)
