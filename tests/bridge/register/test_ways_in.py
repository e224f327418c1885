import pytest

from bridge.base.words import Declined
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.members import PersonProfile
from bridge.register.register import Register
from bridge.register.ways_in import INVITATION_S, new_paper_code, way_hash
from tests.bridge.people import TurnedClock
from tests.bridge.register.keys import new_passkey

TOM = PersonProfile("Tom Probe", "tom@verein.example", "office")


async def test_an_invitation_works_once(register: Register) -> None:
    invited = await register.invite(COMMAND_LINE, TOM)
    way = await register.way_in(invited.token)
    assert (way.kind, way.member) == ("invitation", invited.member)
    session = await register.session(await register.enter(invited.token, new_passkey()))
    assert session is not None
    assert session.member == invited.member
    with pytest.raises(Declined, match="used already"):
        await register.enter(invited.token, new_passkey())


async def test_an_invitation_ends_after_its_time_and_with_a_newer_one(
    register: Register, clock: TurnedClock
) -> None:
    first = await register.invite(COMMAND_LINE, TOM)
    second = await register.invite_again(COMMAND_LINE, first.member.id)
    with pytest.raises(Declined, match="newer one"):
        await register.way_in(first.token)
    clock.now_s += INVITATION_S
    with pytest.raises(Declined, match="good until"):
        await register.way_in(second.token)
    with pytest.raises(Declined, match="do not know"):
        await register.way_in("x" * 43)


async def test_nobody_comes_in_who_has_left(register: Register) -> None:
    invited = await register.invite(COMMAND_LINE, TOM)
    await register.let_go(COMMAND_LINE, invited.member.id)
    with pytest.raises(Declined, match="do not know"):
        await register.enter(invited.token, new_passkey())


async def test_a_code_on_paper_ends_every_other_session(register: Register) -> None:
    tom = (await register.invite(COMMAND_LINE, TOM)).member
    code = await register.make_paper_code(tom)
    lost = await register.begin_session(tom.id)
    typed = code.lower().replace("-", " ")
    session = await register.enter(typed, new_passkey())
    assert await register.session(lost) is None
    assert await register.session(session) is not None
    with pytest.raises(Declined, match="used already"):
        await register.way_in(code)


def test_a_code_is_the_same_however_it_is_typed() -> None:
    code = new_paper_code()
    assert way_hash(code) == way_hash(f" {code.lower().replace('-', '')} ")
    assert way_hash("a-Token_Z") != way_hash("A-TOKEN_Z")
