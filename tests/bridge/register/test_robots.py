from datetime import timedelta

import pytest
import sqlalchemy as sa

from bridge.base.words import NotYours
from bridge.lending.permissions import Member
from bridge.register.register import Register
from bridge.store import Store
from bridge.store.tables import loans
from tests.bridge.people import TODAY, TurnedClock
from tests.bridge.register.lent import OFFICE, new_school, wish

READER = Member(9, "Ole", "reader")


@pytest.fixture
async def school(store: Store, register: Register) -> int:
    return await new_school(store, register)


def contact_of(school: int) -> Member:
    return Member(7, "Frau Muster", "school", school)


async def test_a_robot_is_shown_with_the_loan_that_has_it_and_the_next_one(
    register: Register, school: int
) -> None:
    now = (await register.reserve(OFFICE, wish(school))).id
    await register.hand_over(OFFICE, now)
    after = (await register.reserve(OFFICE, wish(school, (40, 60)))).id
    robot, other = await register.kept_robots(OFFICE)
    assert robot.loan is not None
    assert robot.following is not None
    assert (robot.loan.id, robot.following.id) == (now, after)
    assert (robot.loan.federal_state, robot.loan.open_ticks > 0) == ("SH", True)
    assert (other.loan, other.following) == (None, None)
    assert robot.loan.short_name
    seen, _other = await register.kept_robots(READER)
    assert seen.loan is not None
    assert seen.loan.short_name == ""


async def test_a_robot_that_came_back_or_was_cancelled_has_no_loan(
    register: Register, school: int
) -> None:
    back, off = [
        (await register.reserve(OFFICE, wish(school, days))).id for days in ((0, 9), (20, 30))
    ]
    await register.hand_over(OFFICE, back)
    await register.give_back(OFFICE, back)
    await register.cancel(OFFICE, off)
    robot = await register.kept_robot(OFFICE, "krl-1")
    assert robot.loans == ()
    assert robot.check_since is not None


async def test_a_loan_of_the_command_line_has_its_robot_on_its_days_alone(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    await new_school(store, register)
    days = (TODAY + timedelta(days=1), TODAY + timedelta(days=2))
    await store.add_loan("krl-1", "J. B.", days, "hash")
    robot = await register.kept_robot(OFFICE, "krl-1")
    assert (robot.loan, robot.following is not None) == (None, True)
    clock.now_s += 24 * 3600
    assert (await register.kept_robot(OFFICE, "krl-1")).loan is not None
    clock.now_s += 48 * 3600
    assert (await register.kept_robot(OFFICE, "krl-1")).loans == ()


async def test_a_school_sees_a_robot_while_it_is_there_and_reads_no_others_notes(
    register: Register, store: Store, school: int, clock: TurnedClock
) -> None:
    contact, stranger = contact_of(school), contact_of(school + 1)
    assert await register.kept_robots(contact) == []
    await register.add_robot_note(OFFICE, "krl-1", "Kind aus der 4b hat den Fuß gelockert")
    clock.now_s += 24 * 3600
    loan = (await register.reserve(OFFICE, wish(school, (1, 30)))).id
    await register.hand_over(OFFICE, loan)
    await register.reserve(OFFICE, wish(None, (40, 60)))
    (robot,) = await register.kept_robots(contact)
    assert (robot.note, len(robot.loans)) == ("", 1)
    assert await register.robot_notes(contact, "krl-1") == []
    await register.add_robot_note(contact, "krl-1", "Kopf klemmt")
    (robot,) = await register.kept_robots(contact)
    assert robot.note == "Kopf klemmt"
    assert await register.kept_robots(stranger) == []
    for robot_id in ("krl-1", "krl-2", "krl-9"):
        with pytest.raises(NotYours):
            await register.kept_robot(stranger, robot_id)
        with pytest.raises(NotYours):
            await register.robot_notes(stranger, robot_id)


async def test_an_erased_loan_takes_up_no_robot(
    register: Register, store: Store, school: int
) -> None:
    loan = (await register.reserve(OFFICE, wish(school))).id
    async with store.database.begin(write=True) as connection:
        await connection.execute(sa.update(loans).where(loans.c.id == loan).values(erased_at=1))
    assert (await register.kept_robot(OFFICE, "krl-1")).loans == ()
