"""Promise: nothing of the class leaves while the lights cannot say that somebody watches.

The agent closes camera and microphone unless the body reports a signal of
`robot.presence.signals.LIT`; a lost board of lights must end that report.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from hardware.body.body import Body
from hardware.body.loop import BodyLoop
from hardware.config.open import open_hardware
from hardware.contract import wire
from hardware.drivers.lights.config import LightsSection, Matrix
from hardware.signals.drawings import rows
from hardware.signals.faces import eye_frames
from robot.presence.signals import LIT
from tests.hardware.bodies import simulated_config
from tests.hardware.conformance import eventually
from tests.hardware.drivers.lights.chips import Ht16k33Chip
from tests.hardware.drivers.ports.i2c_bench import i2c_bench


@pytest.fixture(autouse=True)
def short_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardware.drivers.lights.open.CHECK_S", 0.01)


@asynccontextmanager
async def running() -> AsyncIterator[BodyLoop]:
    config = msgspec.structs.replace(
        simulated_config(), lights=LightsSection(driver="matrix", matrix=Matrix())
    )
    body = Body(config, time.monotonic(), has_hand=True)
    loop, stop = BodyLoop(body, time.monotonic, lambda _: None), asyncio.Event()
    async with open_hardware(config, loop.report, time.monotonic) as hardware:
        loop.hardware = hardware
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(loop.run(stop))
            yield loop
            stop.set()


@pytest.mark.long
@pytest.mark.parametrize("lost", ["unplugged", "without supply for a moment"])
async def test_lost_eyes_end_the_signal_and_come_back_when_released(lost: str) -> None:
    with i2c_bench() as bus:
        left, right = bus.plug(0x70, Ht16k33Chip()), bus.plug(0x71, Ht16k33Chip())
        async with running() as loop:
            loop.handle(wire.Show(seq=1, signal="present"))
            await eventually(lambda: left.shines == rows(eye_frames("present", 5.0).left))
            assert loop.body.signal in LIT
            if lost == "unplugged":
                left.unplugged = True
            else:
                left.lose_power()
            await eventually(lambda: bool(loop.body.faults))
            assert loop.body.signal not in LIT
            assert loop.body.faults[0].code == "lights"
            assert "left eye" in loop.body.faults[0].part
            left.unplugged = False
            await eventually(lambda: left.shines == rows(eye_frames("fault", 5.0).left))
            loop.handle(wire.Release(seq=2))
            await eventually(lambda: right.shines == rows(eye_frames("present", 5.0).right))
            assert loop.body.signal in LIT


async def test_a_release_while_the_eyes_are_still_lost_is_a_fault_again() -> None:
    with i2c_bench() as bus:
        left = bus.plug(0x70, Ht16k33Chip())
        bus.plug(0x71, Ht16k33Chip())
        async with running() as loop:
            loop.handle(wire.Show(seq=1, signal="present"))
            left.unplugged = True
            await eventually(lambda: bool(loop.body.faults))
            loop.handle(wire.Release(seq=2))
            await eventually(lambda: bool(loop.body.faults))
            assert loop.body.signal == "fault"
