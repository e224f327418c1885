from pathlib import Path

import pytest
import sqlalchemy as sa

from bridge.base.errors import StoreError
from bridge.office.keeping import erasing
from bridge.store.tables import loans
from tests.bridge.office.staff import Staff
from tests.bridge.store.samples import DAY, ROBOT, office_loan

NAMES = ("Lena Kanarienvogel", "Frau Kanarienvogel", "0451 5550199", "7c")


@pytest.fixture
async def loan(staff: Staff) -> int:
    await staff.store.put_robot(ROBOT)
    loan = await office_loan(staff.store, NAMES)
    await set_facts(staff, loan, returned_at=int(staff.clock.unix_s()))
    return loan


async def set_facts(staff: Staff, loan: int, **facts: object) -> None:
    async with staff.store.database.begin(write=True) as connection:
        await connection.execute(sa.update(loans).where(loans.c.id == loan).values(**facts))


async def test_one_loan_is_erased_by_one_action_and_leaves_a_protocol(
    staff: Staff, loan: int
) -> None:
    office = await staff.signed_in("office")
    assert f"/office/loans/{loan}/erase" in await office.get("/office/erased")
    asked = await office.get(f"/office/loans/{loan}/erase")
    assert "1 × Name des Kindes" in asked
    assert "Das kann niemand zurückholen." in asked
    where = await office.post(f"/office/loans/{loan}/erase")
    protocol = await office.get(where)
    assert "Löschprotokoll Nr. 1" in protocol
    assert "Anna office" in protocol
    folder = Path(staff.store.place).parent
    for file in folder.glob("bridge.sqlite*"):
        data = file.read_bytes()
        assert not any(name.encode() in data for name in NAMES[:3])
    assert where in await office.get("/office/erased")
    await office.post(f"/office/loans/{loan}/erase", status=409)
    await office.get(f"/office/loans/{loan}/erase", status=409)


async def test_a_loan_that_still_runs_and_one_that_is_not_there_stay(
    staff: Staff, loan: int
) -> None:
    office = await staff.signed_in("office")
    await set_facts(staff, loan, returned_at=None)
    assert "noch nicht vorbei" in await office.get(f"/office/loans/{loan}/erase", status=409)
    await office.post(f"/office/loans/{loan}/erase", status=409)
    await office.post(f"/office/loans/{loan + 1}/erase", status=404)
    await office.get("/office/erased/1", status=404)


async def test_a_school_reads_its_own_protocols_and_erases_nothing(staff: Staff, loan: int) -> None:
    own, other = await staff.signed_in("school", 3), await staff.signed_in("school", 4)
    await own.post(f"/office/loans/{loan}/erase", status=404)
    number = await staff.register.erase_loan((await staff.signed_in("lead")).member, loan)
    assert "Löschprotokoll" in await own.get(f"/office/erased/{number}")
    await other.get(f"/office/erased/{number}", status=404)
    assert f"/office/erased/{number}" not in await other.get("/office/erased")


async def test_a_loan_is_erased_also_while_somebody_reads(
    staff: Staff, loan: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def busy(_database: object) -> None:
        raise StoreError("something reads from it")

    monkeypatch.setattr(erasing, "scrub", busy)
    office = await staff.signed_in("office")
    assert (await office.post(f"/office/loans/{loan}/erase")).startswith("/office/erased/")
    assert "something reads from it" in caplog.text


async def test_what_comes_next_is_listed_with_its_day(staff: Staff, loan: int) -> None:
    office = await staff.signed_in("office")
    assert "wird am 23.12.2026 gelöscht" in await office.get("/office/erased")
    staff.clock.day += 40 * DAY
    await staff.register.erase_due()
    assert "Karlsson, weil die Zeit um war" in await office.get("/office/erased/1")
