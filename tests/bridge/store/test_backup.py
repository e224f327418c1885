"""Backups before migrations, from real databases of before."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bridge.base.errors import StoreError
from bridge.config import BackupSection, BridgeConfig, StorageSection, backups
from bridge.store import backup, migrations, open_store
from bridge.store.address import read
from bridge.store.backup import Backups
from bridge.store.engine import open_database
from bridge.store.steps import migrate
from tests.bridge.postgresql import PASSWORD, Cluster
from tests.bridge.store.samples import ROBOT

OLD = "0004"


async def made_old(url: str) -> None:
    """Make a database as an older version left it, with a robot in it."""
    async with open_store(url) as store:
        await store.put_robot(ROBOT)
    async with open_database(url, "") as database, database.begin(write=True) as connection:
        await connection.run_sync(migrate, OLD)


def steps_of(path: Path) -> tuple[str, int]:
    with closing(sqlite3.connect(path)) as database:
        step = database.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        robots = database.execute("SELECT count(*) FROM robots").fetchone()[0]
    return step, robots


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.sqlite"
    await made_old(f"sqlite:///{path}")
    return path


def kept(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.glob("*before*"))


async def test_what_was_there_before_can_be_put_back(path: Path) -> None:
    url = f"sqlite:///{path}"
    async with open_store(url) as store:
        assert await store.robots() == [ROBOT]
    assert steps_of(path) == (migrations.HEAD, 1)
    name = f"bridge.sqlite.before-{migrations.HEAD}"
    assert kept(path) == [name]
    old = path.parent / name
    assert old.stat().st_mode & 0o777 == 0o600
    assert steps_of(old) == (OLD, 1)
    # Put back, it is migrated again as before.
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    old.rename(path)
    async with open_store(url) as store:
        assert await store.robots() == [ROBOT]


async def test_a_database_of_today_is_not_copied(path: Path) -> None:
    for _ in range(2):
        async with open_store(f"sqlite:///{path}"):
            pass
        assert len(kept(path)) == 1
    new = path.with_name("new.sqlite")
    async with open_store(f"sqlite:///{new}") as store:
        assert store.is_new
    assert len(kept(path)) == 1


async def test_a_trial_that_fails_leaves_everything_as_it_was(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        # A table in the way of a step.
        database.execute("CREATE TABLE enrolments (other INTEGER)")
        database.commit()
    with pytest.raises(StoreError, match="was not changed: the trial with a copy failed"):
        async with open_store(f"sqlite:///{path}"):
            pass
    assert steps_of(path) == (OLD, 1)
    assert [one.name for one in path.parent.iterdir() if "before" in one.name] == []


async def test_a_damaged_database_is_not_changed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'robots'"
        ).fetchone()[0]
        size = database.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 200)
    with pytest.raises(StoreError):
        async with open_store(f"sqlite:///{path}"):
            pass
    assert kept(path) == []


async def test_a_full_disk_is_named_and_nothing_is_changed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "RESERVE_BYTES", 1 << 60)
    with pytest.raises(StoreError, match="has to be backed up before its tables change"):
        async with open_store(f"sqlite:///{path}"):
            pass
    assert steps_of(path) == (OLD, 1)


async def test_backups_go_where_they_are_wanted(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    for number in ("0002", "0003", "0004"):
        (folder / f"bridge.sqlite.before-{number}").touch()
    async with open_store(f"sqlite:///{path}", backups=Backups(folder)):
        pass
    assert sorted(one.name[-4:] for one in folder.iterdir()) == ["0003", "0004", migrations.HEAD]
    assert kept(path) == []


async def test_none_are_made_where_none_are_wanted(path: Path) -> None:
    async with open_store(f"sqlite:///{path}", backups=Backups(wanted=False)):
        pass
    assert kept(path) == []
    assert steps_of(path)[0] == migrations.HEAD


def test_the_configuration_says_where() -> None:
    state = {"STATE_DIRECTORY": "/var/lib/karlsson-bridge"}
    pg = "postgresql://k:p@db.example/karlsson"

    def of(url: str, named: str, folder: str = "") -> Backups:
        storage, kept = StorageSection(url=url, backups=named), BackupSection(folder=folder)
        return backups(BridgeConfig(storage=storage, backup=kept), state)

    def lists(*paths: str) -> tuple[Path, ...]:
        return tuple(Path(one) for one in paths)

    sqlite = "sqlite:////var/lib/karlsson-bridge/bridge.sqlite"
    own, folder = "/var/lib/karlsson-bridge/bridge.sqlite.erased", "/var/lib/karlsson-bridge"
    assert of(sqlite, "") == Backups(None, is_required=True, erased=lists(own))
    assert of(sqlite, "", "/mnt/backup").erased == lists(own)
    served = lists(f"{folder}/erased")
    assert of(pg, "") == Backups(Path(folder), is_required=True, erased=served)
    assert of(pg, "/backup") == Backups(Path("/backup"), is_required=True, erased=served)
    assert of(pg, "none") == Backups(wanted=False, erased=served)


def test_a_postgresql_without_its_tools_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    address = read("postgresql://k:p@db.example/karlsson")
    with pytest.raises(StoreError, match="apt-get install postgresql-client"):
        backup.make(address, "", OLD, Backups(Path("/tmp"), is_required=True))
    assert backup.make(address, "", OLD, Backups(Path("/tmp"))) is None


@pytest.mark.long
@pytest.mark.thorough
async def test_a_postgresql_is_dumped_and_the_password_is_nobodys(
    postgresql_server: Cluster, tmp_path: Path
) -> None:
    url = await postgresql_server.new_database()
    await made_old(url)
    async with open_store(url, backups=Backups(tmp_path, is_required=True)) as store:
        assert await store.robots() == [ROBOT]
    (dump,) = tmp_path.iterdir()
    assert dump.name == f"karlsson-bridge.dump.before-{migrations.HEAD}"
    assert dump.read_bytes().startswith(b"PGDMP")
    plain, secret = backup.without_password(read(url).dsn)
    assert secret == PASSWORD
    assert PASSWORD not in plain
    assert "%40" not in plain
