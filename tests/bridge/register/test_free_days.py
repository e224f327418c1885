"""No two loans of a robot share a day, whoever presses what, and however many at once."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bridge.base.words import Declined, NotYours
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.free_days import Hindrance, RobotTaken, first_fit, hindrances
from bridge.register.register import Register
from bridge.store import Store
from bridge.store.engine import Violated
from bridge.store.office_tables import robot_facts
from bridge.store.tables import loans
from tests.bridge.people import TODAY, TurnedClock
from tests.bridge.register.lent import OFFICE, new_school, running, wish

A_DAY_S = 24 * 3600


@pytest.fixture
async def school(store: Store, register: Register) -> int:
    return await new_school(store, register)


async def test_of_many_who_press_at_once_one_gets_the_robot(
    register: Register, school: int
) -> None:
    pressed = [register.reserve(OFFICE, wish(school, (day, day + 9))) for day in range(8)]
    done = await asyncio.gather(*pressed, return_exceptions=True)
    assert len([one for one in done if isinstance(one, RobotTaken)]) == 7
    assert len(await register.loan_views(OFFICE)) == 1


def test_the_first_gap_that_is_long_enough_is_named() -> None:
    def lent(first: int, last: int) -> Hindrance:
        days = (TODAY + timedelta(days=first), TODAY + timedelta(days=last))
        return Hindrance(1, "Otto", "", *days)

    taken = [lent(0, 10), lent(14, 20), lent(40, 50)]
    for length, fits in ((3, 11), (4, 21), (19, 21), (20, 51)):
        found = first_fit(taken, TODAY, timedelta(days=length - 1))
        assert (found - TODAY).days == fits
    assert first_fit([], TODAY, timedelta(0)) == TODAY


async def test_the_database_itself_refuses(register: Register, school: int) -> None:
    """Also what forgets to ask: an import, a script, a mistake of ours."""
    made = await register.reserve(OFFICE, wish(school))

    async def sneak() -> None:
        async with register.change(COMMAND_LINE, "undo") as change:
            row = dict(await change.row(loans, {"id": made.id}))
            fresh = {"id": None, "teacher_token_hash": "x" * 64}
            await change.insert(loans, **{**row, **fresh, "id": made.id + 1})

    with pytest.raises(Violated):
        await sneak()


async def test_an_undo_gives_back_no_day_that_somebody_took(
    register: Register, school: int
) -> None:
    first = await register.reserve(OFFICE, wish(school))
    cancelled = await register.cancel(OFFICE, first.id)
    await register.reserve(OFFICE, wish(school))
    with pytest.raises(Declined, match="taken since"):
        await register.undo(OFFICE, cancelled.change_id)
    assert (await register.loan_view(OFFICE, first.id)).state == "cancelled"


async def test_a_robot_that_is_overdue_is_nobody_elses_today(
    register: Register, school: int, clock: TurnedClock
) -> None:
    await running(register, school)
    clock.now_s += 40 * A_DAY_S
    with pytest.raises(RobotTaken, match="should be back by now"):
        await register.reserve(OFFICE, wish(school, (40, 50)))
    later = await register.reserve(OFFICE, wish(school, (45, 50)))
    clock.now_s += 5 * A_DAY_S
    with pytest.raises(RobotTaken):
        await register.hand_over(OFFICE, later.id)
    async with register._database.begin() as connection:
        days = (TODAY, TODAY + timedelta(days=60))
        found = await hindrances(connection, "krl-1", *days, register.today(), own=later.id)
    assert [(one.last - TODAY).days for one in found] == [45]


async def test_two_loans_never_have_one_robot(
    register: Register, school: int, clock: TurnedClock
) -> None:
    """The last line of defence: a unique index, whatever the pages think."""
    first = await running(register, school)
    clock.now_s += 40 * A_DAY_S
    second = await register.reserve(OFFICE, wish(school, (45, 50)))

    async def sneak() -> None:
        async with register.change(COMMAND_LINE, "undo") as change:
            await change.update(loans, {"id": second.id}, handed_over_at=9)

    with pytest.raises(Violated) as violated:
        await sneak()
    assert violated.value.rule == "one_place"
    await register.give_back(OFFICE, first)
    await sneak()


async def test_a_robot_that_is_not_there_or_scrapped_is_lent_to_nobody(
    register: Register, school: int
) -> None:
    with pytest.raises(NotYours):
        await register.reserve(OFFICE, wish(school, robot="krl-9"))
    async with register._database.begin(write=True) as connection:
        gone = {"robot_id": "krl-1", "scrapped_at": 1}
        await connection.execute(sa.insert(robot_facts).values(gone))
    with pytest.raises(Declined, match="scrapped"):
        await register.reserve(OFFICE, wish(school))
