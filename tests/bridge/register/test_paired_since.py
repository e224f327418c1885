"""A robot is not taken from a child who has paired since, whichever change is taken back."""

import pytest

from bridge.base.words import Declined
from bridge.register.register import Register
from bridge.store import Store
from tests.bridge.people import TurnedClock
from tests.bridge.register.lent import OFFICE, new_school, running, wish
from tests.bridge.register.test_devices import paired


async def reserved(register: Register, store: Store, robot: str = "krl-1") -> tuple[int, int]:
    """Return a new loan, and the change that made it."""
    made = await register.reserve(OFFICE, wish(await new_school(store, register), robot=robot))
    return made.id, made.change_id


async def test_a_handing_over_is_taken_back_until_somebody_has_paired(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    loan, _ = await reserved(register, store)
    await paired(register, store, loan, clock)  # the evening before
    clock.now_s += 60
    first = await register.hand_over(OFFICE, loan)
    await register.undo(OFFICE, first.change_id)
    assert (await register.loan_view(OFFICE, loan)).state == "reserved"
    again = await register.hand_over(OFFICE, loan)
    clock.now_s += 60
    await paired(register, store, loan, clock, "b" * 22, "e" * 43)
    with pytest.raises(Declined, match="handing over can no longer be taken back"):
        await register.undo(OFFICE, again.change_id)
    assert (await register.loan_view(OFFICE, loan)).facts.handed_over_at is not None


async def test_a_return_is_taken_back_until_the_next_child_has_paired(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    school = await new_school(store, register)
    loan = await running(register, school)
    await paired(register, store, loan, clock)
    back = await register.give_back(OFFICE, loan)
    await register.undo(OFFICE, back.change_id)
    # The tablet stays signed off; its own loan is no hindrance.
    assert [one.unbound_at for one in await register.loan_devices(OFFICE, loan)] != [None]

    back = await register.give_back(OFFICE, loan)
    following = (await register.reserve(OFFICE, wish(school))).id
    await paired(register, store, following, clock, "b" * 22, "e" * 43)
    with pytest.raises(Declined, match="return can no longer be taken back"):
        await register.undo(OFFICE, back.change_id)


async def test_a_new_loan_is_taken_back_until_somebody_has_paired(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    loan, made = await reserved(register, store)
    await paired(register, store, loan, clock)
    # With the loan the lock would go, and the tablet come in by another loan.
    await register.lock_out(OFFICE, loan, 1)
    with pytest.raises(Declined, match="cancel it"):
        await register.undo(OFFICE, made)
    await register.undo(OFFICE, made, leave_touched=True)
    assert len(await register.loan_devices(OFFICE, loan)) == 1


async def test_a_swap_is_taken_back_until_somebody_has_paired(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    loan = await running(register, await new_school(store, register))
    swapped = await register.swap(OFFICE, loan, "krl-2")
    await paired(register, store, swapped.id, clock)
    with pytest.raises(Declined, match="connected with this loan"):
        await register.undo(OFFICE, swapped.change_id)


async def test_other_changes_of_a_loan_are_taken_back_all_the_same(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    loan, _ = await reserved(register, store)
    view = await register.loan_view(OFFICE, loan)
    moved = await register.move(OFFICE, loan, view.first, view.last.replace(day=view.last.day - 1))
    await paired(register, store, loan, clock)
    await register.undo(OFFICE, moved.change_id)
    assert (await register.loan_view(OFFICE, loan)).last == view.last
