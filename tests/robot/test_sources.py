import asyncio

import pytest

from robot import sources as module
from robot.errors import MediaStuck
from robot.events import Part
from robot.sources import Sources


class Device:
    """A camera or microphone that says what happens to it."""

    def __init__(self) -> None:
        self.story: list[str] = []
        self.opened = asyncio.Event()
        self.may_close = asyncio.Event()
        self.may_close.set()

    async def run(self, part: Part) -> None:
        self.story.append(f"{part.value} open")
        self.opened.set()
        try:
            await asyncio.Event().wait()
        finally:
            await self.may_close.wait()
            self.story.append(f"{part.value} closed")

    def clear(self, part: Part) -> None:
        self.story.append(f"{part.value} cleared")


async def test_what_a_device_gave_is_forgotten_at_once_and_when_it_is_closed() -> None:
    device = Device()
    async with asyncio.TaskGroup() as tasks:
        sources = Sources(tasks, device.run, device.clear)
        sources.start(Part.PICTURE)
        await device.opened.wait()
        await sources.stop(Part.PICTURE)
        assert device.story == [
            "picture open",
            "picture cleared",
            "picture closed",
            "picture cleared",
        ]


async def test_a_part_can_be_opened_again() -> None:
    device = Device()
    async with asyncio.TaskGroup() as tasks:
        sources = Sources(tasks, device.run, device.clear)
        for _ in range(2):
            device.opened.clear()
            sources.start(Part.SOUND)
            await device.opened.wait()
            await sources.stop(Part.SOUND)
    assert device.story.count("sound closed") == 2


async def test_a_device_that_does_not_let_go_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STOP_S", 0.01)
    device = Device()
    device.may_close.clear()
    async with asyncio.TaskGroup() as tasks:
        sources = Sources(tasks, device.run, device.clear)
        sources.start(Part.PICTURE)
        await device.opened.wait()
        with pytest.raises(MediaStuck, match="picture"):
            await sources.stop(Part.PICTURE)
        device.may_close.set()
