"""PURE. The report of a year by federal state: sums, and never a child. No I/O.

A number below three says too much about single children: it is not told, nor are the days and
minutes beside it. The last line then counts only what is told above it, so that nobody finds the
rest by subtraction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

FEWEST = 3
"""Smallest number that is told."""

ORDER = ("HH", "SH", "NI", "MV", "")


@dataclass(frozen=True)
class LentFacts:
    """Facts of a loan that are kept for good: no child, no class.

    Args:
        state: Federal state; empty if nobody knows it.
        last: Its last day, or the day on which the robot was back.
        minutes: Minutes in class over the whole loan; they count in the year in which it ended.
        is_over: True if the robot is back.
    """

    robot_id: str
    state: str
    school: int | str | None
    first: date
    last: date
    minutes: int
    is_over: bool


@dataclass(frozen=True)
class YearLine:
    """Sums of one federal state; `state` is `all` for the last line.

    Args:
        is_few: Whether there were so few loans that days and minutes are not told.
    """

    state: str
    loans: int
    robots: int
    schools: int
    days: int
    minutes: int
    is_few: bool = False

    def told(self) -> tuple[str, ...]:
        """Return loans, robots, schools, days and minutes as they are told."""
        hidden = ("–", "–") if self.is_few else (str(self.days), str(self.minutes))
        return (_few(self.loans), _few(self.robots), _few(self.schools), *hidden)


def _few(number: int) -> str:
    return "unter 3" if 0 < number < FEWEST else str(number)


def year_report(facts: Iterable[LentFacts], year: int, today: date) -> list[YearLine]:
    """Return a line for each federal state, and one for all of them.

    Args:
        facts: Loans that were not cancelled.
        year: Calendar year; days after today do not count.
    """
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    inside = [one for one in facts if one.first <= last and one.last >= first]
    lines = [
        _line(state, [one for one in inside if one.state == state], first, last) for state in ORDER
    ]
    shown = [line for line in lines if line.state or line.loans]
    told = {line.state for line in shown if not line.is_few}
    everything = _line("all", [one for one in inside if one.state in told], first, last)
    return [*shown, everything]


def _line(state: str, facts: Sequence[LentFacts], first: date, last: date) -> YearLine:
    days = sum((min(one.last, last) - max(one.first, first)).days + 1 for one in facts)
    minutes = sum(one.minutes for one in facts if _counts_here(one, first, last))
    return YearLine(
        state,
        len(facts),
        len({one.robot_id for one in facts}),
        len({one.school for one in facts if one.school is not None}),
        days,
        minutes,
        is_few=0 < len(facts) < FEWEST,
    )


def _counts_here(one: LentFacts, first: date, last: date) -> bool:
    return first <= one.last <= last or (not one.is_over and one.last > last)
