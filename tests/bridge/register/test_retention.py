from typing import Any

import pytest
import sqlalchemy as sa

from bridge.base.words import Declined
from bridge.lending.permissions import COMMAND_LINE
from bridge.lending.retention import BY_NAME, CODE_DAYS, TAKE_BACK_DAYS
from bridge.register.register import Register
from bridge.register.retention import DAY_S
from bridge.store import Store
from bridge.store import office_tables as office
from bridge.store.tables import loans, pairings
from tests.bridge.people import TurnedClock
from tests.bridge.store.samples import DAY, ROBOT, SPAN


async def put(store: Store, table: sa.Table, **values: Any) -> None:
    async with store.database.begin(write=True) as connection:
        await connection.execute(sa.insert(table).values(values))


async def rows(store: Store, table: sa.Table) -> list[Any]:
    async with store.database.begin() as connection:
        return list((await connection.execute(sa.select(table))).all())


async def test_times_are_set_and_taken_back(register: Register) -> None:
    usual = await register.periods()
    change = await register.set_period(COMMAND_LINE, "names", 14)
    assert await register.periods() == usual | {"names": 14}
    again = await register.set_period(COMMAND_LINE, "names", 21)
    await register.undo(COMMAND_LINE, again)
    assert (await register.periods())["names"] == 14
    with pytest.raises(Declined):
        await register.undo(COMMAND_LINE, change)
    with pytest.raises(Declined):
        await register.set_period(COMMAND_LINE, "names", 4000)


async def test_everything_goes_when_its_time_is_over_and_not_before(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    now = int(clock.unix_s())
    await store.put_robot(ROBOT)
    loan = await store.add_loan(ROBOT.id, "Lena", SPAN, "hash")

    def at(name: str) -> int:
        return now - BY_NAME[name].default_days * DAY_S

    def both(name: str, last: int) -> list[dict[str, Any]]:
        return [{name: last}, {name: last - 1}]

    for row in both("asked_at", at("requests")):
        await put(store, office.requests, **row)
    await put(store, office.requests, asked_at=1, answered_at=now)
    for row in both("left_at", at("people")):
        await put(store, office.people, name="Anna", email="a@x.de", user_handle="h", **row)
    for row in both("at", at("history")):
        await put(store, office.changes, person_id=1, kind="undo", undo_until=0, **row)
    for row in both("at", now - TAKE_BACK_DAYS * DAY_S):
        await put(
            store,
            office.imports,
            person_id=1,
            file_name="Lena.xlsx",
            rows_taken=1,
            rows_left=0,
            **row,
        )
    for place, row in enumerate(both("expires_at", now - CODE_DAYS * DAY_S)):
        code = {"kind": "secret", "lookup": f"l{place}", "mac_key": b"m"}
        await put(store, pairings, loan_id=loan.id, **code, **row)
    for school, row in enumerate(both("created", at("contacts")), start=1):
        await put(store, office.schools, id=school, name="GS", **row)
        await put(store, office.contacts, school_id=school, name="Frau Muster")
    await put(store, office.ticks, loan_id=loan.id, line="parents")
    await put(store, office.withdrawals, loan_id=loan.id, at=now)
    told = await register.forget()
    assert told == {
        **{"requests": 1, "people": 1, "changes": 1, "files": 1, "codes": 1, "contacts": 1},
    }
    assert [one.name for one in await rows(store, office.people)] == ["Anna"]
    assert [one.file_name for one in await rows(store, office.imports)] == ["Lena.xlsx", ""]
    assert [one.school_id for one in await rows(store, office.contacts)] == [1]
    [_, line] = await rows(store, office.changes)
    assert (line.kind, line.facts) == ("retention.forgot", '{"rows":5}')
    assert await register.forget() == {}
    clock.day = SPAN[1] + (BY_NAME["ticks"].default_days + 1) * DAY
    assert await register.forget() == {"ticks": 1, "withdrawals": 1}


async def test_a_request_that_became_a_loan_and_a_school_that_has_one_stay(
    register: Register, store: Store
) -> None:
    await store.put_robot(ROBOT)
    loan = await store.add_loan(ROBOT.id, "Lena", SPAN, "hash")
    await put(store, office.requests, id=1, asked_at=1)
    await put(store, office.schools, id=1, name="GS", created=1)
    await put(store, office.contacts, school_id=1, name="Frau Muster")
    async with store.database.begin(write=True) as connection:
        values = {"request_id": 1, "school_id": 1}
        await connection.execute(sa.update(loans).where(loans.c.id == loan.id).values(values))
    assert await register.forget() == {}


async def test_sessions_and_invitations_that_ran_out_leave_no_line(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    anna = await register.add_person("Anna", "lead")
    await register.begin_session(anna.id)
    now = int(clock.unix_s())
    await put(store, office.ways_in, person_id=anna.id, token_hash="a", expires_at=now + 9)
    await put(store, office.put_away, line="x", until=now + 9)
    assert await register.forget() == {}
    clock.now_s += 30 * DAY_S
    assert await register.forget() == {"sessions": 1, "invitations": 1, "put_away": 1}
    assert await rows(store, office.changes) == []
