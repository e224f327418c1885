"""An old backup brings back no name that was erased since."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from bridge.base.errors import StoreError
from bridge.store import Store, open_store
from bridge.store.engine import Database
from bridge.store.erased import ErasedList
from bridge.store.erasing import erase
from bridge.store.tables import loans
from tests.bridge.store.samples import ROBOT, SPAN


def whole(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def lent(store: Store, *names: str) -> list[int]:
    if await store.robot(ROBOT.id) is None:
        await store.put_robot(ROBOT)
    made = []
    for name in names:
        count = len(await store.loans())
        day = SPAN[0].replace(year=2040 + count)
        made.append((await store.add_loan(ROBOT.id, name, (day, day), f"{name}{count}")).id)
    return made


async def erased(database: Database, *ids: int) -> None:
    async with database.begin(write=True) as connection:
        await connection.run_sync(erase, ids, 1000)
        assert database.erased is not None
        database.erased.add(ids)


async def names(store: Store) -> list[str]:
    return [loan.pupil_name for loan in await store.loans()]


def copied(path: Path, goal: Path) -> None:
    """Copy a closed database as somebody does by hand."""
    shutil.copyfile(path, goal)


async def test_a_database_put_back_by_hand_is_erased_again_before_anybody_reads_it(
    tmp_path: Path,
) -> None:
    path, old = tmp_path / "bridge.sqlite", tmp_path / "copy"
    async with open_store(whole(path)) as store:
        first, _second = await lent(store, "Kanarienvogel", "Jonas")
    copied(path, old)
    async with open_store(whole(path)) as store:
        await erased(store.database, first)
    copied(old, path)
    async with open_store(whole(path)) as store:
        assert await names(store) == ["", "Jonas"]
    for file in tmp_path.glob("bridge*"):
        assert b"Kanarienvogel" not in file.read_bytes()


async def test_a_number_that_is_given_again_after_a_backup_is_not_erased(tmp_path: Path) -> None:
    path, old = tmp_path / "bridge.sqlite", tmp_path / "copy"
    async with open_store(whole(path)) as store:
        await lent(store, "Lena")
    copied(path, old)
    async with open_store(whole(path)) as store:
        (second,) = await lent(store, "Jonas")
        await erased(store.database, second)
    copied(old, path)
    async with open_store(whole(path)) as store:
        assert await lent(store, "Mia") == [second]
    async with open_store(whole(path)) as store:
        assert await names(store) == ["Lena", "Mia"]
        await erased(store.database, second)
    copied(old, path)
    async with open_store(whole(path)) as store:
        assert await names(store) == ["Lena"]


async def test_a_backup_from_before_there_was_a_list_is_erased_too(tmp_path: Path) -> None:
    path = tmp_path / "bridge.sqlite"
    async with open_store(whole(path)) as store:
        (first,) = await lent(store, "Lena")
        await erased(store.database, first)
        async with store.database.begin(write=True) as connection:
            await connection.execute(sa.text("DELETE FROM settings"))
            await connection.execute(sa.update(loans).values(pupil_name="Lena", erased_at=None))
    async with open_store(whole(path)) as store:
        assert await names(store) == [""]


async def test_a_new_database_beside_an_old_list_erases_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bridge.sqlite"
    async with open_store(whole(path)) as store:
        await erased(store.database, *await lent(store, "Lena"))
    for file in tmp_path.glob("bridge.sqlite*"):
        if not file.name.endswith(".erased"):
            file.unlink()
    async with open_store(whole(path)) as store:
        await lent(store, "Mia")
    async with open_store(whole(path)) as store:
        assert await names(store) == ["Mia"]


async def test_a_list_that_is_lost_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "bridge.sqlite"
    listed = Path(f"{path}.erased")
    async with open_store(whole(path)) as store:
        await erased(store.database, *await lent(store, "Lena"))
    before = listed.read_text().split()
    listed.unlink()
    async with open_store(whole(path)):
        assert listed.read_text().split() == before
        assert listed.stat().st_mode & 0o777 == 0o600


def test_a_line_that_was_cut_off_harms_no_other(tmp_path: Path) -> None:
    listed = ErasedList([tmp_path / "list", tmp_path / "beside"])
    (tmp_path / "beside").write_text("old 5\n")
    listed.database = "abc"
    listed.add([7, 3])
    with (tmp_path / "list").open("a") as file:
        file.write("ab")
    listed.add([9])
    assert listed.read() == [("abc", 3), ("abc", 7), ("abc", 9), ("old", 5)]
    assert (tmp_path / "beside").read_text() == "old 5\n"
    listed.copy_to(tmp_path / "beside")
    assert ErasedList([tmp_path / "beside"]).read() == listed.read()


async def test_nothing_opens_without_its_list(tmp_path: Path) -> None:
    path = tmp_path / "bridge.sqlite"
    Path(f"{path}.erased").mkdir()
    with pytest.raises(StoreError, match="list of erased loans"):
        async with open_store(whole(path)):
            pass
