import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bridge.base.errors import BadRequest, StoreError
from bridge.keeping.backups import forget_backups, make_backup, open_backup
from bridge.keeping.sealing import Lock, SealError, new_key, seal
from bridge.store import open_store
from bridge.store.address import read
from tests.bridge.store.samples import ROBOT, SPAN

NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)


@pytest.fixture
async def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'bridge.sqlite'}"
    async with open_store(url) as store:
        await store.put_robot(ROBOT)
        await store.add_loan(ROBOT.id, "Kanarienvogel", SPAN, "hash")
    return url


async def test_a_backup_is_made_while_the_bridge_writes_and_only_the_key_reads_it(
    url: str, tmp_path: Path
) -> None:
    text, public = new_key()
    async with open_store(url) as store:
        async with store.database.begin(write=True):
            path, size = make_backup(read(url), "", Lock((public,)), tmp_path, NOW)
        again, _ = make_backup(read(url), "", Lock((public,)), tmp_path, NOW)
        assert again.name == "karlsson-bridge-2026-11-30T030000Z.2.age"
        with pytest.raises(BadRequest, match="there already"):
            make_backup(read(url), "", Lock((public,)), path, NOW)
    assert path.name == "karlsson-bridge-2026-11-30T030000Z.age"
    assert path.stat().st_mode & 0o777 == 0o600
    assert size == path.stat().st_size
    assert b"Kanarienvogel" not in path.read_bytes()
    opened = open_backup(path, text, "")
    assert (opened.dialect, opened.made) == ("sqlite", NOW)
    assert opened.data.startswith(b"SQLite format 3")
    assert b"Kanarienvogel" in opened.data


def test_nothing_is_made_of_nothing(tmp_path: Path) -> None:
    missing = read(f"sqlite:///{tmp_path / 'none.sqlite'}")
    with pytest.raises(StoreError, match="not there"):
        make_backup(missing, "", Lock((new_key()[1],)), tmp_path, NOW)
    assert list(tmp_path.iterdir()) == []


def test_another_file_is_named(tmp_path: Path) -> None:
    text, public = new_key()
    path = tmp_path / "other.age"
    path.write_bytes(seal(b"a letter", Lock((public,))))
    with pytest.raises(SealError, match=r"other\.age: it is another age file"):
        open_backup(path, text, "")
    for head in (b"karlsson-backup 1 sqlite yesterday\n", b"karlsson-backup 1 \xff\n"):
        path.write_bytes(seal(head, Lock((public,))))
        with pytest.raises(
            SealError, match=r"other\.age: this version does not know its first line"
        ):
            open_backup(path, text, "")
    with pytest.raises(StoreError, match="is a folder"):
        open_backup(tmp_path, text, "")
    with pytest.raises(StoreError, match="is not there"):
        open_backup(tmp_path / "none.age", text, "")


def test_old_backups_go_but_never_the_newest(tmp_path: Path) -> None:
    for day in (1, 2, 29, 30):
        made = NOW.replace(day=day)
        path = tmp_path / made.strftime("karlsson-bridge-%Y-%m-%dT%H%M%SZ.age")
        path.touch()
        os.utime(path, (made.timestamp(), made.timestamp()))
    (tmp_path / "another.age").touch()
    assert [one.name[16:26] for one in forget_backups(tmp_path, 28, NOW)] == ["2026-11-01"]
    later = NOW + timedelta(days=400)
    assert len(forget_backups(tmp_path, 28, later)) == 2
    assert len(list(tmp_path.iterdir())) == 2
