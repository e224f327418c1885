import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from robot import sources as module
from robot.presence.events import MediaPart
from robot.settings.errors import MediaStuck
from robot.sources import Sources
from tests.deadline import WAIT_S


class Device:
    """A camera or microphone that says what happens to it."""

    def __init__(self) -> None:
        self.story: list[str] = []
        self.may_close = asyncio.Event()
        self.may_close.set()
        self._news = asyncio.Condition()
        self.sources = Sources(self.run, lambda part: self._note(part, "cut"), self._closed)

    async def run(self, part: MediaPart) -> None:
        self._note(part, "open")
        await self._tell()
        try:
            await asyncio.Event().wait()
        finally:
            await self.may_close.wait()
            self._note(part, "shut")

    def _note(self, part: MediaPart, what: str) -> None:
        self.story.append(f"{part.value} {what}")

    def _closed(self, part: MediaPart) -> None:
        assert self.sources.is_closed(part)
        self._note(part, "told")

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def opened(self, times: int = 1) -> None:
        async with asyncio.timeout(WAIT_S), self._news:
            await self._news.wait_for(
                lambda: sum(line.endswith("open") for line in self.story) == times
            )


@asynccontextmanager
async def device() -> AsyncIterator[Device]:
    one = Device()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(one.sources.run())
        yield one
        running.cancel()


async def test_what_a_device_gives_is_cut_off_at_once_and_again_when_it_is_closed() -> None:
    async with device() as one:
        one.sources.start(MediaPart.PICTURE)
        await one.opened()
        one.may_close.clear()
        one.sources.stop(MediaPart.PICTURE)
        assert one.story == ["picture open", "picture cut"]
        assert not one.sources.is_closed(MediaPart.PICTURE)
        one.may_close.set()
        await one.sources.closed()
        assert one.story[2:] == ["picture shut", "picture cut", "picture told"]


async def test_a_part_is_opened_again_when_its_device_is_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "REOPEN_S", 0.0)
    async with device() as one:
        one.sources.start(MediaPart.SOUND)
        await one.opened()
        one.sources.stop(MediaPart.SOUND)
        one.sources.start(MediaPart.SOUND)
        await one.opened(2)
        assert one.story == ["sound open", "sound cut", "sound shut", "sound cut", "sound open"]


async def test_a_flood_of_wishes_opens_no_device_more_than_once_in_a_while() -> None:
    async with device() as one:
        for _ in range(500):
            one.sources.start(MediaPart.PICTURE)
            await asyncio.sleep(0)
            one.sources.stop(MediaPart.PICTURE)
            await asyncio.sleep(0)
        await one.sources.closed()
        assert one.story.count("picture open") == 1
        assert one.story[-1] == "picture told"


async def test_what_was_never_opened_is_said_to_be_closed() -> None:
    async with device() as one:
        one.sources.start(MediaPart.PICTURE)
        one.sources.stop(MediaPart.PICTURE)
        await one.sources.closed()
        assert one.story == ["picture cut", "picture told"]


async def test_a_device_that_does_not_let_go_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STOP_S", 0.01)
    one = Device()

    async def stop_and_wait() -> None:
        one.sources.start(MediaPart.PICTURE)
        await one.opened()
        one.may_close.clear()
        one.sources.stop(MediaPart.PICTURE)
        await asyncio.Event().wait()

    async def together() -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(one.sources.run())
            tasks.create_task(stop_and_wait())

    with pytest.raises(ExceptionGroup) as caught:
        await asyncio.wait_for(together(), WAIT_S)
    assert any(isinstance(error, MediaStuck) for error in leaves(caught.value))


def leaves(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    return [
        leaf
        for error in group.exceptions
        for leaf in (leaves(error) if isinstance(error, BaseExceptionGroup) else [error])
    ]


async def test_a_part_without_a_device_of_its_own_reports_by_itself() -> None:
    async def run(part: MediaPart) -> None:
        return None

    sources = Sources(run, lambda part: None, lambda part: None)
    assert sources.in_use("speaker")
    assert not sources.in_use("camera")
    sources.start(MediaPart.PICTURE)
    assert sources.in_use("camera")
