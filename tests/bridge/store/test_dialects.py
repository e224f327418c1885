import sqlite3
from pathlib import Path

import pytest

from bridge.base.errors import StoreError
from bridge.store import dialects, open_store
from tests.bridge.postgresql import PASSWORD, Cluster
from tests.bridge.store.samples import ROBOT


def sqlite_url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'bridge.sqlite'}"


async def refusal(url: str, password: str = "") -> str:
    with pytest.raises(StoreError) as refused:
        async with open_store(url, password):
            pass
    text = str(refused.value)
    shown = text + repr(refused.value) + repr(refused.value.__cause__)
    assert "canary" not in shown
    return text


async def test_the_file_is_durable_and_for_its_owner_only(tmp_path: Path) -> None:
    async with open_store(sqlite_url(tmp_path)) as store:
        await store.put_robot(ROBOT)
        mode = (tmp_path / "bridge.sqlite").stat().st_mode & 0o777
        async with store._database.begin() as connection:
            asked = {
                name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
            }
    assert mode == 0o600
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
    }


async def test_a_relative_file_makes_no_database_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "absolute path" in await refusal("sqlite+aiosqlite:///bridge.sqlite")
    assert list(tmp_path.iterdir()) == []


async def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "bridge.sqlite").write_bytes(b"this is not a database, but a letter" * 50)
    assert "is no database, or is damaged" in await refusal(sqlite_url(tmp_path))


async def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    text = await refusal(sqlite_url(missing))
    assert "is not there, nor is the folder" in text
    assert str(missing) in text


async def test_a_database_that_another_program_holds_is_busy_and_not_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialects, "BUSY_TIMEOUT_S", 0.05)
    async with open_store(sqlite_url(tmp_path)) as store:
        with sqlite3.connect(tmp_path / "bridge.sqlite", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="try again"):
                await store.put_robot(ROBOT)
            other.execute("ROLLBACK")
        other.close()
        await store.put_robot(ROBOT)


async def test_a_password_may_come_apart_from_the_address(postgresql_server: Cluster) -> None:
    url = await postgresql_server.new_database()
    name = url.rpartition("/")[2]
    bare = f"postgresql://karlsson@127.0.0.1:{postgresql_server.port}/{name}"
    assert "refuses this user or password" in await refusal(bare)
    async with open_store(bare, PASSWORD) as store:
        await store.ping()
    wrong = postgresql_server.address(name, "wrong-canary")
    async with open_store(wrong, PASSWORD) as store:
        await store.ping()


async def test_a_server_is_reached_through_its_socket(postgresql_server: Cluster) -> None:
    url = await postgresql_server.new_database()
    name, cluster = url.rpartition("/")[2], postgresql_server
    local = f"postgresql://karlsson@/{name}?host={cluster.folder}&port={cluster.port}"
    async with open_store(local, PASSWORD) as store:
        await store.put_robot(ROBOT)
        assert str(cluster.folder) in store.place


async def test_what_a_server_refuses_is_said_in_words(postgresql_server: Cluster) -> None:
    cluster = postgresql_server
    url = await cluster.new_database()
    name = url.rpartition("/")[2]
    assert "refuses this user or password" in await refusal(cluster.address(name, "canary"))
    assert "no database of this name" in await refusal(cluster.address("nowhere"))
    assert "option that is not known" in await refusal(url + "?sslmode=perhaps")
    await cluster.ask(name, "REVOKE CREATE ON SCHEMA public FROM karlsson")
    assert "needs CREATE" in await refusal(url)


async def test_a_server_that_is_not_there_is_named(unused_tcp_port: int) -> None:
    text = await refusal(f"postgresql://karlsson:canary@127.0.0.1:{unused_tcp_port}/house")
    assert f"PostgreSQL at 127.0.0.1:{unused_tcp_port}, database house" in text
    assert "cannot be reached" in text


async def test_a_server_that_goes_and_comes_back_is_used_again(postgresql_server: Cluster) -> None:
    url = await postgresql_server.new_database()
    async with open_store(url) as store:
        await store.put_robot(ROBOT)
        await postgresql_server.ask(
            "postgres",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'karlsson'",
        )
        assert await store.robots() == [ROBOT]


@pytest.mark.long
async def test_a_table_that_is_held_for_long_is_busy_and_not_broken(
    postgresql_server: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = await postgresql_server.ready_database()
    async with open_store(url) as store, store._database.begin(write=True) as held:
        await held.exec_driver_sql("LOCK TABLE robots IN EXCLUSIVE MODE")
        # For the next connection alone: all else may take its time on a busy machine.
        monkeypatch.setattr(dialects, "BUSY_TIMEOUT_S", 1.0)
        with pytest.raises(StoreError, match="try again"):
            await store.put_robot(ROBOT)
