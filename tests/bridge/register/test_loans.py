from datetime import date, timedelta

import pytest

from bridge.base.words import Declined, NotYours, Outdated
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.free_days import RobotTaken
from bridge.register.loan_wishes import GivenBack
from bridge.register.register import Register
from bridge.store import Store
from tests.bridge.people import TODAY, TurnedClock
from tests.bridge.register.lent import OFFICE, new_school, tick_all, wish

A_DAY_S = 24 * 3600


@pytest.fixture
async def school(store: Store, register: Register) -> int:
    return await new_school(store, register)


async def state(register: Register, loan_id: int) -> str:
    return (await register.loan_view(COMMAND_LINE, loan_id)).state


async def test_a_loan_lives_from_reserved_to_returned(
    register: Register, school: int, clock: TurnedClock
) -> None:
    loan = (await register.reserve(OFFICE, wish(school))).id
    assert await state(register, loan) == "reserved"
    await register.hand_over(OFFICE, loan)
    assert await state(register, loan) == "handed_over"
    await tick_all(register, loan)
    assert await state(register, loan) == "running"
    await register.lock(OFFICE, loan)
    assert await state(register, loan) == "locked"
    await register.unlock(OFFICE, loan)
    clock.now_s += 31 * A_DAY_S
    assert await state(register, loan) == "overdue"
    await register.give_back(OFFICE, loan, GivenBack(reason="healthy"))
    assert await state(register, loan) == "returned"


async def test_days_that_are_taken_are_refused_in_words(register: Register, school: int) -> None:
    await register.reserve(OFFICE, wish(school, (10, 20)))
    with pytest.raises(RobotTaken, match=r"Robot 1 is at GemS F.* from 03.12. to 13.12.2026"):
        await register.reserve(OFFICE, wish(school, (20, 25)))
    await register.reserve(OFFICE, wish(school, (21, 25)))
    await register.reserve(OFFICE, wish(school, (10, 25), "krl-2"))


async def test_a_school_reaches_its_own_loans_alone(register: Register, school: int) -> None:
    loan = (await register.reserve(OFFICE, wish(school))).id
    own, other = (Member(7, "Frau Muster", "school", one) for one in (school, school + 1))
    assert [one.id for one in await register.loan_views(own)] == [loan]
    assert await register.loan_views(other) == []
    with pytest.raises(NotYours):
        await register.loan_view(other, loan)
    with pytest.raises(NotYours):
        await register.lock(other, loan)
    with pytest.raises(Declined, match="office sets"):
        await register.tick(own, loan, "contract")


async def test_a_loan_is_moved_from_the_version_that_was_read(
    register: Register, school: int
) -> None:
    loan = (await register.reserve(OFFICE, wish(school))).id
    later = (TODAY + timedelta(days=5), TODAY + timedelta(days=40))
    await register.move(OFFICE, loan, *later, version=1)
    with pytest.raises(Outdated):
        await register.move(OFFICE, loan, *later, version=1)
    view = await register.loan_view(OFFICE, loan)
    assert (view.first, view.last) == later
    with pytest.raises(Declined, match="13 months"):
        await register.move(OFFICE, loan, TODAY, date(2028, 1, 31))


async def test_the_history_calls_a_robot_by_its_name(register: Register, school: int) -> None:
    made = await register.reserve(OFFICE, wish(school))
    (offer,) = await register.undo_offers(OFFICE)
    assert (offer.id, offer.words.de.startswith("Robot 1 reserviert")) == (made.change_id, True)
