import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from robot.storage import keeper as module
from robot.storage.keeper import Keeper
from tests.deadline import WAIT_S


class Disk:
    """A real folder behind a disk that may be told to be slow or full."""

    def __init__(self) -> None:
        self.may_write = threading.Event()
        self.may_write.set()
        self.is_full = False
        self.written: list[bytes] = []
        self._replace = module._replace

    def replace(self, folder: Path, name: str, data: bytes) -> None:
        assert self.may_write.wait(WAIT_S)
        if self.is_full:
            raise OSError(28, "No space left on device")
        self._replace(folder, name, data)
        self.written.append(data)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    one = Disk()
    monkeypatch.setattr(module, "_replace", one.replace)
    return one


@asynccontextmanager
async def keeper_in(folder: Path) -> AsyncIterator[tuple[Keeper, list[str]]]:
    told: list[str] = []
    keeper = Keeper(folder / "state", lambda: told.append(keeper.kept("a", 1)))
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(keeper.run())
        yield keeper, told
        running.cancel()


async def test_a_file_is_kept_and_told(tmp_path: Path) -> None:
    async with keeper_in(tmp_path) as (keeper, told):
        assert keeper.kept("a", 1) == "yes"
        keeper.keep("a", b"1")
        assert keeper.kept("a", 1) == "soon"
        await keeper.flush(WAIT_S)
        assert (keeper.kept("a", 1), told) == ("yes", ["yes"])
    assert (tmp_path / "state" / "a").read_bytes() == b"1"
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700


async def test_what_did_not_change_is_not_written(tmp_path: Path, disk: Disk) -> None:
    async with keeper_in(tmp_path) as (keeper, _):
        for _ in range(1000):
            keeper.keep("a", b"1")
            await keeper.flush(WAIT_S)
    assert disk.written == [b"1"]


async def test_a_flood_waits_as_one_and_the_newest_wins(tmp_path: Path, disk: Disk) -> None:
    disk.may_write.clear()
    async with keeper_in(tmp_path) as (keeper, _):
        for number in range(1000):
            newest = keeper.keep("a", str(number).encode())
            await asyncio.sleep(0)
        assert keeper.kept("a", newest) == "soon"
        disk.may_write.set()
        await keeper.flush(WAIT_S)
    assert len(disk.written) <= 2
    assert disk.written[-1] == b"999"


async def test_a_change_that_comes_later_keeps_nobody_waiting(tmp_path: Path, disk: Disk) -> None:
    async with keeper_in(tmp_path) as (keeper, told):
        disk.may_write.clear()
        paused = keeper.keep("a", b"paused, 6")
        await asyncio.sleep(0)
        louder = keeper.keep("a", b"paused, 7")
        disk.may_write.set()
        await keeper.flush(WAIT_S)
        assert told == ["yes", "yes"]  # the first write is enough for the first
        assert (keeper.kept("a", paused), keeper.kept("a", louder)) == ("yes", "yes")


async def test_what_was_taken_back_while_it_was_written_is_written_again(
    tmp_path: Path, disk: Disk
) -> None:
    async with keeper_in(tmp_path) as (keeper, _):
        keeper.keep("a", b"old")
        await keeper.flush(WAIT_S)
        disk.may_write.clear()
        keeper.keep("a", b"new")
        await asyncio.sleep(0)
        newest = keeper.keep("a", b"old")
        assert keeper.kept("a", newest) == "soon"
        disk.may_write.set()
        await keeper.flush(WAIT_S)
    assert (tmp_path / "state" / "a").read_bytes() == b"old"


async def test_a_full_disk_is_told_and_tried_again(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "AGAIN_S", 0.01)
    disk.is_full = True
    tried = asyncio.Event()
    keeper = Keeper(tmp_path, tried.set)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(keeper.run())
        keeper.keep("a", b"1")
        await tried.wait()
        assert keeper.kept("a", 1) == "no"
        disk.is_full = False
        while keeper.kept("a", 1) != "yes":
            tried.clear()
            await tried.wait()
        running.cancel()
    assert "a cannot be kept over a restart: there is no room left" in caplog.text


async def test_a_disk_that_never_answers_is_waited_for_no_longer_than_asked(
    tmp_path: Path, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    disk.may_write.clear()
    async with keeper_in(tmp_path) as (keeper, _):
        keeper.keep("a", b"1")
        await keeper.flush(0.01)
        disk.may_write.set()
    assert "too slow" in caplog.text
