"""A body that is not chosen yet, behind its real socket."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import hardware.__main__ as body_main
from hardware.config.config import BodyConfig, ProcessSection
from hardware.contract import wire
from hardware.finding import first_look
from hardware.finding.found import FoundBody, FoundChip
from tests.hardware.bodies import Agent, connected
from tests.hardware.conformance import eventually
from tests.hardware.drivers.lights.chips import Ht16k33Chip
from tests.hardware.drivers.ports.i2c_bench import i2c_bench
from tests.hardware.drivers.pulse.pca9685_chip import Pca9685Chip
from tests.hardware.finding.parts import PINS, good_body


@asynccontextmanager
async def unset_body(folder: Path) -> AsyncIterator[Agent]:
    path = folder / "b.sock"
    config = BodyConfig(body=ProcessSection(driver="find", socket=str(path), state=str(folder)))
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(body_main.run(config, stop), name="body")
        await eventually(path.is_socket)
        try:
            async with connected(path) as agent:
                yield agent
        finally:
            stop.set()


async def test_a_robot_without_a_body_says_so_to_agent_log_and_in_its_eyes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(first_look, "look", lambda ports: good_body())
    with i2c_bench() as bench, caplog.at_level(logging.WARNING):
        eyes = [bench.plug(address, Ht16k33Chip()) for address in (0x70, 0x71)]
        async with unset_body(tmp_path) as agent:
            greeting = await agent.report()
            assert isinstance(greeting, wire.Greeting)
            assert greeting.driver == "find"
            state = await agent.state(lambda state: bool(state.faults))
            assert "`sudo karlsson-robot setup`" in state.faults[0].text
            await eventually(lambda: all(any(eye.shines) for eye in eyes))
        assert not any(any(eye.shines) for eye in eyes)
        assert bench.opened == 0
    assert "3 Feetech STS3215 servos" in caplog.text
    assert "as the good build" in caplog.text


async def test_where_a_servo_board_is_no_light_is_lit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    eyes = (FoundChip(1, 0x71, "ht16k33", False), FoundChip(1, 0x72, "ht16k33", False))
    found = FoundBody((), (FoundChip(1, 0x40, "pca9685"), *eyes), pins=PINS)
    monkeypatch.setattr(first_look, "look", lambda ports: found)
    with i2c_bench() as bench, caplog.at_level(logging.WARNING):
        board = bench.plug(0x40, Pca9685Chip())
        async with unset_body(tmp_path):
            await eventually(lambda: "servo board PCA9685" in caplog.text)
        assert board.written == []
        assert bench.transfers == 0


async def test_eyes_that_are_gone_again_are_a_line_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(first_look, "look", lambda ports: good_body())
    with i2c_bench() as bench, caplog.at_level(logging.WARNING):
        bench.chips.clear()
        async with unset_body(tmp_path) as agent:
            await eventually(lambda: "/dev/i2c-1 is not there" in caplog.text)
            assert (await agent.state(lambda _: True)).signal == "fault"
