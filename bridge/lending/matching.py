"""PURE. Robots that fit a wish: proposals in the order in which staff read them. No I/O.

Free for the whole time comes first, then the same federal state (the same papers), then the nearer
one, then whoever comes free soonest. A robot that has to be checked first comes last. Nothing is
assigned here; people decide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, NamedTuple

from bridge.lending.towns import TownPlace, distance_km

Hurdle = Literal["check", "workshop"]

HORIZON_DAYS = 400
"""A robot that is not free within this time is not proposed."""

FAR_KM = 10_000
"""Order of a robot whose place is not known: after all others."""

A_DAY = timedelta(days=1)


class Days(NamedTuple):
    """Days from the first to the last, both included.

    Args:
        label: What they are taken by, in the words of the office; empty for free ones.
        firm: Whether they are taken for sure, and not pencilled in alone.
    """

    first: date
    last: date
    label: str = ""
    firm: bool = True

    def touches(self, other: "Days") -> bool:
        """Return whether both share a day."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class Offered:
    """A robot that could be lent.

    Args:
        home: Where it stands between loans, as it was typed.
        place: Where that is; None if it is not known.
        taken: Days on which it is lent, reserved or pencilled in.
        hurdle: What has to be done first.
        why: What is missing, in the words of whoever noted it.
    """

    robot_id: str
    name: str
    home: str
    place: TownPlace | None
    taken: tuple[Days, ...] = ()
    hurdle: Hurdle | None = None
    why: str = ""


@dataclass(frozen=True)
class Wish:
    """Days and place that a request asks for, as far as they are known."""

    span: Days
    state: str
    place: TownPlace | None


@dataclass(frozen=True)
class Proposal:
    """One robot for one wish.

    Args:
        span: Days on which it would be lent; as long as wished, or up to the next loan.
        late_days: How much later than wished it begins.
        pencilled: Whether somebody has pencilled it in for some of these days.
        km: Straight line to its home; None if either place is not known.
    """

    offered: Offered
    span: Days
    late_days: int
    same_state: bool
    km: int | None
    pencilled: bool = False
    taken: tuple[Days, ...] = field(default=(), repr=False)

    @property
    def is_whole(self) -> bool:
        """Return whether it is free for the whole time, and nothing has to be done first."""
        return self.late_days == 0 and self.offered.hurdle is None


def proposals(wish: Wish, robots: Iterable[Offered], most: int = 0) -> list[Proposal]:
    """Return the robots that could go, the best first.

    Args:
        most: Largest number; 0 for all.
    """
    found = [one for one in (_proposal(wish, robot) for robot in robots) if one is not None]
    found.sort(key=_order)
    return found[:most] if most else found


def free_from(taken: Sequence[Days], wished: Days) -> date | None:
    """Return the first day from which a robot is free for as long as wished, or None.

    Days that are only pencilled in take nothing away.
    """
    length = wished.last - wished.first
    begin = wished.first
    for one in sorted(day for day in taken if day.firm):
        if one.last < begin:
            continue
        if one.first > begin + length:
            break
        begin = one.last + A_DAY
    return begin if (begin - wished.first).days <= HORIZON_DAYS else None


def _proposal(wish: Wish, robot: Offered) -> Proposal | None:
    begin = free_from(robot.taken, wish.span)
    if begin is None:
        return None
    span = Days(begin, begin + (wish.span.last - wish.span.first))
    home = robot.place
    km = distance_km(home, wish.place) if home is not None and wish.place is not None else None
    return Proposal(
        robot,
        span,
        (begin - wish.span.first).days,
        bool(wish.state) and home is not None and home.state == wish.state,
        km,
        any(one.touches(span) for one in robot.taken if not one.firm),
        tuple(sorted(robot.taken)),
    )


def _order(one: Proposal) -> tuple[object, ...]:
    far = FAR_KM if one.km is None else one.km
    by_place = (not one.same_state, far, one.offered.name.casefold(), one.offered.robot_id)
    if one.offered.hurdle is not None:
        return (2, one.offered.hurdle == "workshop", one.late_days, *by_place)
    if one.late_days:
        return (1, one.late_days, *by_place)
    return (0, one.pencilled, *by_place)
