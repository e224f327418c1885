"""The whole body on the serial bus: its process, and emulated servos in another one."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from hardware.contract import wire
from tests.deadline import WAIT_S
from tests.hardware.bodies import (
    body_process,
    connected,
)

Shown = dict[str, dict[str, float]]


class Servos:
    """The emulator's process."""

    def __init__(self, process: asyncio.subprocess.Process, port: str) -> None:
        self.port = port
        self._process = process

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")

    async def show(self) -> Shown:
        self.tell("show")
        return json.loads(await _line(self._process))  # type: ignore[no-any-return]

    async def until(self, true: Callable[[Shown], bool]) -> None:
        """Look at the servos until they fit: what is sent to them needs its time on the bus."""
        async with asyncio.timeout(WAIT_S):
            while not true(await self.show()):
                pass


async def _line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(WAIT_S):
        return (await process.stdout.readline()).decode().strip()


@pytest.fixture(params=["feetech", "dynamixel"])
def make(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def servos(make: str) -> AsyncIterator[Servos]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        f"tests.hardware.drivers.bus.{make}_emulator",
        "--ids",
        "1,2",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Servos(process, await _line(process))
    finally:
        assert process.stdin is not None
        process.stdin.close()
        async with asyncio.timeout(WAIT_S):
            await process.wait()


def write_config(tmp_path: Path, make: str, port: str) -> Path:
    path = tmp_path / "body.toml"
    without = 'lights = "none"\nbuttons = "none"\n' if make == "feetech" else ""
    path.write_text(
        f'[body]\ndriver = "{make}"\nsocket = "{tmp_path / "b.sock"}"\n'
        f'[{make}]\nport = "{port}"\nanswer_s = 0.2\n{without}'
        f"[{make}.pan]\nid = 1\n[{make}.tilt]\nid = 2\n"
    )
    return path


@pytest.mark.long
async def test_a_look_turns_the_servo_and_heat_stops_it_until_release(
    tmp_path: Path, make: str, servos: Servos
) -> None:
    config, socket = write_config(tmp_path, make, servos.port), tmp_path / "b.sock"
    async with body_process(["--config", str(config)], socket), connected(socket) as agent:
        agent.send(wire.Show, signal="present")

        def look() -> None:
            agent.send(wire.Target, pan_deg=22.5, tilt_deg=0.0)

        look()
        await agent.state(
            lambda s: s.commanded_pan_deg == 22.5 and abs(s.measured_pan_deg - 22.5) < 0.5, look
        )
        # The body has commanded it; the thread of the bus sends it a moment later.
        await servos.until(lambda shown: shown["1"]["goal"] == 2048 + 256)
        servos.tell("heat 1 80")
        hot = await agent.state(lambda s: bool(s.faults))
        assert (hot.faults[0].code, hot.signal, hot.attached) == ("servo_hot", "fault", False)
        await servos.until(lambda shown: not shown["1"]["torque"])
        servos.tell("heal")
        await servos.show()
        agent.send(wire.Release)
        await agent.state(lambda s: not s.faults and s.attached, look)
        agent.send(wire.Park)
        await agent.state(lambda s: not s.attached)


async def test_a_missing_port_is_one_sentence_and_exit_1(tmp_path: Path, make: str) -> None:
    config = write_config(tmp_path, make, "/dev/ttyNOWHERE")
    async with body_process(["--config", str(config)]) as process:
        async with asyncio.timeout(WAIT_S):
            _, said = await process.communicate()
        assert process.returncode == 1
        assert "ttyNOWHERE" in said.decode()
        assert len(said.decode().splitlines()) == 1
