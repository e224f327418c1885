"""`body`: from a target on the body's socket to the pulse, for each driver; and beside a call."""

import asyncio
import contextlib
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bridge.protocol.vocabulary import SignalName
from hardware.contract import wire
from tests.bench import browser
from tests.bench.body_figures import MOVE_DEG, Command, Order, figures
from tests.bench.body_host import DRIVERS, there
from tests.bench.browser import open_chromium
from tests.bench.children import BenchError, Scales, started
from tests.bench.karlsson import demo, join
from tests.bench.rows import Row, summarise

ENGINE = "karlsson"
METRICS = (
    *("command_to_first_pulse_p95_ms", "move_30deg_to_90pct_ms", "tick_jitter_p99_ms"),
    *("body_cpu_idle_percent", "body_cpu_moving_percent"),
)
BUSY_DRIVERS = ("gpio", "feetech")
"""Measured once more beside a call and a hog: pulses from the loop itself, and over a bus."""

BUSY = " busy"
IDLE_S = 4.0
SETTLE_S = 2.5
"""A head at rest for longer than this lets go or holds softly: then it is idle."""

MOVE_EVERY_S = 0.8
KEEP_EVERY_S = 0.1
HOG = "while True: pass"
CALL_SETTLE_S = 2.0


class Agent:
    """The agent's end of the body's socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._seq = 0
        self.commanded_deg = 0.0

    async def read(self) -> None:
        """Follow what the body says, for ever."""
        while line := await self._reader.readline():
            report = wire.decode_report(line)
            if isinstance(report, wire.BodyState):
                self.commanded_deg = report.commanded_pan_deg

    def aim(self, pan_deg: float) -> Command:
        """Send a target; return when that was, and from where it goes."""
        self._seq += 1
        target = wire.Target(self._seq, pan_deg, 0.0)
        command = Command(time.time() * 1000, self.commanded_deg, pan_deg)
        self._writer.write(wire.encode(target) + b"\n")
        return command

    async def stay(self, seconds: float) -> None:
        """Feed the dead man's switch for so long."""
        end_s = time.monotonic() + seconds
        while (left_s := end_s - time.monotonic()) > 0:
            self._seq += 1
            self._writer.write(wire.encode(wire.Keep(self._seq)) + b"\n")
            await asyncio.sleep(min(KEEP_EVERY_S, left_s))

    def show(self, signal_name: SignalName) -> None:
        """Let the robot show this."""
        self._seq += 1
        self._writer.write(wire.encode(wire.Show(self._seq, signal_name, 0.0)) + b"\n")


async def measure(seconds: float, runs: int) -> list[Row]:
    """Return the figures of every driver, the median over the runs.

    Raises:
        BenchError: A body did not serve, or nothing was told.
    """
    found: dict[str, list[dict[str, float]]] = {}
    for run in range(runs):
        for driver in DRIVERS:
            print(f"run {run + 1} of {runs}: {driver} ...", file=sys.stderr, flush=True)
            found.setdefault(driver, []).append(await _alone(driver, seconds))
        for name in BUSY_DRIVERS:
            print(f"run {run + 1} of {runs}: {name}{BUSY} ...", file=sys.stderr, flush=True)
            found.setdefault(name + BUSY, []).append(await _busy(name, seconds))
    return [row for line, each in found.items() for row in summarise(line, ENGINE, each)]


async def _alone(driver: str, seconds: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="karlsson-body-") as folder:
        async with _body(driver, Path(folder)) as (pid, agent, orders):
            agent.aim(MOVE_DEG / 2)
            await agent.stay(SETTLE_S)
            idle = Scales("body", pid)
            await agent.stay(IDLE_S)
            idle_percent = idle.figures()["body_cpu_percent"]
            moving = Scales("body", pid)
            commands = await _moves(agent, seconds)
            moving_percent = moving.figures()["body_cpu_percent"]
        return _complete(driver, commands, orders) | {
            "body_cpu_idle_percent": idle_percent,
            "body_cpu_moving_percent": moving_percent,
        }


async def _busy(driver: str, seconds: float) -> dict[str, float]:
    """Measure beside a whole lesson in Chromium and one hog for each core."""
    async with contextlib.AsyncExitStack() as stack:
        chromium = await stack.enter_async_context(open_chromium())
        running = await stack.enter_async_context(demo("--camera", "testcard:"))
        page = await stack.enter_async_context(browser.open_tablet(chromium))
        await join(page, running.pupil)
        for _ in range(os.cpu_count() or 1):
            await stack.enter_async_context(_hog())
        await asyncio.sleep(CALL_SETTLE_S)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="karlsson-body-"))
        async with _body(driver, Path(folder)) as (_, agent, orders):
            agent.aim(MOVE_DEG / 2)
            await agent.stay(SETTLE_S)
            commands = await _moves(agent, seconds)
        return _complete(driver + BUSY, commands, orders)


@contextlib.asynccontextmanager
async def _hog() -> AsyncIterator[None]:
    """Use a whole core, at the priority that everything here has."""
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", HOG)
    try:
        yield
    finally:
        child.kill()
        await child.wait()


@contextlib.asynccontextmanager
async def _body(driver: str, folder: Path) -> AsyncIterator[tuple[int, Agent, list[Order]]]:
    """Run a body over a device that notes; the orders are there once this has ended."""
    orders: list[Order] = []
    async with started("tests.bench.body_host", driver, str(folder)) as (host, ready):
        reader, writer = await asyncio.open_unix_connection(ready["socket"])
        agent = Agent(reader, writer)
        try:
            async with asyncio.TaskGroup() as group:
                reading = group.create_task(agent.read())
                agent.show("present")
                yield ready["body"], agent, orders
                reading.cancel()
        finally:
            writer.close()
        os.kill(host, signal.SIGTERM)
        try:
            await there(folder / "orders.json")
        except TimeoutError:
            raise BenchError("the body's host did not write its orders") from None
        noted = json.loads((folder / "orders.json").read_text(encoding="utf-8"))
        orders += [Order(at_ms, angle_deg) for at_ms, angle_deg in noted]


async def _moves(agent: Agent, seconds: float) -> list[Command]:
    """Turn to and fro by 30 degrees, each time from rest."""
    commands = []
    side = -1
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        commands.append(agent.aim(side * MOVE_DEG / 2))
        side = -side
        await agent.stay(MOVE_EVERY_S)
    return commands


def _complete(line: str, commands: Sequence[Command], orders: Sequence[Order]) -> dict[str, float]:
    """Return the figures.

    Raises:
        BenchError: The device was told too little.
    """
    if len(orders) < len(commands):
        middle = statistics.median([order.angle_deg for order in orders] or [0.0])
        raise BenchError(f"{line}: {len(orders)} orders only (about {middle:.1f} deg)")
    found = figures(commands, orders)
    missing = {name for name in METRICS[:3] if name not in found}
    if missing:
        raise BenchError(f"{line}: not measured: {', '.join(sorted(missing))}")
    return found
