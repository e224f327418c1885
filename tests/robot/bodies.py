"""A body with simulated drivers behind a real socket, in this process."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from bridge.protocol.vocabulary import SignalName
from hardware.body.body import Body
from hardware.body.loop import BodyLoop
from hardware.body.server import Hub, serve
from hardware.config.open import open_hardware
from hardware.contract import wire
from hardware.contract.interfaces import Hardware
from hardware.motion.config import NoView
from tests.deadline import WAIT_S
from tests.hardware.bodies import simulated_config


class Room:
    """View and controls of a person who stands beside the robot."""

    def __init__(self, loop: BodyLoop, hardware: Hardware, hub: Hub) -> None:
        self.loop = loop
        self.hardware = hardware
        self._hub = hub
        self.seen: list[wire.BodyState] = []
        self._news = asyncio.Event()

    def told(self, report: wire.AnyReport) -> None:
        if isinstance(report, wire.BodyState):
            self.seen.append(report)
            self._news.set()

    async def linked(self) -> None:
        """Wait until somebody hears what is pressed."""
        await self.until(lambda: self._hub.count > 0)

    def press(self, button: wire.ButtonName) -> None:
        self.loop.handle(wire.Press(seq=1, button=button))

    async def shows(self, signal: SignalName) -> wire.BodyState:
        """Wait until the body shows this."""
        await self.until(lambda: bool(self.seen) and self.seen[-1].signal == signal)
        return self.seen[-1]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until this is so; asked whenever the body says something."""
        async with asyncio.timeout(WAIT_S):
            while not holds():
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def body_at(
    path: Path, no_view: tuple[NoView, ...] = (), driver: wire.DriverName = "simulated"
) -> AsyncIterator[Room]:
    config = simulated_config(str(path), no_view=no_view)
    config = msgspec.structs.replace(
        config, body=msgspec.structs.replace(config.body, driver=driver)
    )
    loop = BodyLoop(Body(config, time.monotonic(), has_hand=True), time.monotonic, lambda now: None)
    stop = asyncio.Event()
    async with (
        asyncio.TaskGroup() as tasks,
        open_hardware(config, loop.report, time.monotonic) as hardware,
        serve(loop, path) as hub,
    ):
        loop.hardware = hardware
        room = Room(loop, hardware, hub)
        tell = loop.tell

        def tell_all(report: wire.AnyReport) -> None:
            room.told(report)
            tell(report)

        loop.tell = tell_all
        running = tasks.create_task(loop.run(stop))
        try:
            yield room
        finally:
            running.cancel()
