from typing import Any

import pytest
import sqlalchemy as sa

from bridge.base.words import Declined
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.changes import Change
from bridge.register.putting_back import CHUNK
from bridge.register.register import Register
from bridge.store import Store
from bridge.store.office_tables import children, people, schools
from bridge.store.tables import devices, loans
from tests.bridge.people import TurnedClock
from tests.bridge.register.lent import new_school, running
from tests.bridge.register.test_devices import DEVICE, paired

MANY = CHUNK + 20


async def add_many(register: Register) -> Change:
    async with register.change(COMMAND_LINE, "list.imported") as change:
        rows = [{"name": f"Schule {number}", "state": "HH"} for number in range(MANY)]
        made = await change.insert_many(schools, rows)
        assert [row["name"] for row in made] == [row["name"] for row in rows]
        assert await change.insert_many(schools, []) == []
    return change


async def names(register: Register) -> list[str]:
    async with register._database.begin() as connection:
        return list((await connection.execute(sa.select(schools.c.name))).scalars())


async def test_many_rows_that_were_added_together_go_together(register: Register) -> None:
    change = await add_many(register)
    assert len(await names(register)) == MANY
    await register.undo(COMMAND_LINE, change.id)
    assert await names(register) == []


async def test_a_row_that_others_name_by_now_is_asked_about(register: Register) -> None:
    change = await add_many(register)
    async with register.change(COMMAND_LINE, "list.imported") as later:
        await later.insert(children, short_name="Mia", school_id=7)
    with pytest.raises(Declined):
        await register.undo(COMMAND_LINE, change.id)
    assert len(await names(register)) == MANY
    await register.undo(COMMAND_LINE, change.id, leave_touched=True)
    assert await names(register) == ["Schule 6"]


async def test_no_undo_lets_in_what_was_shut_out_whatever_the_change_is_called(
    register: Register, store: Store, clock: TurnedClock
) -> None:
    loan = await running(register, await new_school(store, register))
    await paired(register, store, loan, clock)
    person = (await register.add_person("Tom Probe", "office")).id
    key = {"loan_id": loan, "public_key": DEVICE}
    acts: tuple[tuple[sa.Table, dict[str, Any], dict[str, Any], str], ...] = (
        (devices, key, {"locked_at": 5}, "new welcome sheet"),
        (loans, {"id": loan}, {"teacher_token_hash": "n" * 64}, "Make a new one"),
        (people, {"id": person}, {"left_at": 5}, "Invite the person anew"),
    )
    for table, row, values, says in acts:
        async with register.change(COMMAND_LINE, "undo") as change:
            await change.update(table, row, **values)
        with pytest.raises(Declined, match=says):
            await register.undo(COMMAND_LINE, change.id)
    assert await store.device_locked(DEVICE)
