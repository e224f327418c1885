from collections.abc import Set
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.alarms.rules import AlarmKind, Condition, School, holding

BERLIN = ZoneInfo("Europe/Berlin")
SCHOOL = School(BERLIN, free=frozenset({date(2026, 12, 24), date(2026, 12, 25)}))


def at(text: str) -> float:
    """Return Unix seconds of a time on the school's wall, such as `2026-11-30 18:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).timestamp()


def holds(
    one: Condition, when: str, raised: Set[AlarmKind] = frozenset(), since: str = ""
) -> set[AlarmKind]:
    return holding(one, raised, at(since) if since else 0.0, at(when), SCHOOL)


def off(when: str, **fields: object) -> Condition:
    """Return a lent robot that has told at this time that it is not on its charger."""
    values: dict[str, object] = {"charging": False, "battery_percent": 60.0} | fields
    return Condition(True, at(when), at(when), **values)  # type: ignore[arg-type]


MONDAY, FRIDAY, SATURDAY, SUNDAY = "2026-11-30", "2026-12-04", "2026-12-05", "2026-12-06"


@pytest.mark.parametrize(
    ("day", "hour", "raised"),
    [
        (MONDAY, "17:59", False),
        (MONDAY, "18:00", True),
        (MONDAY, "23:59", True),
        (FRIDAY, "18:00", True),
        (SATURDAY, "18:00", False),
        (SUNDAY, "18:00", True),
        ("2026-12-23", "18:00", True),
        ("2026-12-24", "18:00", False),
        ("2026-12-27", "18:00", True),
    ],
)
def test_the_evening_before_or_after_a_school_day_counts(day: str, hour: str, raised: bool) -> None:
    told = off(f"{day} {hour}")
    assert holds(told, f"{day} {hour}") == ({"not_charging"} if raised else set())


@pytest.mark.parametrize(
    "fields",
    [
        {"charging": True},
        {"charging": None},
        {"battery_percent": 98.0},
    ],
)
def test_on_its_charger_full_or_without_a_gauge_no_alarm_is_raised(
    fields: dict[str, object],
) -> None:
    assert holds(off(f"{MONDAY} 19:00", **fields), f"{MONDAY} 19:00") == set()


def test_a_robot_that_is_not_lent_or_told_nothing_today_raises_no_alarm() -> None:
    yesterday = off(f"{SUNDAY} 19:00")
    assert holds(yesterday, f"{MONDAY} 08:00") == set()
    assert "not_charging" not in holds(yesterday, f"{MONDAY} 19:00")
    depot = Condition(False, None, at(f"{MONDAY} 19:00"), False, 5.0)
    assert holds(depot, f"{MONDAY} 19:00") == set()


def test_an_alarm_of_the_evening_holds_until_the_robot_is_on_its_charger() -> None:
    raised: Set[AlarmKind] = {"not_charging"}
    told = off(f"{MONDAY} 19:00")
    assert holds(told, "2026-12-01 04:00", raised) == {"not_charging"}
    back = off("2026-12-01 07:00", charging=True)
    assert holds(back, "2026-12-01 07:00", raised) == set()


@pytest.mark.parametrize(
    ("seen", "now", "raised"),
    [
        (f"{FRIDAY} 12:00", f"{MONDAY[:8]}30 09:59", False),
        ("2026-11-27 12:00", f"{MONDAY} 10:00", True),
        (f"{MONDAY} 00:01", f"{MONDAY} 10:00", False),
        (f"{FRIDAY} 12:00", f"{SATURDAY} 12:00", False),
        ("2026-12-22 12:00", "2026-12-24 12:00", False),
    ],
)
def test_a_lent_robot_has_to_be_seen_on_a_school_day(seen: str, now: str, raised: bool) -> None:
    assert holds(Condition(True, at(seen)), now) == ({"not_seen"} if raised else set())


def test_a_robot_that_was_never_seen_is_missed_and_one_of_the_depot_is_not() -> None:
    assert holds(Condition(True), f"{MONDAY} 10:00") == {"not_seen"}
    assert holds(Condition(False), f"{MONDAY} 10:00") == set()


def test_a_missed_robot_is_missed_over_the_weekend_until_it_is_seen() -> None:
    raised: Set[AlarmKind] = {"not_seen"}
    since = f"{FRIDAY} 10:00"
    assert (
        holds(Condition(True, at("2026-12-02 12:00")), f"{SUNDAY} 12:00", raised, since) == raised
    )
    assert holds(Condition(True, at(f"{SUNDAY} 11:00")), f"{SUNDAY} 12:00", raised, since) == set()


def test_the_doctors_faults_hold_as_long_as_its_newest_report_has_some() -> None:
    assert holds(Condition(False, doctor_failed=True), f"{SUNDAY} 03:00") == {"doctor"}
    assert holds(Condition(False), f"{SUNDAY} 03:00", {"doctor"}) == set()


@pytest.mark.parametrize(
    ("utc", "hour"), [("2026-03-29T08:00:00+00:00", 10), ("2026-10-26T09:00:00+00:00", 10)]
)
def test_ten_o_clock_is_ten_o_clock_in_summer_and_in_winter(utc: str, hour: int) -> None:
    assert SCHOOL.local(datetime.fromisoformat(utc).timestamp()).hour == hour


@given(
    lent=st.booleans(),
    charging=st.sampled_from([None, True, False]),
    seen=st.floats(1.79e9, 1.80e9),
    now=st.floats(1.79e9, 1.80e9),
)
def test_what_is_raised_once_holds_a_moment_later_if_nothing_was_told(
    lent: bool, charging: bool | None, seen: float, now: float
) -> None:
    one = Condition(lent, seen, seen, charging, 50.0)
    first = holding(one, frozenset(), 0.0, now, SCHOOL)
    if seen <= now:
        assert holding(one, first, now, now + 60, SCHOOL) >= first
