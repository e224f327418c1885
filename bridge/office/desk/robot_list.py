"""PURE. The list of robots: which are shown, in which order, and how many there are. No I/O."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from bridge.base.words import Words
from bridge.lending.towns import fold
from bridge.office.desk.north import state_of
from bridge.office.desk.robot_state import ROBOT_STATES, DeskRobot
from bridge.office.frame.saying import day, weekday

Shown = Literal["all", "needs", "lesson", "free", "workshop", "scrapped"]
SHOWN: tuple[Shown, ...] = get_args(Shown)
SHOWN_WORDS: Mapping[Shown, Words] = {
    "all": Words("Alle", "All"),
    "needs": Words("Braucht etwas", "Needs something"),
    "lesson": Words("Im Unterricht", "In a lesson"),
    "free": Words("Frei", "Free"),
    "workshop": Words("Werkstatt", "Workshop"),
    "scrapped": Words("Ausgemustert", "Out of use"),
}
Order = Literal["name", "state", "place", "until", "battery", "seen", "lesson"]
ORDERS: tuple[Order, ...] = get_args(Order)

PAGE = 50
"""Rows of one page."""

STATES = ("HH", "SH", "NI", "MV")


@dataclass(frozen=True)
class RobotEntry:
    """One row of the list.

    Args:
        place: School, workshop or home.
        until: Last day of the loan that has it.
    """

    robot: DeskRobot
    state: str
    place: Words
    town: str
    until: date | None
    note: Words


@dataclass(frozen=True)
class RobotFilter:
    """Filters of the list.

    Args:
        free: First and last day on which a robot must be free.
    """

    show: Shown = "all"
    state: str = ""
    text: str = ""
    free: tuple[date, date] | None = None


def row_of_robot(robot: DeskRobot, today: date) -> RobotEntry:
    """Return the row of a robot."""
    place, town = _place(robot)
    loan = robot.kept.loan
    until = loan.last if loan else None
    return RobotEntry(robot, state_of(robot), place, town, until, note_of(robot, today))


def _place(robot: DeskRobot) -> tuple[Words, str]:
    kept = robot.kept
    if kept.workshop_since is not None:
        return Words("Werkstatt", "Workshop"), kept.home
    if kept.loan is not None:
        school = kept.loan.school or kept.loan.class_name
        unknown = Words("Schule unbekannt", "school unknown")
        return Words(school, school) if school else unknown, kept.loan.town
    home = kept.home
    return (Words(home, home) if home else Words("Büro", "Office")), ""


def note_of(robot: DeskRobot, today: date) -> Words:
    """Return what is to be known of a robot in few words: a note, else what comes next."""
    kept, loan = robot.kept, robot.kept.loan
    for written in (kept.workshop_note, kept.check_note, kept.note):
        if written:
            return Words(written, written)
    if loan is not None and 0 <= (loan.last - today).days <= 6:
        name = weekday(loan.last)
        return Words(f"endet {name.de}", f"ends {name.en}")
    if loan is None and robot.state == "free" and kept.following is not None:
        first = day(kept.following.first, False)
        return Words(f"ab {first} reserviert", f"reserved from {first}")
    coming = loan if loan is not None and loan.open_ticks else kept.following
    if coming is not None and coming.open_ticks:
        count = coming.open_ticks
        if count == 1:
            return Words("1 Häkchen fehlt", "1 tick is missing")
        return Words(f"{count} Häkchen fehlen", f"{count} ticks are missing")
    return Words("", "")


def is_free(robot: DeskRobot, first: date, last: date) -> bool:
    """Return whether a robot can be lent on all of these days."""
    kept = robot.kept
    if kept.workshop_since is not None or kept.scrapped_at is not None:
        return False
    late = [one for one in kept.loans if one.state == "overdue"]
    taken = any(one.first <= last and one.last >= first for one in kept.loans)
    return not late and not taken


_SHOWS: Mapping[Shown, Callable[[DeskRobot], bool]] = {
    "all": lambda robot: robot.state != "scrapped",
    "needs": lambda robot: robot.needs,
    "lesson": lambda robot: robot.live.state == "lesson",
    "free": lambda robot: robot.state == "free",
    "workshop": lambda robot: robot.state == "workshop",
    "scrapped": lambda robot: robot.state == "scrapped",
}


def chosen(rows: Iterable[RobotEntry], wanted: RobotFilter) -> list[RobotEntry]:
    """Return the rows that a filter lets through."""
    words = fold(wanted.text).split()
    return [
        row
        for row in rows
        if _SHOWS[wanted.show](row.robot)
        and (not wanted.state or row.state == wanted.state)
        and (wanted.free is None or is_free(row.robot, *wanted.free))
        and (not words or _holds(row, words))
    ]


def _holds(row: RobotEntry, words: Sequence[str]) -> bool:
    kept = row.robot.kept
    parts = (kept.name, kept.id, row.place.de, row.town, kept.note, row.note.de, kept.home)
    text = fold(" ".join(parts))
    return all(word in text for word in words)


def counts(rows: Sequence[RobotEntry], wanted: RobotFilter) -> dict[Shown, int]:
    """Return how many rows each choice shows, with everything else of the filter."""
    others = chosen(rows, RobotFilter("all", wanted.state, wanted.text, wanted.free))
    gone = chosen(rows, RobotFilter("scrapped", wanted.state, wanted.text))
    found = {one: sum(_SHOWS[one](row.robot) for row in others) for one in SHOWN}
    return found | {"scrapped": len(gone)}


@dataclass(frozen=True)
class StateCount:
    """Robots of one federal state."""

    state: str
    robots: int
    free: int
    needs: int


def by_state(rows: Sequence[RobotEntry]) -> list[StateCount]:
    """Return the robots of each federal state, and of none, as far as there are any."""
    found = []
    for state in (*STATES, ""):
        here = [
            row.robot
            for row in rows
            if row.state == state or (not state and row.state not in STATES)
        ]
        if here or state:
            free = sum(_SHOWS["free"](robot) for robot in here)
            found.append(StateCount(state, len(here), free, sum(one.needs for one in here)))
    return found


def ordered(rows: Iterable[RobotEntry], order: Order, backwards: bool) -> list[RobotEntry]:
    """Return the rows in order; those of which nothing is known come last."""
    keys: Mapping[Order, Callable[[RobotEntry], Any]] = {
        "name": lambda row: fold(row.robot.name),
        "state": lambda row: ROBOT_STATES.index(row.robot.state),
        "place": lambda row: (fold(row.place.de), fold(row.town)),
        "until": lambda row: row.until,
        "battery": lambda row: row.robot.battery,
        "seen": lambda row: row.robot.live.seen_at,
        "lesson": lambda row: row.robot.live.lesson_at,
    }
    key = keys[order]
    usual = sorted(rows, key=lambda row: row.robot.id)
    known = [row for row in usual if key(row) is not None]
    unknown = [row for row in usual if key(row) is None]
    return sorted(known, key=key, reverse=backwards) + unknown
