from datetime import date, timedelta
from typing import Any

import pytest

from bridge.office.desk.robot_state import (
    ROBOT_STATES,
    lasts_until,
    needed_percent,
    next_lesson,
)
from tests.bridge.office.desk.rows import MONDAY, NOON, a_loan, a_robot, at, live

NEXT = a_loan(id=2, state="reserved", handed_over=False, first=MONDAY + timedelta(days=2))
FAR = a_loan(id=2, state="reserved", handed_over=False, first=MONDAY + timedelta(days=40))


def test_the_first_state_that_holds_is_the_robots() -> None:
    told = live("lesson", help_since=1, battery_percent=11.0)
    everything: dict[str, Any] = {"workshop_since": 1, "check_since": 1, "scrapped_at": 1}
    found = []
    lent, early = (a_loan(), NEXT), at("07:00")
    found.append(a_robot(*lent, told=told, now=early, **everything).state)
    found.append(a_robot(*lent, told=told, now=early).state)
    calm = live("lesson", battery_percent=11.0)
    found.append(a_robot(*lent, told=calm, now=early).state)
    gone = live("away", seen_at=(NOON - timedelta(days=5)).timestamp())
    found.append(a_robot(*lent, told=gone, check_since=1).state)
    full = live("lesson", battery_percent=99.0)
    found.append(a_robot(*lent, told=full, workshop_since=1, check_since=1).state)
    found.append(a_robot(*lent, workshop_since=1, check_since=1).state)
    found.append(a_robot(*lent, check_since=1).state)
    found.append(a_robot(*lent).state)
    found.append(a_robot(NEXT).state)
    found.append(a_robot(FAR).state)
    assert tuple(found) == ROBOT_STATES


@pytest.mark.parametrize(
    ("seen", "days"),
    [
        (NOON, 0),
        (NOON - timedelta(days=3), 0),  # Friday
        (NOON - timedelta(days=4), 1),  # Thursday: Friday is missed, the weekend is not
        (NOON - timedelta(days=11), 6),
        (None, 15),
    ],
)
def test_only_whole_school_days_are_missed(seen: Any, days: int) -> None:
    told = live("away", seen_at=seen.timestamp() if seen else None)
    assert a_robot(a_loan(), told=told).missed == days


def test_holidays_of_the_schools_own_state_and_a_lock_silence_it() -> None:
    # Autumn holidays 2026: Schleswig-Holstein until 24 October, Hamburg until 30 October.
    monday = date(2026, 11, 2)
    told = live("away", seen_at=at("12:00", date(2026, 10, 23)).timestamp())
    first = date(2026, 9, 1)
    in_kiel = a_loan(first=first, last=date(2026, 12, 1))
    in_hamburg = a_loan(first=first, last=date(2026, 12, 1), federal_state="HH")
    locked = a_loan(first=first, last=date(2026, 12, 1), state="locked")
    missed = [
        a_robot(one, told=told, now=at("12:00", monday)).missed
        for one in (in_kiel, in_hamburg, locked)
    ]
    assert missed[0] > 0
    assert missed[1:] == [0, 0]


def test_a_day_without_lessons_of_this_loan_is_not_missed() -> None:
    told = live("away", seen_at=(NOON - timedelta(days=11)).timestamp())
    assert a_robot(a_loan(windows="Mi 08:00-09:00"), told=told).missed == 1


@pytest.mark.parametrize(
    ("clock", "level", "charging", "lacks"),
    [
        ("06:00", 18.0, False, ""),
        ("06:30", 18.0, False, "morning"),
        ("06:30", 18.0, True, ""),
        ("06:30", 95.0, False, ""),
        ("12:40", 18.0, False, ""),
        ("13:30", 5.0, False, ""),
    ],
)
def test_a_battery_has_to_last_until_the_end_of_todays_lessons(
    clock: str, level: float, charging: bool, lacks: str
) -> None:
    told = live(battery_percent=level, charging=charging)
    assert a_robot(a_loan(), told=told, now=at(clock)).charge == lacks
    saturday = MONDAY - timedelta(days=2)
    assert a_robot(a_loan(), told=told, now=at(clock, saturday)).charge == ""


def test_what_was_said_in_the_evening_counts_where_a_robot_is_silent() -> None:
    told = live("away", alarms=("not_charging",))
    sunday = MONDAY - timedelta(days=1)
    charges = [
        a_robot(a_loan(), told=told, now=now).charge
        for now in (at("19:00", sunday), at("07:00"), at("14:00"))
    ]
    assert charges == ["evening", "morning", ""]


def test_times_of_lessons_are_those_of_the_timetable() -> None:
    loan = a_loan(windows="Mo 08:00-08:45, Mo 08:50-09:35")
    assert next_lesson(loan, at("08:10")) == at("08:50").time()
    assert next_lesson(loan, at("09:00")) is None
    assert needed_percent(loan, at("07:35")) == pytest.approx(34.0)
    lasts = lasts_until(live(battery_percent=17.0), at("07:00"))
    assert lasts == at("08:00")
    assert lasts_until(live(), at("07:00")) is None


def test_words_eyes_and_looks_follow_the_state() -> None:
    assert a_robot(NEXT).said(MONDAY).de == "ab Mittwoch"
    later = a_loan(id=2, state="reserved", handed_over=False, first=MONDAY + timedelta(days=9))
    assert a_robot(later).said(MONDAY).de == "ab 09.12."
    locked = a_robot(a_loan(state="locked"))
    assert (locked.look, locked.said(MONDAY).de, locked.needs) == ("locked", "gesperrt", True)
    eyes = [
        a_robot(told=live("away")).eyes,
        a_robot().eyes,
        a_robot(told=live("lesson", help_since=1)).eyes,
        a_robot(workshop_since=1).eyes,
        a_robot(a_loan(), told=live("away", seen_at=1)).eyes,
    ]
    assert eyes == ["closed", "open", "help", "crosses", "dashes"]
