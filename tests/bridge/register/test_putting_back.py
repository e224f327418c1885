import pytest
import sqlalchemy as sa

from bridge.base.words import Declined
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.changes import Change
from bridge.register.putting_back import CHUNK
from bridge.register.register import Register
from bridge.store.office_tables import children, schools

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
