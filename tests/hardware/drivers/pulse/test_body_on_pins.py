"""The whole body with pins: intents on the socket, pulses on gpiozero's mock pins."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec
import pytest
from gpiozero.pins.mock import MockFactory

from hardware.__main__ import run
from hardware.contract import wire
from tests.deadline import WAIT_S
from tests.hardware.bodies import (
    connected,
)
from tests.hardware.drivers.pulse.test_gpio import CONFIG, PAN, TILT, mock_pins, pulse_us


@pytest.fixture
def pins() -> Iterator[MockFactory]:
    factory = mock_pins()
    yield factory
    factory.close()


@pytest.fixture
async def path(tmp_path: Path, pins: MockFactory) -> AsyncIterator[Path]:
    path = tmp_path / "b.sock"
    body = msgspec.structs.replace(CONFIG.body, socket=str(path), park_after_s=0.5)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        config = msgspec.structs.replace(CONFIG, body=body)
        group.create_task(run(config, stop, pins), name="body")
        async with asyncio.timeout(WAIT_S):
            while not path.exists():  # noqa: ASYNC110  (a file notifies nobody)
                await asyncio.sleep(0)
        yield path
        stop.set()


@pytest.mark.long
async def test_a_look_changes_the_pulse_on_the_pin(path: Path, pins: MockFactory) -> None:
    assert pulse_us(pins, PAN) is None
    async with connected(path) as agent:
        agent.send(wire.Show, signal="present")

        def look() -> None:
            agent.send(wire.Target, pan_deg=45.0, tilt_deg=15.0)

        look()
        await agent.state(lambda s: s.commanded_pan_deg == 45.0 and not s.moving, look)
        assert pulse_us(pins, PAN) == pytest.approx(1950)
        assert pulse_us(pins, TILT) == pytest.approx(1400)
        agent.send(wire.Park)
        await agent.state(lambda s: not s.attached)
        assert pulse_us(pins, PAN) is None


@pytest.mark.long
async def test_the_pause_button_on_its_pin_closes_the_eyes_with_no_agent(
    path: Path, pins: MockFactory
) -> None:
    async with connected(path) as watching:
        async with connected(path) as agent:
            agent.send(wire.Show, signal="present")
            agent.send(wire.Keep)

            def open_eyes(state: wire.BodyState) -> bool:
                return state.signal == "present" and state.attached and pins.pin(5).state == 1.0

            await watching.state(open_eyes)
        pins.pin(17).drive_low()
        await watching.state(lambda s: s.paused and s.signal == "paused")
        assert pins.pin(5).state == 0.0
        await watching.state(lambda s: not s.attached)
        watching.send(wire.Press, button="pause")
        refused = await watching.until(lambda r: isinstance(r, wire.RefusedIntent))
        assert isinstance(refused, wire.RefusedIntent)
        assert refused.code == "not_simulated"
