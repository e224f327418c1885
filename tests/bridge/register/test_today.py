import pytest

from bridge.base.words import Words
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.register import Register
from bridge.register.schools import Contact
from bridge.register.today import PhoneContact
from bridge.store import Store
from tests.bridge.people import TurnedClock
from tests.bridge.register.lent import OFFICE, new_school, tick_all, wish

SAID = Words("Otto kommt zurück", "Otto comes back")


@pytest.fixture
async def school(store: Store, register: Register) -> int:
    return await new_school(store, register)


async def test_the_first_contact_with_a_number_is_called(register: Register, school: int) -> None:
    assert await register.phone_contacts([]) == await register.phone_contacts([school]) == {}
    for number, name in (("", "Herr Stumm"), ("0461 1", "Frau Muster"), ("0461 2", "Herr Test")):
        contact = Contact(0, school, name, number, "a@b.example")
        await register.add_contact(COMMAND_LINE, contact)
    found = await register.phone_contacts([school, school + 1])
    assert found == {school: PhoneContact("Frau Muster", "0461 1")}


async def test_open_ticks_are_named_by_loan(register: Register, school: int) -> None:
    loan = (await register.reserve(OFFICE, wish(school))).id
    found = await register.open_ticks([loan])
    assert "parents" in found[loan] or len(found[loan]) == 5
    await tick_all(register, loan)
    assert await register.open_ticks([loan]) == await register.open_ticks([]) == {}


async def test_a_line_is_away_until_its_time(register: Register, clock: TurnedClock) -> None:
    now = int(clock.unix_s())
    await register.put_line_away(OFFICE, "ends:1", SAID, now + 100)
    change = await register.put_line_away(OFFICE, "ends:1", SAID, now + 200)
    assert await register.lines_away() == {"ends:1": now + 200}
    await register.undo(OFFICE, change)
    assert await register.lines_away() == {"ends:1": now + 100}
    clock.now_s += 100
    assert await register.lines_away() == {}
