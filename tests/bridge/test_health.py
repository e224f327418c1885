import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge import health
from bridge.base.errors import StoreError
from bridge.store import Store, open_store
from tests.deadline import WAIT_S


class BrokenStore(Store):
    """A database that fails, or never answers, until it is mended."""

    def __init__(self, hangs: bool = False) -> None:
        self.mended = asyncio.Event()
        self.hangs = hangs
        self.asked = 0

    async def ping(self) -> None:
        self.asked += 1
        if self.mended.is_set():
            return
        if self.hangs:
            await self.mended.wait()
        raise StoreError("the disk is full")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'b.sqlite'}") as opened:
        yield opened


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> socket.socket:
    path = tmp_path / "notify"
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listening.bind(str(path))
    listening.setblocking(False)
    monkeypatch.setenv("NOTIFY_SOCKET", str(path))
    return listening


async def test_a_working_database_is_healthy(store: Store) -> None:
    assert await health.check(store, WAIT_S)


async def test_a_failing_and_a_hanging_database_are_not() -> None:
    assert not await health.check(BrokenStore(), WAIT_S)
    assert not await health.check(BrokenStore(hangs=True), 0.01)


async def test_the_watchdog_is_fed_only_after_a_good_check(manager: socket.socket) -> None:
    broken = BrokenStore()
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        feeding = group.create_task(health.feed_watchdog(broken, 0.005))
        while broken.asked < 3:
            await asyncio.wait([feeding], timeout=0.005)
        with pytest.raises(BlockingIOError):
            manager.recv(100)
        broken.mended.set()
        assert await loop.sock_recv(manager, 100) == b"WATCHDOG=1"
        feeding.cancel()
    manager.close()
