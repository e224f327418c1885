from datetime import timedelta

import pytest

from bridge.base.records import LinkUse
from bridge.base.words import Declined, NotYours
from bridge.lending.permissions import Member
from bridge.register.register import Register
from bridge.store import Store
from tests.bridge.people import TurnedClock
from tests.bridge.register.lent import OFFICE, new_school, running, wish

AN_HOUR_S = 3600
DEVICE = "d" * 43


async def paired(
    register: Register,
    store: Store,
    loan: int,
    clock: TurnedClock,
    lookup: str = "a" * 22,
    device: str = DEVICE,
) -> None:
    now = int(clock.unix_s())
    await register.add_code(OFFICE, loan, "secret", lookup, b"k" * 32, now + AN_HOUR_S)
    pairing = await store.pairing(lookup)
    assert pairing
    assert await store.use_pairing(pairing, device, now)


async def test_a_device_is_locked_out_for_good(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    loan = await running(register, await new_school(store, register))
    await paired(register, store, loan, clock)
    (device,) = await register.loan_devices(OFFICE, loan)
    assert (device.number, device.locked_at) == (1, None)
    made = await register.lock_out(OFFICE, loan, 1)
    assert await store.device_locked(DEVICE)
    with pytest.raises(Declined):
        await register.lock_out(OFFICE, loan, 1)
    assert await register.undo_offer(OFFICE, made.change_id) is None
    with pytest.raises(Declined, match="new welcome sheet"):
        await register.undo(OFFICE, made.change_id)
    assert await store.device_locked(DEVICE)
    with pytest.raises(NotYours):
        await register.lock_out(OFFICE, loan, 2)


async def test_a_code_is_withdrawn_while_nobody_has_used_it(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    loan = await running(register, await new_school(store, register))
    now = int(clock.unix_s())
    made = await register.add_code(OFFICE, loan, "secret", "b" * 22, b"k" * 32, now + AN_HOUR_S)
    assert [one.id for one in await register.open_codes(OFFICE, loan)] == [made.id]
    withdrawn = await register.withdraw_code(OFFICE, loan, made.id)
    with pytest.raises(Declined, match="new welcome sheet"):
        await register.undo(OFFICE, withdrawn.change_id)
    assert await register.open_codes(OFFICE, loan) == []
    await paired(register, store, loan, clock)
    with pytest.raises(Declined, match="used"):
        await register.withdraw_code(OFFICE, loan, made.id + 1)
    other = (await register.reserve(OFFICE, wish(None, robot="krl-2"))).id
    with pytest.raises(NotYours):
        await register.withdraw_code(OFFICE, other, made.id)


async def test_links_of_a_loan_that_is_over_stay_closed(register: Register, store: Store) -> None:
    loan = await running(register, await new_school(store, register))
    made = await register.set_links(OFFICE, loan, "t" * 64, "b" * 64, None)
    with pytest.raises(Declined, match="new one"):
        await register.undo(OFFICE, made.change_id)
    found = await store.teacher_loan("t" * 64)
    assert found
    assert found.id == loan
    await register.give_back(OFFICE, loan)
    with pytest.raises(Declined):
        await register.set_links(OFFICE, loan, "u" * 64, "c" * 64, None)
    with pytest.raises(NotYours):
        await register.loan_devices(Member(3, "", "school", 99), loan)


async def test_a_lock_outlives_each_loan_of_the_tablet(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    school = await new_school(store, register)
    first = await running(register, school)
    second = (await register.reserve(OFFICE, wish(school, robot="krl-2"))).id
    for loan, lookup in ((first, "a"), (second, "b")):
        await paired(register, store, loan, clock, lookup * 22)
    await register.lock_out(OFFICE, second, 1)
    (device,) = await register.loan_devices(OFFICE, first)
    assert device.locked_at is not None


async def test_the_last_day_of_the_teachers_link_is_known(register: Register, store: Store) -> None:
    loan = await running(register, await new_school(store, register))
    await register.set_links(OFFICE, loan, "t" * 64, "b" * 64, None)
    assert await register.link_used_on(OFFICE, loan) is None
    await store.note_link_uses([LinkUse(loan, "t" * 64, register.today())])
    assert await register.link_used_on(OFFICE, loan) == register.today()
    with pytest.raises(NotYours):
        await register.link_used_on(Member(3, "", "school", 99), loan)
    # It changes no row that an undo compares.
    made = await register.lock(OFFICE, loan)
    await store.note_link_uses([LinkUse(loan, "t" * 64, register.today() + timedelta(days=1))])
    await register.undo(OFFICE, made.change_id)
