from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bridge.days.windows import Opening, read_windows
from bridge.days.zone import BERLIN, unix_of
from bridge.lending.entry import AHEAD_DAYS, EntryFacts, no_entry, openings

LAST = date(2027, 6, 30)
LESSONS = "Mo 08:00-08:45, Mo 10:00-11:30, Mi 08:50-09:35"
BY_WINDOWS = EntryFacts(LAST, policy="windows", windows=LESSONS, federal_state="SH")
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=BERLIN)


def code(facts: EntryFacts, now: datetime) -> str | None:
    refused = no_entry(facts, now)
    return refused.code if refused else None


def test_a_lock_and_a_missing_tick_come_before_every_window() -> None:
    assert code(BY_WINDOWS, MONDAY) is None
    assert code(replace(BY_WINDOWS, locked_at=1), MONDAY) == "loan_locked"
    assert code(replace(BY_WINDOWS, open_ticks=1), MONDAY) == "not_ready"
    for policy in ("always", "teacher"):
        assert code(replace(BY_WINDOWS, policy=policy, open_ticks=1), MONDAY) == "not_ready"
        assert openings(replace(BY_WINDOWS, policy=policy, locked_at=1), MONDAY.date()) == ()


@pytest.mark.parametrize(
    ("shown", "opens"),
    [
        ("07:59", "2026-11-30 08:00"),
        ("08:45", "2026-11-30 10:00"),
        ("11:30", "2026-12-02 08:50"),
    ],
)
def test_between_lessons_the_next_one_is_named(shown: str, opens: str) -> None:
    hour, minute = (int(part) for part in shown.split(":"))
    refused = no_entry(BY_WINDOWS, MONDAY.replace(hour=hour, minute=minute))
    assert refused
    assert refused.code == "closed_now"
    assert refused.opens_s
    assert f"{datetime.fromtimestamp(refused.opens_s, BERLIN):%Y-%m-%d %H:%M}" == opens


@pytest.mark.parametrize("policy", ["windows", "teacher", "always"])
@pytest.mark.parametrize(
    ("state", "day"),
    [("SH", date(2026, 12, 28)), ("MV", date(2027, 2, 8)), ("HH", date(2027, 3, 1))],
)
def test_holidays_of_the_schools_state_let_nobody_in(policy: str, state: str, day: date) -> None:
    now = datetime(day.year, day.month, day.day, 8, 10, tzinfo=BERLIN)
    facts = replace(BY_WINDOWS, policy=policy, federal_state=state)
    assert code(facts, now) == "holidays"
    assert code(replace(facts, federal_state="NI" if state != "SH" else ""), now) is None


def test_nothing_opens_after_the_last_day_or_in_a_window_that_nobody_can_read() -> None:
    over = replace(BY_WINDOWS, until_date=MONDAY.date())
    refused = no_entry(over, MONDAY.replace(hour=12))
    assert refused
    assert refused.opens_s is None
    assert code(replace(BY_WINDOWS, windows="damaged"), MONDAY) == "closed_now"


def test_a_robot_knows_a_week_and_each_change_of_clock() -> None:
    sunday = EntryFacts(LAST, policy="windows", windows="So 08:00-09:00")
    spring = openings(sunday, date(2027, 3, 22))
    assert spring == (Opening(unix_of(date(2027, 3, 28), 480), unix_of(date(2027, 3, 28), 540)),)
    told = openings(BY_WINDOWS, MONDAY.date())
    assert told
    assert len(told) == 5
    assert openings(BY_WINDOWS, date(2026, 12, 19)) == ()


def test_days_without_a_gap_are_one_opening() -> None:
    always = EntryFacts(LAST, federal_state="SH")
    days = timedelta(days=AHEAD_DAYS)
    assert openings(always, MONDAY.date()) == (
        Opening(unix_of(MONDAY.date(), 0), unix_of(MONDAY.date() + days, 1440)),
    )
    assert openings(EntryFacts(LAST), MONDAY.date()) is None


def test_what_a_robot_is_told_is_what_the_bridge_lets_in() -> None:
    """Both decide alike, in every quarter of an hour around Christmas and both changes of clock."""
    lessons = ", ".join(one.said() for one in read_windows("Mo-So 1:30-3:30, Mo-Fr 8-13"))
    for day in (date(2026, 10, 24), date(2026, 12, 17), date(2027, 1, 5), date(2027, 3, 27)):
        facts = EntryFacts(LAST, policy="windows", windows=lessons, federal_state="SH")
        told = openings(facts, day) or ()
        for quarter in range(3 * 96):
            now_s = unix_of(day, 0) + 900 * quarter
            now = datetime.fromtimestamp(now_s, BERLIN)
            open_here = no_entry(facts, now) is None
            assert open_here == any(one.from_s <= now_s < one.until_s for one in told), now
