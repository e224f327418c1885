import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bridge.store import open_store
from bridge.store.address import read
from bridge.store.backup import Backups
from bridge.store.copies import DatabaseCopies
from bridge.store.engine import open_database
from bridge.store.steps import migrate
from tests.bridge.store.samples import ROBOT, SPAN


async def test_a_copy_of_an_old_step_is_erased_too(tmp_path: Path) -> None:
    path = tmp_path / "bridge.sqlite"
    url = f"sqlite:///{path}"
    async with open_store(url) as store:
        await store.put_robot(ROBOT)
        loan = await store.add_loan(ROBOT.id, "Kanarienvogel", SPAN, "hash")
    for step in ("0008", "0004", "0001"):
        async with open_database(url, "") as database, database.begin(write=True) as connection:
            await connection.run_sync(migrate, step)
        shutil.copyfile(path, tmp_path / f"bridge.sqlite.before-{step}")
    (tmp_path / "bridge.sqlite.replaced").write_bytes(b"damaged")
    copies = DatabaseCopies(read(url), Backups())
    assert copies.clean({loan.id}, 1000) == 4
    assert copies.clean({loan.id}, 1000) == 0
    found = sorted(tmp_path.glob("bridge.sqlite.*"))
    assert [one.name[-4:] for one in found if "before" in one.name] == ["0001", "0004", "0008"]
    for one in found:
        assert b"Kanarienvogel" not in one.read_bytes()
    with closing(sqlite3.connect(found[0])) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_is_old_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    names = ("b.sqlite.before-0001", "b.sqlite.replaced", ".b.sqlite.restoring", "b.sqlite")
    for name in (*names, "b.sqlite.erased", "b.sqlite.before-me"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1000, 1000))
    copies = DatabaseCopies(read(f"sqlite:///{tmp_path / 'b.sqlite'}"), Backups())
    assert copies.forget(1000) == []
    assert len(copies.forget(1001)) == 2
    left = sorted(one.name for one in tmp_path.iterdir())
    assert left == ["b.sqlite", "b.sqlite.before-me", "b.sqlite.erased"]


def test_dumps_of_a_server_go_from_their_folder(tmp_path: Path) -> None:
    dump = tmp_path / "karlsson-bridge.dump.before-0009"
    dump.touch()
    os.utime(dump, (1000, 1000))
    copies = DatabaseCopies(read("postgresql://a:b@localhost/c"), Backups(tmp_path))
    assert copies.clean({1}, 1000) == 0
    assert copies.forget(2000) == [dump]
