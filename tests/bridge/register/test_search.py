import pytest

from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.register import Register
from bridge.register.schools import Contact, SchoolRecord
from bridge.register.search import MOST_OF_A_KIND, loose_pattern
from bridge.store import Store
from bridge.store.office_tables import requests
from tests.bridge.register.lent import OFFICE, new_school, wish

READER = Member(9, "Ole", "reader")


@pytest.fixture
async def school(store: Store, register: Register) -> int:
    return await new_school(store, register)


async def kinds(register: Register, member: Member, text: str) -> list[str]:
    return [hit.kind for hit in await register.search(member, text)]


async def test_everything_is_found_whatever_is_typed(register: Register, school: int) -> None:
    other = SchoolRecord(0, "Stadtteilschule Möwenweg", "Hamburg", "22303", "HH")
    moewe = (await register.add_school(COMMAND_LINE, other)).id
    await register.add_contact(COMMAND_LINE, Contact(0, moewe, "Frau Groß", "040 1"))
    loan = await register.reserve(OFFICE, wish(moewe))
    await register.hand_over(OFFICE, loan.id)
    await register.add_robot_note(OFFICE, "krl-2", "Kopf klemmt")
    async with register.change(OFFICE, "undo") as change:
        await change.insert(requests, school_name="Gymnasium Schlosssee", asked_at=1)
    assert await kinds(register, OFFICE, "MÖWEN") == ["robot", "school", "loan"]
    assert await kinds(register, OFFICE, "moewenweg  hamburg") == ["school", "loan"]
    assert await kinds(register, OFFICE, "j. b.") == ["loan", "child"]
    assert await kinds(register, OFFICE, "frau gross") == ["school"]
    assert await kinds(register, OFFICE, "klemmt") == ["robot"]
    assert await kinds(register, OFFICE, "schlosssee") == ["request"]
    for nothing in ("", "  ", "%", "_", "zzz"):
        assert await kinds(register, OFFICE, nothing) == []


async def test_nobody_finds_what_they_may_not_see(register: Register, school: int) -> None:
    loan = (await register.reserve(OFFICE, wish(school))).id
    await register.hand_over(OFFICE, loan)
    contact, stranger = (Member(7, "Frau Muster", "school", one) for one in (school, school + 1))
    assert await kinds(register, contact, "ford") == []
    assert await kinds(register, contact, "foerdewind") == ["robot", "school", "loan"]
    assert await kinds(register, contact, "j b") == ["loan", "child"]
    for text in ("foerdewind", "j b", "robot", "krl"):
        assert await kinds(register, stranger, text) == []
    assert await kinds(register, READER, "j b") == []
    assert await kinds(register, READER, "foerdewind") == ["robot", "loan"]


async def test_of_each_kind_only_some_are_shown(register: Register) -> None:
    for number in range(MOST_OF_A_KIND + 3):
        record = SchoolRecord(0, f"Grundschule {number}", "Kiel", "24103", "SH")
        await register.add_school(COMMAND_LINE, record)
    assert len(await register.search(OFFICE, "grundschule")) == MOST_OF_A_KIND


def test_a_pattern_lets_through_what_may_be_meant() -> None:
    assert loose_pattern("moewe") == "%m%w_%"
    assert loose_pattern("gross") == "%gr_%%"
