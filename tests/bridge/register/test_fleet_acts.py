import pytest

from bridge.base.records import Robot
from bridge.base.words import Declined, NotYours
from bridge.lending.permissions import Member
from bridge.protocol import keys
from bridge.protocol.enrolment import plain, token_key
from bridge.register.fleet_acts import MOST_AT_ONCE
from bridge.register.register import Register
from bridge.store import Store

OFFICE = Member(3, "Anna Beispiel", "office")


async def test_tokens_are_hashes_and_a_newer_one_ends_the_older(
    register: Register, store: Store
) -> None:
    await store.put_robot(Robot("otto", "Otto", "k" * 43, 0))
    first, second = await register.enrol(OFFICE, [("otto", "otto"), ("nele", "Nele")], 30)
    assert (first.name, first.known, second.known) == ("Otto", True, False)
    found = await store.enrolment(
        keys.fingerprint(keys.public_text(token_key(plain(second.token))))
    )
    assert found is not None
    assert found.robot_id == "nele"
    (third,) = await register.enrol(OFFICE, [("nele", "Nele")], 30)
    states = [(one.robot_id, one.withdrawn_at is None) for one in await store.enrolments()]
    assert states == [("otto", True), ("nele", False), ("nele", True)]
    assert third.token != second.token


async def test_mistakes_are_said_and_leave_nothing(register: Register, store: Store) -> None:
    many = [(f"robot-{n}", "Robot") for n in range(MOST_AT_ONCE + 1)]
    for named in ([], many, [("otto", "Otto"), ("otto", "Otto")]):
        with pytest.raises(Declined):
            await register.enrol(OFFICE, named, 30)
    assert await store.enrolments() == []


async def test_a_token_is_withdrawn_unless_it_was_used(register: Register, store: Store) -> None:
    await register.enrol(OFFICE, [("otto", "Otto"), ("nele", "Nele")], 30)
    otto, nele = await store.enrolments()
    await register.withdraw_token(OFFICE, otto.id)
    assert (await store.enrolments())[0].withdrawn_at is not None
    assert await store.use_enrolment(nele, "k" * 43, nele.created)
    with pytest.raises(Declined, match="used already"):
        await register.withdraw_token(OFFICE, nele.id)
    with pytest.raises(NotYours):
        await register.withdraw_token(OFFICE, 99)


async def test_waves_begin_one_after_another_and_stop(register: Register, store: Store) -> None:
    await store.put_robot(Robot("otto", "Otto", "k" * 43, 0))
    with pytest.raises(NotYours):
        await register.begin_wave(OFFICE, "1.4.0", "nobody", 3600)
    assert await store.wave() is None
    first = await register.begin_wave(OFFICE, "1.4.0", "otto", 3600)
    second = await register.begin_wave(OFFICE, "1.5.0", "otto", 3600)
    assert await store.wave() == second
    await register.halt_wave(OFFICE, second.id)
    for wave in (first, second):
        with pytest.raises(Declined):
            await register.halt_wave(OFFICE, wave.id)
    stopped = await store.wave()
    assert stopped is not None
    assert stopped.why == "by hand"


async def test_an_errand_is_written_down(register: Register, store: Store) -> None:
    await store.put_robot(Robot("otto", "Otto", "k" * 43, 0))
    await register.note_errand(OFFICE, "fleet.examined", "otto")
    with pytest.raises(NotYours):
        await register.note_errand(OFFICE, "fleet.examined", "nobody")
