import pytest
import sqlalchemy as sa

from bridge.base.words import Declined, NotYours, Outdated
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.changes import UNDO_S
from bridge.register.register import Register
from bridge.store.office_tables import changes, images, schools
from tests.bridge.people import TurnedClock


async def rows(register: Register, table: sa.Table) -> list[dict[str, object]]:
    async with register._database.begin() as connection:
        return [dict(row._mapping) for row in await connection.execute(sa.select(table))]


async def new_school(register: Register, name: str = "GS Lindenkoppel") -> tuple[int, int]:
    async with register.change(COMMAND_LINE, "undo") as change:
        row = await change.insert(schools, name=name, state="HH")
    return row["id"], change.id


async def renamed(register: Register, school: int, name: str, version: int | None = None) -> int:
    async with register.change(COMMAND_LINE, "undo", school_id=school) as change:
        await change.update(schools, {"id": school}, version, name=name)
    return change.id


async def test_a_change_and_its_line_are_written_together_or_not_at_all(register: Register) -> None:
    async def fails() -> None:
        async with register.change(COMMAND_LINE, "undo") as change:
            await change.insert(schools, name="GS Lindenkoppel")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    assert await rows(register, schools) == await rows(register, changes) == []


async def test_rows_that_were_added_changed_or_removed_come_back(register: Register) -> None:
    school, added = await new_school(register)
    changed = await renamed(register, school, "GS Möwenweg")
    await register.undo(COMMAND_LINE, changed)
    (row,) = await rows(register, schools)
    assert (row["name"], row["version"]) == ("GS Lindenkoppel", 3)
    async with register.change(COMMAND_LINE, "undo") as change:
        await change.delete(schools, {"id": school})
    await register.undo(COMMAND_LINE, change.id)
    assert await rows(register, schools) == [row]
    with pytest.raises(Declined, match="changed again"):
        await register.undo(COMMAND_LINE, added)


async def test_nothing_is_taken_back_twice_or_late(register: Register, clock: TurnedClock) -> None:
    school, _ = await new_school(register)
    first = await renamed(register, school, "GS Möwenweg")
    await register.undo(COMMAND_LINE, first)
    with pytest.raises(Declined):
        await register.undo(COMMAND_LINE, first)
    second = await renamed(register, school, "GS Möwenweg")
    clock.now_s += UNDO_S + 1
    with pytest.raises(Declined, match="10 minutes"):
        await register.undo(COMMAND_LINE, second)
    await register.forget_images()
    assert await rows(register, images) == []


async def test_who_read_an_older_row_is_told(register: Register) -> None:
    school, _ = await new_school(register)
    await renamed(register, school, "GS Möwenweg", version=1)
    with pytest.raises(Outdated):
        await renamed(register, school, "GS Apfelhof", version=1)


async def test_a_school_takes_back_nothing_of_another_school(register: Register) -> None:
    school, _ = await new_school(register)
    change = await renamed(register, school, "GS Möwenweg")
    with pytest.raises(NotYours):
        await register.undo(Member(7, "Frau Muster", "school", school + 1), change)
    with pytest.raises(NotYours):
        await register.undo(COMMAND_LINE, change + 100)


async def test_a_school_or_a_reader_takes_back_nothing_that_the_office_did(
    register: Register,
) -> None:
    school, _ = await new_school(register)
    change = await renamed(register, school, "GS Möwenweg")
    for member in (Member(7, "Frau Muster", "school", school), Member(8, "Jo", "reader")):
        with pytest.raises(NotYours):
            await register.undo(member, change)
    await register.undo(Member(9, "Tom", "office"), change)
    assert await register.kind_of_change(change) == "undo"
