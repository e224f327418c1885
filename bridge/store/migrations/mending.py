"""PURE. Repair of rows that violate the constraints of step 0002. No I/O.

Each repair gives the rows that would exist if the rule had held from the start.

- Two robots with one key: the second would have been refused. The robot that is lent, or lent
  longest, keeps the key; between equals the older one does.
- Two loans of a robot share a day: only an extension (`loan end --on`) could cause that, and it
  would have been refused. The loan that begins first ends on the day before the next begins.
- Two loans begin on one day, written by two processes at once. The later one would have been
  refused, so it is closed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


@dataclass(frozen=True)
class OldRobot:
    """Robot of step 0001, with the last day of its last loan if it was ever lent."""

    id: str
    public_key: str
    created: int
    lent_until: date | None


@dataclass(frozen=True)
class OldLoan:
    """Loan of step 0001, without the child."""

    id: int
    robot_id: str
    from_date: date
    until_date: date


@dataclass(frozen=True)
class Cut:
    """Loan that has to be shortened or closed for another one."""

    loan: OldLoan
    other: OldLoan
    until_date: date | None
    """New last day; None closes the loan."""


def without_key(robots: Iterable[OldRobot]) -> Iterator[tuple[OldRobot, OldRobot]]:
    """Yield each robot that loses its key, with the one that keeps it."""
    by_key: dict[str, list[OldRobot]] = defaultdict(list)
    for robot in robots:
        by_key[robot.public_key].append(robot)
    for sharing in by_key.values():
        sharing.sort(key=lambda one: (one.created, one.id))
        keeper = max(sharing, key=lambda one: one.lent_until or date.min)
        yield from ((robot, keeper) for robot in sharing if robot is not keeper)


def cuts(loans: Iterable[OldLoan]) -> Iterator[Cut]:
    """Yield each loan to shorten or close, so that no two of a robot share a day."""
    by_robot: dict[str, dict[date, OldLoan]] = defaultdict(dict)
    for loan in sorted(loans, key=lambda one: one.id):
        kept = by_robot[loan.robot_id].setdefault(loan.from_date, loan)
        if kept is not loan:
            yield Cut(loan, kept, None)
    for starts in by_robot.values():
        in_order = [starts[first] for first in sorted(starts)]
        for loan, following in pairwise(in_order):
            if loan.until_date >= following.from_date:
                yield Cut(loan, following, following.from_date - timedelta(days=1))
