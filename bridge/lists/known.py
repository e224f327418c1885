"""PURE. Knowledge of the office while it reads a list. No I/O."""

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bridge.lists.verdicts import LoanStatus, SchoolEntry


@dataclass(frozen=True)
class KnownLoan:
    """A loan of the office.

    Args:
        last: The day it was returned, if it was.
    """

    id: int
    robot_id: str
    first: date
    last: date
    school: str
    child: str
    class_name: str
    status: LoanStatus


@dataclass(frozen=True)
class KnownRequest:
    """A request of the office."""

    id: int
    asked: date
    school: str
    class_name: str


@dataclass(frozen=True)
class OfficeKnows:
    """Robots by id with their names, schools, loans and requests of the office, and today."""

    today: date
    robots: Mapping[str, str]
    schools: tuple[SchoolEntry, ...] = ()
    loans: tuple[KnownLoan, ...] = ()
    requests: tuple[KnownRequest, ...] = ()


@dataclass(frozen=True)
class TakenSpan:
    """Days of a robot that are taken, and by whom.

    Args:
        row: Row of the list; 0 for a loan of the office.
        who: Name of the robot in that row, or the school of the office's loan.
    """

    first: date
    last: date
    row: int
    who: str


@dataclass
class TakenDays:
    """Days that are taken, by robot; spans of one robot share none."""

    _spans: dict[str, list[TakenSpan]] = field(default_factory=dict)

    def clash(self, robot_id: str, first: date, last: date) -> TakenSpan | None:
        """Return a span that shares a day with this one, or None."""
        spans = self._spans.get(robot_id, [])
        at = bisect.bisect_right(spans, last, key=lambda one: one.first)
        before = spans[at - 1] if at else None
        return before if before and before.last >= first else None

    def take(self, robot_id: str, span: TakenSpan) -> None:
        """Note that days are taken, unless another span holds one of them."""
        if self.clash(robot_id, span.first, span.last) is None:
            spans = self._spans.setdefault(robot_id, [])
            bisect.insort(spans, span, key=lambda one: one.first)
