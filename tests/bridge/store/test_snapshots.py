"""The rest of it is tried by `tests/bridge/keeping`."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bridge.base.errors import StoreError
from bridge.store import open_store, snapshots
from bridge.store.address import read
from tests.bridge.store.samples import ROBOT


async def test_a_copy_holds_no_row_that_was_deleted_and_nothing_for_undoing(tmp_path: Path) -> None:
    path = tmp_path / "bridge.sqlite"
    async with open_store(f"sqlite:///{path}") as store:
        await store.put_robot(ROBOT)
    with closing(sqlite3.connect(path)) as old:
        # As an older version left it, without overwriting.
        old.execute("PRAGMA secure_delete=OFF")
        old.execute("INSERT INTO notes (text, person_id) VALUES ('Kanarienvogel', 1)")
        old.execute("INSERT INTO images (change_id, place, before) VALUES (1, 1, 'Wellensittich')")
        old.commit()
        old.execute("DELETE FROM notes")
        old.commit()
    assert b"Kanarienvogel" in path.read_bytes()
    data = snapshots.take(read(f"sqlite:///{path}"), "")
    assert b"Kanarienvogel" not in data
    assert b"Wellensittich" not in data
    assert ROBOT.public_key.encode() in data


def test_what_is_damaged_is_not_backed_up(tmp_path: Path) -> None:
    path = tmp_path / "bridge.sqlite"
    path.write_bytes(b"SQLite format 3\0" + b"x" * 4096)
    with pytest.raises(StoreError, match="cannot be backed up"):
        snapshots.take(read(f"sqlite:///{path}"), "")


def test_a_server_without_its_programs_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(StoreError, match="apt-get install postgresql-client"):
        snapshots.take(read("postgresql://a:b@localhost/c"), "")
