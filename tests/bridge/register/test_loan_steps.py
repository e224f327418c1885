from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.base.words import Declined, NotYours
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.protocol.openings import LoanRights
from bridge.register import loan_steps
from bridge.register.loan_wishes import GivenBack
from bridge.register.register import Register
from bridge.store import Store
from bridge.store.tables import loans
from tests.bridge.people import TODAY, TurnedClock
from tests.bridge.register.lent import OFFICE, new_school, running, tick_all, wish

A_DAY = timedelta(days=1)


@pytest.fixture
async def school(store: Store, register: Register) -> int:
    return await new_school(store, register)


async def test_days_policy_and_school_of_a_wish_are_checked(
    register: Register, school: int
) -> None:
    good = wish(school)
    for bad in (
        replace(good, last=TODAY - A_DAY),
        replace(good, last=TODAY + 400 * A_DAY),
        replace(good, policy="windows"),
        replace(good, short_name="x" * 41),
    ):
        with pytest.raises(Declined):
            await register.reserve(OFFICE, bad)
    for bad in (replace(good, school_id=school + 1), replace(good, child_id=7)):
        with pytest.raises(NotYours):
            await register.reserve(OFFICE, bad)
    assert await register.loan_views(OFFICE) == []
    long = replace(good, last=TODAY + 400 * A_DAY)
    await register.reserve(Member(1, "Anna", "lead"), long)


async def test_a_tick_needs_everybody_and_no_day_ahead(register: Register, school: int) -> None:
    loan = (await register.reserve(OFFICE, wish(school))).id
    for counted, of_all in ((21, 22), (23, 22), (0, 0), (None, None), (-1, -1)):
        with pytest.raises(Declined):
            await register.tick(OFFICE, loan, "parents", counted=counted, of_all=of_all)
    with pytest.raises(Declined, match="future"):
        await register.tick(OFFICE, loan, "authority", day=TODAY + A_DAY)
    with pytest.raises(NotYours):
        await register.tick(OFFICE, loan, "nonsense")
    await register.tick(OFFICE, loan, "parents", day=TODAY - A_DAY, counted=22, of_all=22)
    (parents,) = [one for one in await register.tick_views(OFFICE, loan) if one.counted]
    assert (parents.done_on, parents.of_all) == (TODAY - A_DAY, 22)


async def test_a_locked_loan_opens_with_ticks_and_the_familys_word_alone(
    register: Register, school: int
) -> None:
    loan = await running(register, school)
    own = Member(3, "Frau Muster", "school", school)
    await register.lock(own, loan)
    await register.lock(OFFICE, loan, "family")
    with pytest.raises(NotYours):
        await register.unlock(own, loan)
    await register.untick(OFFICE, loan, "parents")
    with pytest.raises(Declined, match="tick is missing"):
        await register.unlock(OFFICE, loan, family_agrees=True)
    await tick_all(register, loan)
    with pytest.raises(Declined, match="family"):
        await register.unlock(OFFICE, loan)
    await register.lock(OFFICE, loan)  # the office's lock does not hide the family's
    with pytest.raises(Declined, match="family"):
        await register.unlock(OFFICE, loan)
    await register.unlock(OFFICE, loan, family_agrees=True)
    with pytest.raises(Declined, match="not locked"):
        await register.unlock(OFFICE, loan, family_agrees=True)


async def test_a_loan_that_has_begun_is_neither_cancelled_nor_begun_anew(
    register: Register, school: int
) -> None:
    loan = await running(register, school)
    with pytest.raises(Declined, match="return"):
        await register.cancel(OFFICE, loan)
    with pytest.raises(Declined, match="already"):
        await register.hand_over(OFFICE, loan)
    with pytest.raises(Declined, match="begun"):
        await register.move(OFFICE, loan, TODAY + A_DAY, TODAY + 9 * A_DAY)
    with pytest.raises(Declined, match="Swap"):
        await register.move(OFFICE, loan, TODAY, TODAY + 9 * A_DAY, robot_id="krl-2")
    shorter = await register.move(OFFICE, loan, TODAY, TODAY + 9 * A_DAY)
    await register.undo(OFFICE, shorter.change_id)


async def test_a_loan_that_is_over_takes_no_act(register: Register, school: int) -> None:
    loan = await running(register, school)
    with pytest.raises(Declined, match="future"):
        await register.give_back(OFFICE, loan, GivenBack(TODAY + A_DAY))
    await register.give_back(OFFICE, loan)
    acts = (
        register.give_back(OFFICE, loan),
        register.lock(OFFICE, loan),
        register.tick(OFFICE, loan, "authority"),
        register.untick(OFFICE, loan, "authority"),
        register.set_times(OFFICE, loan, "always"),
        register.set_loan_rights(OFFICE, loan, LoanRights(zoom=False)),
        register.move(OFFICE, loan, TODAY, TODAY + A_DAY),
        register.hand_over(OFFICE, loan),
        register.swap(OFFICE, loan, "krl-2"),
    )
    for act in acts:
        with pytest.raises(Declined, match="over"):
            await act
    waiting = (await register.reserve(OFFICE, wish(school, robot="krl-2"))).id
    with pytest.raises(Declined, match="cancel"):
        await register.give_back(OFFICE, waiting)


async def test_a_swap_takes_child_ticks_and_times_along(
    register: Register, school: int, store: Store
) -> None:
    loan = await running(register, school)
    with pytest.raises(Declined, match="another robot"):
        await register.swap(OFFICE, loan, "krl-1")
    made = await register.swap(OFFICE, loan, "krl-2", TODAY + A_DAY)
    old = await register.loan_view(OFFICE, loan)
    new = await register.loan_view(OFFICE, made.id)
    assert (old.state, old.last) == ("running", TODAY)
    assert (new.state, new.first, new.short_name) == ("reserved", TODAY + A_DAY, "J. B.")
    assert new.facts.open_ticks == 0
    await register.undo(OFFICE, made.change_id)
    assert (await register.loan_view(OFFICE, loan)).last > TODAY
    with pytest.raises(NotYours):
        await register.loan_view(OFFICE, made.id)


async def test_a_locked_loan_stays_locked_with_another_robot(
    register: Register, school: int
) -> None:
    loan = await running(register, school)
    await register.lock(OFFICE, loan, "family")
    made = await register.swap(OFFICE, loan, "krl-2")
    await register.hand_over(OFFICE, made.id)
    assert (await register.loan_view(OFFICE, made.id)).state == "locked"


async def test_a_school_takes_rights_away_and_gives_none_back(
    register: Register, school: int
) -> None:
    loan = await running(register, school)
    own = Member(3, "Frau Muster", "school", school)
    await register.set_loan_rights(own, loan, LoanRights(zoom=False))
    with pytest.raises(Declined, match="the office gives them back"):
        await register.set_loan_rights(own, loan, LoanRights())
    await register.set_loan_rights(OFFICE, loan, LoanRights())


async def test_a_day_that_is_over_is_noted_by_its_day_alone(
    register: Register, school: int, clock: TurnedClock
) -> None:
    loan = (await register.reserve(OFFICE, wish(school, (-5, 30)))).id
    await register.hand_over(OFFICE, loan, TODAY - 2 * A_DAY)
    await register.give_back(OFFICE, loan, GivenBack(TODAY - A_DAY, "broken", False, "Arm"))
    view = await register.loan_view(OFFICE, loan)
    assert (view.state, view.last, view.return_reason) == ("returned", TODAY - A_DAY, "broken")


async def test_several_steps_are_one_change(register: Register, school: int) -> None:
    """As an import does it: all of it, or nothing, and one undo for all."""
    now = int(register._clock.unix_s())
    async with register.change(COMMAND_LINE, "undo") as change:
        for days in ((0, 5), (6, 9)):
            await loan_steps.reserve(change, OFFICE, wish(school, days), now)

    async def half() -> None:
        async with register.change(COMMAND_LINE, "undo") as second:
            for days in ((20, 25), (5, 8)):
                await loan_steps.reserve(second, OFFICE, wish(school, days), now)

    with pytest.raises(Declined):
        await half()
    assert len(await register.loan_views(OFFICE)) == 2
    await register.undo(COMMAND_LINE, change.id)
    assert await register.loan_views(OFFICE) == []
    async with register._database.begin() as connection:
        assert (await connection.execute(loans.select())).all() == []
