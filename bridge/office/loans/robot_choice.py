"""PURE. Robots to choose from for a loan: the best first, and why another one cannot. No I/O."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bridge.base.words import Words
from bridge.days.typed import Span
from bridge.days.zone import span_words, written
from bridge.lending.matching import Days, Offered, Proposal, Wish, proposals
from bridge.lending.towns import TownPlace, find_place
from bridge.office.loans.calendar_rows import RobotsDays
from bridge.register.loan_views import LoanView
from bridge.register.robot_days import LentRobot
from bridge.register.schools import SchoolRecord

SHOWN_FREE = 6
SHOWN_TAKEN = 3

NOWHERE = Words("", "")


@dataclass(frozen=True)
class RobotChoice:
    """One robot to choose.

    Args:
        about: Where it is and until when it is free, or why it cannot go.
        beside: How far it is away.
        may: Whether it is free on every day.
    """

    robot_id: str
    name: str
    about: Words
    beside: Words
    may: bool


def place_of_school(school: SchoolRecord | None) -> TownPlace | None:
    """Return where a school is, as far as towns are known."""
    if school is None:
        return None
    return find_place(
        f"{school.name}, {school.town}" if school.town else school.name, school.postcode
    )


def choices(
    days: RobotsDays,
    span: Span,
    school: SchoolRecord | None,
    state: str,
    today: date,
    without: str = "",
) -> list[RobotChoice]:
    """Return the robots that fit first, then a few that would be free later.

    Args:
        span: Wanted days.
        state: Federal state of the school.
        without: Robot that is left out.
    """
    lent = {one.robot_id: one for one in days.loans if _is_out(one, today)}
    taken_days = _taken_days(days, today)
    offered = [
        _offered(robot, taken_days[robot.id], lent.get(robot.id))
        for robot in days.robots
        if robot.id != without and robot.workshop_since is None
    ]
    wish = Wish(Days(span.first, span.last), state, place_of_school(school))
    found = proposals(wish, offered)
    free = [one for one in found if one.late_days == 0]
    taken = [one for one in found if one.late_days > 0]
    return [
        *(_free(one, lent.get(one.offered.robot_id), span) for one in free[:SHOWN_FREE]),
        *(_taken(one, span) for one in taken[:SHOWN_TAKEN]),
    ]


def _is_out(loan: LoanView, today: date) -> bool:
    days = loan.taken(today)
    return days is not None and days[0] <= today <= days[1]


def _taken_days(days: RobotsDays, today: date) -> dict[str, list[Days]]:
    """Return the days that are taken or pencilled in, by robot."""
    found: dict[str, list[Days]] = defaultdict(list)
    for loan in days.loans:
        span = loan.taken(today)
        if span is not None:
            found[loan.robot_id].append(Days(*span, loan.school_name))
    for note in days.pencilled:
        found[note.robot_id].append(Days(note.first, note.last, note.school_name, firm=False))
    return found


def _offered(robot: LentRobot, taken: list[Days], out: LoanView | None) -> Offered:
    """Return a robot with its days; one that is lent is where its school is."""
    where = out.school_town if out is not None and out.school_town else robot.home
    return Offered(
        robot.id,
        robot.name,
        robot.home,
        find_place(where) if where else None,
        tuple(taken),
        "check" if robot.check_since is not None else None,
        robot.check_note,
    )


def _free(one: Proposal, out: LoanView | None, span: Span) -> RobotChoice:
    offered = one.offered
    if out is not None:
        at = f" aus {out.school_town}" if out.school_town else ""
        at_en = f" from {out.school_town}" if out.school_town else ""
        last = written(out.last)
        late = out.state == "overdue"
        parts = [
            Words(f"sollte seit {last}{at} zurück sein", f"should be back{at_en} since {last}")
            if late
            else Words(f"kommt am {last}{at} zurück", f"comes back{at_en} on {last}")
        ]
    else:
        home = offered.home or "Lager"
        parts = [Words(home, offered.home or "in store")]
    after = min(
        (day.first for day in one.taken if day.firm and day.first > span.last), default=None
    )
    if after is not None:
        parts.append(Words(f"frei bis {written(after)}", f"free until {written(after)}"))
    elif out is None:
        parts.append(Words("frei", "free"))
    if one.pencilled:
        parts.append(Words("vorgemerkt für andere", "pencilled in for others"))
    if offered.hurdle == "check":
        why = f": {offered.why}" if offered.why else ""
        parts.append(Words(f"noch prüfen{why}", f"to be checked{why}"))
    about = Words(" · ".join(part.de for part in parts), " · ".join(part.en for part in parts))
    return RobotChoice(offered.robot_id, offered.name, about, _far(one), True)


def _taken(one: Proposal, span: Span) -> RobotChoice:
    block = next(day for day in one.taken if day.firm and day.touches(Days(span.first, span.last)))
    at = f" bei {block.label}" if block.label else " verliehen"
    at_en = f" at {block.label}" if block.label else " lent"
    said = span_words(block.first, block.last)
    about = Words(
        f"geht nicht: {said.de}{at}, frei ab {written(one.span.first)}",
        f"not possible: {said.en}{at_en}, free from {written(one.span.first)}",
    )
    return RobotChoice(one.offered.robot_id, one.offered.name, about, NOWHERE, False)


def _far(one: Proposal) -> Words:
    if one.km is None:
        return NOWHERE
    if one.km == 0:
        return Words("am Ort", "in town")
    return Words(f"{one.km} km", f"{one.km} km")


def nearest(found: Iterable[RobotChoice]) -> str:
    """Return the robot that is chosen for somebody who has not chosen; empty for none."""
    return next((one.robot_id for one in found if one.may), "")
