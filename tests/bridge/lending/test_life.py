from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bridge.days.zone import unix_of
from bridge.lending.life import (
    LoanFacts,
    erase_day,
    pencil_holds,
    state_of_loan,
    taken_days,
)

FIRST, LAST = date(2026, 11, 30), date(2026, 12, 18)
OUT_S = unix_of(FIRST, 480)
FACTS = LoanFacts(FIRST, LAST, handed_over_at=OUT_S)


def on(day: date, **facts: Any) -> str:
    return state_of_loan(replace(FACTS, **facts), day)


def test_each_fact_gives_its_state() -> None:
    assert on(FIRST, handed_over_at=None) == "reserved"
    assert on(FIRST, handed_over_at=None, ended_at=OUT_S) == "cancelled"
    assert on(FIRST - timedelta(days=1)) == "handed_over"
    assert on(FIRST, open_ticks=1) == "handed_over"
    assert on(FIRST) == on(LAST) == "running"
    assert on(LAST + timedelta(days=1)) == "overdue"
    assert on(FIRST, locked_at=OUT_S) == on(LAST + timedelta(days=9), locked_at=1) == "locked"
    assert on(LAST, returned_at=OUT_S, ended_at=OUT_S, locked_at=1) == "returned"
    assert on(LAST, erased_at=OUT_S, returned_at=OUT_S) == "erased"


def test_a_loan_that_nobody_hands_over_ends_by_itself() -> None:
    assert on(FIRST, handed_over_at=0) == "running"
    assert on(LAST + timedelta(days=1), handed_over_at=0) == "returned"
    assert on(FIRST, handed_over_at=0, ended_at=OUT_S) == "returned"
    assert on(FIRST, handed_over_at=0, ended_at=OUT_S - 24 * 3600) == "cancelled"


@pytest.mark.parametrize("late", [0, 1, 40])
def test_the_days_of_a_loan_grow_while_it_is_overdue(late: int) -> None:
    today = LAST + timedelta(days=late)
    assert taken_days(FACTS, today) == (FIRST, today)
    assert taken_days(replace(FACTS, ended_at=1, returned_at=1), today) is None
    assert taken_days(replace(FACTS, handed_over_at=None), FIRST) == (FIRST, LAST)


def test_a_pencilled_note_holds_for_two_weeks() -> None:
    assert pencil_holds(OUT_S, FIRST + timedelta(days=14))
    assert not pencil_holds(OUT_S, FIRST + timedelta(days=15))


def test_a_name_is_erased_after_the_return_or_the_planned_end() -> None:
    assert erase_day(FACTS, 30) == date(2027, 1, 17)
    assert erase_day(replace(FACTS, returned_at=OUT_S), 30) == date(2026, 12, 30)
