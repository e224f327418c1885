import asyncio
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bridge.base.errors import StoreError
from bridge.base.words import Declined, NotYours
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.register import Register
from bridge.register.sentences import sentence
from bridge.store import Store
from bridge.store.office_tables import changes
from bridge.store.tables import loans
from tests.bridge.people import TODAY, TurnedClock
from tests.bridge.store.samples import ROBOT, SPAN, office_loan

NAMES = ("Lena K.", "Frau K.", "0451 5550199", "7c")


@pytest.fixture
async def loan(store: Store) -> int:
    await store.put_robot(ROBOT)
    return await office_loan(store, NAMES)


async def set_facts(store: Store, loan: int, **facts: object) -> None:
    async with store.database.begin(write=True) as connection:
        await connection.execute(sa.update(loans).where(loans.c.id == loan).values(**facts))


async def test_an_erased_loan_leaves_a_protocol_and_never_comes_back(
    register: Register, store: Store, clock: TurnedClock, loan: int
) -> None:
    with pytest.raises(Declined, match="not over"):
        await register.erase_loan(COMMAND_LINE, loan)
    await set_facts(store, loan, returned_at=int(clock.unix_s()))
    anna = await register.add_person("Anna", "office")
    number = await register.erase_loan(anna, loan)
    protocol = await register.erasure(anna, number)
    assert (protocol.by, protocol.loan_id, protocol.robot_name) == ("Anna", loan, ROBOT.name)
    assert (protocol.counts["children"], protocol.counts["devices"]) == (1, 1)
    assert await register.erasures(anna) == [protocol]
    with pytest.raises(Declined, match="already"):
        await register.erase_loan(anna, loan)
    async with store.database.begin() as connection:
        rows = (await connection.execute(sa.select(changes))).all()
    assert not any(name in str(rows) for name in NAMES)
    assert "loan.erased" in [one.kind for one in rows]
    assert sentence("loan.erased", {"loan": loan}).en.startswith(f"Loan {loan} erased")
    for one in rows:
        with pytest.raises(Declined):
            await register.undo(COMMAND_LINE, one.id)
    listed = store.database.erased
    assert listed is not None
    if store.database.dialect.name == "sqlite":
        assert listed.read() == [(listed.database, loan)]


async def test_of_two_who_press_at_once_one_gets_a_protocol(
    register: Register, store: Store, loan: int
) -> None:
    await set_facts(store, loan, ended_at=1)
    both = (register.erase_loan(COMMAND_LINE, loan), register.erase_loan(COMMAND_LINE, loan))
    found = await asyncio.gather(*both, return_exceptions=True)
    assert [type(one) for one in found].count(Declined) == 1
    assert len(await register.erasures(COMMAND_LINE)) == 1


async def test_nothing_is_erased_that_cannot_be_listed(
    register: Register, store: Store, loan: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_facts(store, loan, ended_at=1)
    assert store.database.erased is not None

    def full(_ids: object) -> None:
        raise StoreError("there is no room left on the disk")

    monkeypatch.setattr(store.database.erased, "add", full)
    with pytest.raises(StoreError, match="no room"):
        await register.erase_loan(COMMAND_LINE, loan)
    found = await store.loan(loan)
    assert found is not None
    assert found.pupil_name == NAMES[0]
    assert await register.erasures(COMMAND_LINE) == []


async def test_only_the_school_itself_reads_its_protocols(
    register: Register, store: Store, loan: int
) -> None:
    await set_facts(store, loan, ended_at=1)
    own, other = Member(8, "Frau Muster", "school", 3), Member(9, "Herr Muster", "school", 4)
    with pytest.raises(NotYours):
        await register.erase_loan(other, loan)
    with pytest.raises(NotYours):
        await register.erase_loan(COMMAND_LINE, loan + 7)
    number = await register.erase_loan(own, loan)
    assert (await register.erasure(own, number)).by == ""
    with pytest.raises(NotYours):
        await register.erasure(other, number)
    assert await register.erasures(other) == []


async def test_what_is_due_is_erased_and_nothing_before(
    register: Register, store: Store, clock: TurnedClock, loan: int
) -> None:
    later = SPAN[1] + timedelta(days=1)
    running = await store.add_loan(ROBOT.id, "Jonas", (later, date(2027, 7, 1)), "j")
    await set_facts(store, loan, returned_at=int(clock.unix_s()))
    month = TODAY + timedelta(days=30)
    assert await register.erased_soon(COMMAND_LINE, month - timedelta(days=1)) == []
    assert await register.erased_soon(COMMAND_LINE, month) == [(loan, month)]
    assert await register.erased_soon(Member(9, "Herr Muster", "school", 4), month) == []
    clock.day = month - timedelta(days=1)
    assert await register.erase_due() == []
    clock.day = month
    assert len(await register.erase_due()) == 1
    assert [one.pupil_name for one in await store.loans()] == ["", "Jonas"]
    assert await register.erase_due() == []
    assert (await store.loan(running.id)) == running
