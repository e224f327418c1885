import pytest

from bridge.base.words import NotYours
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.changes import UNDO_S
from bridge.register.register import Register
from bridge.store.office_tables import schools
from tests.bridge.people import TurnedClock

ANNA = Member(1, "Anna", "office")
TOM = Member(2, "Tom", "office")
FRAU_MUSTER = Member(3, "Frau Muster", "school", school_id=7)
READER = Member(4, "Ole", "reader")


async def change_of(register: Register, member: Member, school_id: int | None = None) -> int:
    async with register.change(member, "undo", school_id=school_id) as change:
        await change.insert(schools, name="GS Lindenkoppel")
    return change.id


async def test_only_what_can_still_be_taken_back_is_offered(
    register: Register, clock: TurnedClock
) -> None:
    made = await change_of(register, ANNA)
    offer = await register.undo_offer(TOM, made)
    assert offer is not None
    assert offer.until - offer.at == UNDO_S
    assert await register.undo_offer(ANNA, made + 1) is None
    clock.now_s += UNDO_S + 1
    assert await register.undo_offer(ANNA, made) is None

    again = await change_of(register, ANNA)
    await register.undo(ANNA, again)
    assert await register.undo_offers(ANNA) == []


async def test_the_list_holds_ones_own_changes_and_the_newest_is_first(register: Register) -> None:
    first, second = [await change_of(register, ANNA) for _ in range(2)]
    await change_of(register, TOM)
    assert [offer.id for offer in await register.undo_offers(ANNA)] == [second, first]


async def test_nobody_takes_back_what_they_may_not_change(register: Register) -> None:
    elsewhere = await change_of(register, COMMAND_LINE, school_id=8)
    at_home = await change_of(register, COMMAND_LINE, school_id=7)
    for member in (FRAU_MUSTER, READER):
        for made in (elsewhere, at_home):
            assert await register.undo_offer(member, made) is None
            with pytest.raises(NotYours):
                await register.undo(member, made)
    own = await change_of(register, FRAU_MUSTER, school_id=7)
    assert await register.undo_offer(FRAU_MUSTER, own) is not None
    await register.undo(FRAU_MUSTER, own)
