import pytest

from bridge.base.words import Declined, NotYours
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.passkeys import MOST_PASSKEYS
from bridge.register.people import StaffSession
from bridge.register.register import Register
from tests.bridge.people import TurnedClock
from tests.bridge.register.keys import new_passkey, with_passkey


async def session_of(register: Register, token: str) -> StaffSession:
    session = await register.session(token)
    assert session is not None
    return session


async def test_signing_in_begins_a_new_session_in_place_of_the_browsers_old_one(
    register: Register, clock: TurnedClock
) -> None:
    anna = await with_passkey(register, "lead")
    (passkey,) = await register.passkeys_of(anna.id)
    assert await register.passkey(passkey.credential_id) == passkey
    first = await register.sign_in(passkey, 5)
    second = await register.sign_in(passkey, 6, old_token=first)
    assert await register.session(first) is None
    clock.now_s += 60
    (counted,) = await register.passkeys_of(anna.id)
    assert (counted.sign_count, counted.used_at) == (6, int(clock.unix_s()) - 60)
    session = await session_of(register, second)
    fresh = await session_of(register, await register.touch(session, passkey, 7))
    assert fresh.fresh_at == session.fresh_at + 60
    assert await register.session(second) is None


async def test_a_touch_takes_nobody_elses_passkey(register: Register) -> None:
    anna = await with_passkey(register, "lead")
    tom = await with_passkey(register, "office", "Tom Probe")
    session = await session_of(register, await register.begin_session(anna.id))
    (toms,) = await register.passkeys_of(tom.id)
    with pytest.raises(Declined, match="somebody else"):
        await register.touch(session, toms, 1)


async def test_whoever_left_has_no_passkey_here(register: Register) -> None:
    tom = await with_passkey(register, "office")
    (passkey,) = await register.passkeys_of(tom.id)
    await register.let_go(COMMAND_LINE, tom.id)
    with pytest.raises(Declined, match="no account"):
        await register.passkey(passkey.credential_id)


async def test_a_removed_passkey_takes_its_sessions_along(register: Register) -> None:
    anna = await with_passkey(register, "lead")
    await register.add_passkey(anna, new_passkey("Handy"))
    laptop, phone = await register.passkeys_of(anna.id)
    lost, kept = await register.sign_in(phone, 1), await register.sign_in(laptop, 1)
    await register.remove_passkey(anna, anna.id, phone.id)
    assert await register.session(lost) is None
    (left,) = await register.sessions_of(await session_of(register, kept))
    assert (left.passkey_label, left.is_this) == ("Büro-Laptop", True)


async def test_the_last_passkey_stays_unless_a_code_on_paper_is_there(register: Register) -> None:
    await with_passkey(register, "lead")
    tom = await with_passkey(register, "office", "Tom Probe")
    (passkey,) = await register.passkeys_of(tom.id)
    with pytest.raises(Declined, match="last passkey"):
        await register.remove_passkey(tom, tom.id, passkey.id)
    await register.make_paper_code(tom)
    assert await register.paper_code_since(tom.id) is not None
    await register.remove_passkey(tom, tom.id, passkey.id)
    assert await register.passkeys_of(tom.id) == []


async def test_passkeys_are_removed_by_their_owner_or_a_lead(register: Register) -> None:
    anna = await with_passkey(register, "lead")
    tom = await with_passkey(register, "office", "Tom Probe")
    (annas,), (toms,) = await register.passkeys_of(anna.id), await register.passkeys_of(tom.id)
    for person, passkey in ((anna.id, annas.id), (tom.id, annas.id), (tom.id, 999)):
        with pytest.raises(NotYours):
            await register.remove_passkey(tom, person, passkey)
    await register.remove_passkey(anna, tom.id, toms.id)
    with pytest.raises(Declined, match="invite people"):
        await register.remove_passkey(anna, anna.id, annas.id)


async def test_a_passkey_is_kept_once_and_there_are_not_too_many(register: Register) -> None:
    anna = await with_passkey(register, "lead")
    new = new_passkey()
    await register.add_passkey(anna, new)
    with pytest.raises(Declined, match="already"):
        await register.add_passkey(anna, new)
    for _ in range(MOST_PASSKEYS - 2):
        await register.add_passkey(anna, new_passkey())
    with pytest.raises(Declined, match="more than 10"):
        await register.add_passkey(anna, new_passkey())


async def test_other_sessions_end_at_once(register: Register) -> None:
    anna = await with_passkey(register, "lead")
    elsewhere = await register.begin_session(anna.id)
    here = await register.begin_session(anna.id)
    await register.end_other_sessions(await session_of(register, here))
    assert await register.session(elsewhere) is None
    assert await register.session(here) is not None


async def test_a_handle_says_nothing_about_the_person(register: Register) -> None:
    anna = await with_passkey(register, "lead")
    assert len(await register.user_handle(anna.id)) == 43
