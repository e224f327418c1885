import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from bridge import migrations
from bridge.errors import Conflict, NotKnown, StoreError
from bridge.records import Loan, Robot
from bridge.rights import Right
from bridge.store import Store, open_store

TODAY = date(2026, 11, 23)
SPAN = (TODAY, TODAY + timedelta(days=30))
ROBOT = Robot("karlsson-1", "Karlsson", "K" * 43, 1000)


def url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'bridge.sqlite'}"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(url(tmp_path)) as opened:
        yield opened


@pytest.fixture
async def loan(store: Store) -> Loan:
    await store.put_robot(ROBOT)
    return await store.add_loan(ROBOT.id, "Lena", SPAN, "hash")


async def test_a_robot_is_kept_over_a_restart(tmp_path: Path) -> None:
    async with open_store(url(tmp_path)) as first:
        await first.put_robot(ROBOT)
    async with open_store(url(tmp_path)) as second:
        assert await second.robot(ROBOT.id) == ROBOT
        assert await second.robots() == [ROBOT]


async def test_a_robot_may_be_renamed_but_not_silently_replaced(store: Store) -> None:
    await store.put_robot(ROBOT)
    renamed = Robot(ROBOT.id, "Kalle", ROBOT.public_key, 2000)
    assert (await store.put_robot(renamed)).created == 1000
    other = Robot(ROBOT.id, "Kalle", "L" * 43, 2000)
    with pytest.raises(Conflict):
        await store.put_robot(other)
    await store.put_robot(other, replace_key=True)
    found = await store.robot(ROBOT.id)
    assert found
    assert (found.name, found.public_key) == ("Kalle", "L" * 43)


async def test_a_robot_is_lent_to_one_child_at_a_time(store: Store, loan: Loan) -> None:
    with pytest.raises(Conflict, match=f"loan {loan.id}"):
        await store.add_loan(ROBOT.id, "Ole", (SPAN[1], SPAN[1]), "other")
    after = SPAN[1] + timedelta(days=1)
    await store.add_loan(ROBOT.id, "Ole", (after, after), "other")
    assert [one.pupil_name for one in await store.loans()] == ["Lena", "Ole"]


async def test_what_does_not_exist_cannot_be_lent_or_paired(store: Store) -> None:
    with pytest.raises(NotKnown):
        await store.add_loan("nobody", "Lena", SPAN, "hash")
    with pytest.raises(NotKnown):
        await store.add_pairing(7, "secret", "L" * 22, b"k", 1)
    with pytest.raises(NotKnown):
        await store.end_loan(7, TODAY)


async def test_rights_are_asked_for_all_at_once(store: Store, loan: Loan) -> None:
    secret = await store.add_pairing(loan.id, "secret", "L" * 22, b"k", 2**40)
    await store.use_pairing(secret, "D" * 43, 1)
    holding = {
        Right(ROBOT.id),
        Right(ROBOT.id, ROBOT.public_key),
        Right(ROBOT.id, token_hash="hash"),
        Right(ROBOT.id, device_key="D" * 43),
        Right(ROBOT.id, ROBOT.public_key, "D" * 43),
    }
    gone = {
        Right("nobody"),
        Right(ROBOT.id, "L" * 43),
        Right(ROBOT.id, token_hash="another"),
        Right(ROBOT.id, device_key="E" * 43),
        Right(ROBOT.id, "L" * 43, "D" * 43),
    }
    assert await store.still_holds(holding | gone, TODAY) == holding
    assert await store.still_holds(holding | gone, SPAN[1]) == holding
    of_the_robot = {Right(ROBOT.id), Right(ROBOT.id, ROBOT.public_key)}
    over = SPAN[1] + timedelta(days=1)
    assert await store.still_holds(holding | gone, over) == of_the_robot
    await store.replace_teacher_token(loan.id, "new hash")
    assert Right(ROBOT.id, token_hash="hash") not in await store.still_holds(holding, TODAY)


async def test_a_teacher_is_found_by_the_hash_of_the_token(store: Store, loan: Loan) -> None:
    assert await store.teacher_loan("hash") == loan
    await store.replace_teacher_token(loan.id, "new hash")
    assert await store.teacher_loan("hash") is None
    assert await store.teacher_loan("new hash") == loan


async def test_a_loan_can_end_on_another_day(store: Store, loan: Loan) -> None:
    await store.end_loan(loan.id, TODAY)
    found = await store.loan(loan.id)
    assert found
    assert found.until_date == TODAY


async def test_of_two_devices_at_once_one_is_paired(store: Store, loan: Loan) -> None:
    pairing = await store.add_pairing(loan.id, "secret", "L" * 22, b"k", 2000)
    used = await asyncio.gather(
        *(store.use_pairing(pairing, letter * 43, 1000) for letter in "ABCDEFGH")
    )
    assert sorted(used) == [False] * 7 + [True]
    bound = [letter for letter in "ABCDEFGH" if await store.device_loans(letter * 43)]
    assert len(bound) == 1
    spent = await store.pairing("L" * 22)
    assert spent
    assert spent.used_at == 1000


async def test_a_secret_names_one_pairing(store: Store, loan: Loan) -> None:
    await store.add_pairing(loan.id, "word", "L" * 22, b"k", 2000)
    with pytest.raises(Conflict):
        await store.add_pairing(loan.id, "word", "L" * 22, b"k", 2000)


async def test_a_device_may_be_paired_twice_with_one_loan(store: Store, loan: Loan) -> None:
    for lookup in ("L" * 22, "M" * 22):
        pairing = await store.add_pairing(loan.id, "secret", lookup, b"k", 2000)
        assert await store.use_pairing(pairing, "D" * 43, 1000)
    assert await store.device_loans("D" * 43) == [loan]


async def test_the_file_is_durable_and_for_its_owner_only(tmp_path: Path) -> None:
    async with open_store(url(tmp_path)) as store:
        await store.put_robot(ROBOT)
        mode = (tmp_path / "bridge.sqlite").stat().st_mode & 0o777
        async with store._engine.connect() as connection:
            asked = {
                name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
    assert mode == 0o600
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


async def test_two_processes_may_write_in_turn(tmp_path: Path) -> None:
    async with open_store(url(tmp_path)) as one, open_store(url(tmp_path)) as two:
        await one.put_robot(ROBOT)

        async def lend(store: Store, number: int) -> None:
            day = TODAY + timedelta(days=number)
            await store.add_loan(ROBOT.id, "Lena", (day, day), f"hash {number}")

        await asyncio.gather(*(lend(one if n % 2 else two, n) for n in range(10)))
        assert len(await two.loans()) == 10


async def test_the_tables_are_those_that_the_migrations_make(tmp_path: Path) -> None:
    async with open_store(url(tmp_path)) as store:
        await store.ping()
    with sqlite3.connect(tmp_path / "bridge.sqlite") as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    database.close()
    assert {row[0] for row in rows} == {
        "alembic_version",
        "devices",
        "loans",
        "pairings",
        "robots",
    }


async def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "bridge.sqlite") as database:
        database.execute("CREATE TABLE devices (x)")
    database.close()
    with pytest.raises(StoreError, match=r"storage\.url"):
        async with open_store(url(tmp_path)):
            pass
    with sqlite3.connect(tmp_path / "bridge.sqlite") as database:
        rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    database.close()
    assert {row[0] for row in rows} <= {"devices", "alembic_version"}


async def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "bridge.sqlite").write_bytes(b"this is not a database, but a letter" * 50)
    with pytest.raises(StoreError, match="not a database"):
        async with open_store(url(tmp_path)):
            pass


async def test_a_folder_that_is_missing_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file"):
        async with open_store(url(tmp_path / "nowhere")):
            pass


async def test_an_error_does_not_quote_what_was_to_be_stored(store: Store, loan: Loan) -> None:
    backwards = (SPAN[1] + timedelta(days=9), SPAN[1] + timedelta(days=5))
    with pytest.raises(StoreError) as failed:
        await store.add_loan(ROBOT.id, "Lena Canary", backwards, "canary hash")
    assert "anary" not in str(failed.value) + repr(failed.value.__cause__)


def test_the_newest_step_is_the_last_one_in_the_folder() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == migrations.HEAD


async def test_a_database_from_the_future_is_a_clear_error(tmp_path: Path) -> None:
    async with open_store(url(tmp_path)) as store:
        await store.ping()
    with sqlite3.connect(tmp_path / "bridge.sqlite") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(StoreError, match="another version"):
        async with open_store(url(tmp_path)):
            pass
