from datetime import timedelta

import pytest

from bridge.office.desk.robot_list import (
    RobotFilter,
    by_state,
    chosen,
    counts,
    is_free,
    note_of,
    ordered,
    row_of_robot,
)
from tests.bridge.office.desk.rows import MONDAY, a_loan, a_robot, live

MOEWE = a_loan(school="Stadtteilschule Möwenweg", town="Hamburg", federal_state="HH")
RESERVED = a_loan(id=2, state="reserved", handed_over=False, first=MONDAY + timedelta(days=30))
ROBOTS = (
    a_robot(a_loan(), id="krl-0001", name="Fiete", told=live("lesson", battery_percent=92.0)),
    a_robot(MOEWE, id="krl-0002", name="Lotte", check_since=1),
    a_robot(id="krl-0010", name="Kiwi", home="Kiel", workshop_since=1, workshop_note="Kopf klemmt"),
    a_robot(RESERVED, id="krl-0011", name="Ähre", home="Rostock"),
    a_robot(id="krl-0012", name="Alt", scrapped_at=1),
)
ROWS = [row_of_robot(robot, MONDAY) for robot in ROBOTS]


def names(wanted: RobotFilter) -> list[str]:
    return [row.robot.name for row in chosen(ROWS, wanted)]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (RobotFilter(), ["Fiete", "Lotte", "Kiwi", "Ähre"]),
        (RobotFilter("needs"), ["Lotte"]),
        (RobotFilter("lesson"), ["Fiete"]),
        (RobotFilter("free"), ["Ähre"]),
        (RobotFilter("workshop"), ["Kiwi"]),
        (RobotFilter("scrapped"), ["Alt"]),
        (RobotFilter(state="SH"), ["Fiete", "Kiwi"]),
        (RobotFilter(text="moewe"), ["Lotte"]),
        (RobotFilter(text="KOPF"), ["Kiwi"]),
        (RobotFilter(text="krl-0001"), ["Fiete"]),
        (RobotFilter(text="aehre rostock"), ["Ähre"]),
        (RobotFilter(text="nichts"), []),
    ],
)
def test_every_part_of_a_filter_has_to_fit(wanted: RobotFilter, found: list[str]) -> None:
    assert names(wanted) == found


def test_a_robot_is_free_if_no_loan_touches_the_days() -> None:
    soon, later = MONDAY + timedelta(days=10), MONDAY + timedelta(days=29)
    free = ROBOTS[3]
    assert is_free(free, soon, later)
    assert not is_free(free, soon, later + timedelta(days=1))
    assert not is_free(ROBOTS[2], soon, later)
    late = a_robot(a_loan(state="overdue", last=MONDAY - timedelta(days=1)))
    assert not is_free(late, soon, later)
    assert names(RobotFilter(free=(soon, later))) == ["Ähre"]


def test_counts_keep_the_rest_of_the_filter() -> None:
    number = counts(ROWS, RobotFilter("lesson", state="SH"))
    assert (number["all"], number["lesson"], number["workshop"], number["free"]) == (2, 1, 1, 0)
    states = {one.state: (one.robots, one.free, one.needs) for one in by_state(ROWS[:4])}
    assert states == {"HH": (1, 0, 1), "SH": (2, 0, 0), "NI": (0, 0, 0), "MV": (1, 1, 0)}


def test_rows_are_ordered_and_unknown_ones_come_last() -> None:
    rows = ROWS[:4]
    by_name = [row.robot.name for row in ordered(rows, "name", backwards=False)]
    assert by_name == ["Ähre", "Fiete", "Kiwi", "Lotte"]
    for backwards in (False, True):
        first = ordered(rows, "battery", backwards)[0]
        assert first.robot.name == "Fiete"
    assert ordered(rows, "state", backwards=False)[0].robot.name == "Fiete"


def test_a_note_says_what_comes_next() -> None:
    friday = MONDAY + timedelta(days=4)
    open_ticks = a_loan(state="handed_over", open_ticks=2)
    told = [
        note_of(robot, MONDAY).de
        for robot in (
            ROBOTS[2],
            a_robot(a_loan(last=friday)),
            a_robot(open_ticks),
            ROBOTS[3],
            a_robot(a_loan(), note="Akku schwach"),
            a_robot(a_loan()),
        )
    ]
    assert told == [
        *("Kopf klemmt", "endet Freitag", "2 Häkchen fehlen", "ab 30.12. reserviert"),
        *("Akku schwach", ""),
    ]
