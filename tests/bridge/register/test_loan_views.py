from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bridge.lending.life import LOAN_STATES
from bridge.lending.permissions import Member
from bridge.register.loan_views import LoanFilter
from bridge.register.register import Register
from bridge.store import Store
from bridge.store.office_tables import ticks
from tests.bridge.people import TODAY, TurnedClock
from tests.bridge.register.lent import OFFICE, new_school, running, wish
from tests.bridge.register.mixtures import every_mixture, lend


@pytest.fixture
async def school(store: Store, register: Register) -> int:
    return await new_school(store, register)


async def test_a_filter_in_sql_finds_what_the_rule_says(
    register: Register, school: int, clock: TurnedClock
) -> None:
    """Every mixture of facts: the database and `state_of_loan` never differ."""
    # Noon in UTC: a loan of the command line that was closed early is told by its day there.
    clock.now_s += 0.0
    # Each mixture twice: without and with a tick.
    rows = every_mixture(school, times=2)
    marks = [
        {"loan_id": row["id"], "line": "parents", "text_version": 1}
        for row in rows
        if row["id"] % 2 == 0
    ]
    await lend(register, rows)
    async with register._database.begin(write=True) as connection:
        await connection.execute(sa.insert(ticks), marks)
    views = await register.loan_views(OFFICE)
    assert len(views) == len(rows) > 150
    for state in LOAN_STATES:
        wanted = LoanFilter(states=frozenset({state}))
        found = {one.id for one in await register.loan_views(OFFICE, wanted)}
        assert found == {one.id for one in views if one.state == state}, state
        assert await register.count_loans(OFFICE, wanted) == len(found)


async def test_loans_are_found_by_days_place_and_words(
    register: Register, school: int, clock: TurnedClock
) -> None:
    await running(register, school)
    later = (await register.reserve(OFFICE, wish(None, (40, 50), "krl-2"))).id
    first, second = await register.loan_views(OFFICE)
    assert second.id == later

    async def ids(**wanted: Any) -> list[int]:
        made = replace(LoanFilter(), **wanted)
        return [one.id for one in await register.loan_views(OFFICE, made)]

    day = TODAY + timedelta(days=35)
    assert await ids(first=TODAY, last=day) == [first.id]
    assert await ids(first=day) == [later]
    assert await ids(federal_states=frozenset({"SH"})) == [first.id]
    assert await ids(robot_id="krl-2") == [later]
    for text in ("fördewind 6c", "FÖRDEWIND", "Fördewind gems"):
        assert await ids(text=text) == [first.id]
    assert await ids(text="j. b.") == [first.id, later]
    assert await ids(text="100%") == []
    assert await ids(limit=1, offset=1) == [later]
    reader = Member(2, "", "reader")
    assert await register.loan_views(reader, LoanFilter(text="j. b.")) == []
    # An overdue loan reaches into today.
    clock.now_s += 36 * 24 * 3600
    assert await ids(first=register.today(), last=register.today()) == [first.id]
