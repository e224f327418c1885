"""PURE. Loans, notes in pencil and times in the workshop as rows of the calendar. No I/O."""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bridge.base.words import Words
from bridge.days.school_days import FEDERAL_STATES, STATE_NAMES, breaks
from bridge.days.zone import span_words
from bridge.lending.life import OVER, STATE_WORDS
from bridge.lending.towns import TownPlace, find_place
from bridge.office.loans.timeline import CalendarBar, CalendarView, StateGroup, group, row
from bridge.register.loan_views import LoanView
from bridge.register.pencilled import Pencilled
from bridge.register.robot_days import LentRobot

NO_STATE = ""
GROUP_NAMES: dict[str, Words] = STATE_NAMES | {
    NO_STATE: Words("Noch ohne Ort", "No place yet"),
}


ORDER = (*FEDERAL_STATES, NO_STATE)
EVERY_ROW = slice(None)


class RobotsDays(NamedTuple):
    """Everything that fills the days of the robots.

    Args:
        loans: Those that touch the days that are shown.
    """

    robots: Sequence[LentRobot]
    loans: Sequence[LoanView]
    pencilled: Sequence[Pencilled] = ()


def groups(
    shown: CalendarView,
    days: RobotsDays,
    today: date,
    may_move: bool,
    wanted: str = "",
    page: slice = EVERY_ROW,
) -> tuple[list[StateGroup], int]:
    """Return the rows of the calendar by federal state, and how many there are on all pages.

    Args:
        shown: Days that are shown.
        days: What fills them.
        may_move: Whether whoever looks may change days.
        wanted: Federal state whose robots are shown alone; empty for all.
        page: Rows that are made; the others would only take time.
    """
    lent = _by_robot(days.loans)
    noted: dict[str, list[Pencilled]] = defaultdict(list)
    for one in days.pencilled:
        noted[one.robot_id].append(one)
    placed = [(place_of(robot, lent.get(robot.id, []), today), robot) for robot in days.robots]
    found = [one for one in placed if wanted in ("", one[0])]
    # Sorting keeps the order of the robots within a state.
    found.sort(key=lambda one: ORDER.index(one[0]))
    rows = defaultdict(list)
    for state, robot in found[page]:
        bars = [loan_bar(one, today, may_move) for one in lent.get(robot.id, [])]
        bars += [pencil_bar(one) for one in noted[robot.id]]
        bars += workshop_bars(robot, today)
        rows[state].append(row(shown, robot.id, robot.name, bars))
    made = [
        group(
            shown,
            state,
            rows[state],
            ((one.first, one.last) for one in breaks(state, shown.first, shown.last)),
        )
        for state in ORDER
        if rows[state]
    ]
    return made, len(found)


def free_robots(days: RobotsDays, today: date) -> list[LentRobot]:
    """Return the robots that stand nowhere today and are not in the workshop."""
    taken = {
        one.robot_id
        for one in days.loans
        if (span := one.taken(today)) is not None and span[0] <= today <= span[1]
    }
    return [one for one in days.robots if one.id not in taken and one.workshop_since is None]


def place_of(robot: LentRobot, mine: Iterable[LoanView], today: date) -> str:
    """Return the federal state where a robot stands: of its loan now, else of its home."""
    now = [one for one in mine if (t := one.taken(today)) is not None and t[0] <= today <= t[1]]
    if now and now[0].federal_state:
        return now[0].federal_state
    home = _home(robot.home)
    if home is not None and home.state in FEDERAL_STATES:
        return home.state
    if home is not None:
        return NO_STATE
    near = sorted(mine, key=lambda one: abs((one.first - today).days))
    return next((one.federal_state for one in near if one.federal_state), NO_STATE)


@functools.lru_cache(maxsize=1024)
def _home(text: str) -> TownPlace | None:
    return find_place(text) if text else None


def loan_bar(loan: LoanView, today: date, may_move: bool) -> CalendarBar:
    """Return the bar of a loan; an overdue one grows until today."""
    first, last = loan.taken(today) or (loan.first, loan.last)
    label = " · ".join(part for part in (loan.school_name, loan.short_name) if part)
    label = label or loan.class_name
    span, state = span_words(loan.first, loan.last), STATE_WORDS[loan.state]
    told = Words(
        f"{loan.robot_name}: {label or 'verliehen'}, {span.de}, {state.de}",
        f"{loan.robot_name}: {label or 'lent'}, {span.en}, {state.en}",
    )
    movable = may_move and loan.state not in OVER
    return CalendarBar("loan", first, last, Words(label, label), told, loan.state, loan.id, movable)


def pencil_bar(noted: Pencilled) -> CalendarBar:
    """Return the dashed bar of something pencilled in."""
    name = noted.school_name
    label = Words(f"{name or 'vorgemerkt'}?", f"{name or 'pencilled in'}?")
    span = span_words(noted.first, noted.last)
    told = Words(
        f"{noted.robot_name}: vorgemerkt {name}, {span.de}",
        f"{noted.robot_name}: pencilled in {name}, {span.en}",
    )
    return CalendarBar("pencilled", noted.first, noted.last, label, told, number=noted.id)


def workshop_bars(robot: LentRobot, today: date) -> list[CalendarBar]:
    """Return the bar of a time in the workshop, which grows until today."""
    if robot.workshop_since is None:
        return []
    note = f": {robot.workshop_note}" if robot.workshop_note else ""
    words = Words(f"Werkstatt{note}", f"Workshop{note}")
    told = Words(f"{robot.name}: {words.de}", f"{robot.name}: {words.en}")
    return [
        CalendarBar("workshop", robot.workshop_since, max(today, robot.workshop_since), words, told)
    ]


def _by_robot(loans: Iterable[LoanView]) -> Mapping[str, list[LoanView]]:
    found: dict[str, list[LoanView]] = defaultdict(list)
    for one in loans:
        if one.state != "cancelled":
            found[one.robot_id].append(one)
    return found
