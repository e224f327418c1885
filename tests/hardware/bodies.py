"""Bodies and agents for tests: a machine driven by hand, and a process behind its socket."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from hardware.body.body import Body
from hardware.body.events import AgentConnected, Effect, Event, Tell
from hardware.body.head import MoveHead
from hardware.config.config import BodyConfig, ProcessSection
from hardware.contract import wire
from hardware.contract.interfaces import ButtonPressed, Pose
from hardware.motion.config import Motion
from tests.deadline import WAIT_S


def simulated_config(socket: str = "/nowhere/body.sock", **motion: Any) -> BodyConfig:
    return BodyConfig(
        # Not in the folder of the unit: a pause there would hold for every test on this machine.
        body=ProcessSection(driver="simulated", socket=socket, state=str(Path(socket).parent)),
        motion=Motion(**motion),
    )


class Machine:
    """The PURE core with a clock that tests move, and what came out of it."""

    def __init__(self, config: BodyConfig | None = None) -> None:
        self.now = 100.0
        self.body = Body(config or simulated_config(), self.now, has_hand=True)
        self.seq = 0
        self.effects: list[Effect] = []
        self.moves: list[tuple[float, Pose]] = []
        self.states: list[wire.BodyState] = []
        self.give(AgentConnected)

    def give(self, event: Any) -> list[Effect]:
        given: Event = event() if isinstance(event, type) else event
        return self._note(self.body.handle(given, self.now))

    def send(self, kind: type[wire.Intent], **fields: Any) -> list[Effect]:
        self.seq += 1
        effects = self.give(kind(seq=self.seq, **fields))
        if self.body.deadline <= self.now:
            self.tick()
        return effects

    def tick(self) -> list[Effect]:
        return self._note(self.body.tick(self.now))

    def run(self, seconds: float, each: Callable[[], object] | None = None) -> None:
        """Tick at 50 Hz for so long; `each` is called before each tick."""
        for _ in range(round(seconds / 0.02)):
            self.now += 0.02
            if each is not None:
                each()
            self.tick()

    def keep(self) -> None:
        self.send(wire.Keep)

    @property
    def state(self) -> wire.BodyState:
        return self.states[-1]

    def _note(self, effects: list[Effect]) -> list[Effect]:
        self.effects += effects
        self.moves += [(self.now, e.pose) for e in effects if isinstance(e, MoveHead)]
        for effect in effects:
            if isinstance(effect, Tell) and isinstance(effect.report, wire.BodyState):
                self.states.append(effect.report)
        return effects


def look(machine: Machine, pan_deg: float, tilt_deg: float = 0.0, seconds: float = 2.0) -> None:
    machine.send(wire.Target, pan_deg=pan_deg, tilt_deg=tilt_deg)
    machine.run(seconds, each=machine.keep)


def press_pause(machine: Machine) -> None:
    machine.give(ButtonPressed("pause"))
    if machine.body.deadline <= machine.now:
        machine.tick()


class Agent:
    """The other end of the socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.seq = 0

    async def report(self) -> wire.AnyReport:
        async with asyncio.timeout(WAIT_S):
            line = await self.reader.readline()
        if not line:
            raise ConnectionResetError("the body closed the connection")
        report: wire.AnyReport = wire.decode_report(line)
        return report

    async def until(
        self, true: Callable[[wire.AnyReport], bool], feed: Callable[[], object] | None = None
    ) -> wire.AnyReport:
        """Read reports until one fits; `feed` is called after each."""
        async with asyncio.timeout(WAIT_S):
            while True:
                report = await self.report()
                if true(report):
                    return report
                if feed is not None:
                    feed()

    async def state(
        self, true: Callable[[wire.BodyState], bool], feed: Callable[[], object] | None = None
    ) -> wire.BodyState:
        found = await self.until(lambda r: isinstance(r, wire.BodyState) and true(r), feed)
        assert isinstance(found, wire.BodyState)
        return found

    def send(self, kind: type[wire.Intent], **fields: Any) -> None:
        self.seq += 1
        self.raw(wire.encode(kind(seq=self.seq, **fields)) + b"\n")

    def raw(self, data: bytes) -> None:
        self.writer.write(data)


@asynccontextmanager
async def connected(path: Path) -> AsyncIterator[Agent]:
    async with asyncio.timeout(WAIT_S):
        reader, writer = await asyncio.open_unix_connection(path)
    try:
        yield Agent(reader, writer)
    finally:
        writer.close()


@asynccontextmanager
async def body_process(
    arguments: Sequence[str], listening: Path | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `python -m hardware`; with a path, wait until the socket is there."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "hardware",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        if listening is not None:
            await answering(listening, process)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        async with asyncio.timeout(WAIT_S):
            await process.communicate()


async def answering(path: Path, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(WAIT_S):
        while True:
            try:
                _, writer = await asyncio.open_unix_connection(path)
            except (FileNotFoundError, ConnectionRefusedError):
                assert process.returncode is None, "the body ended at its start"
                await asyncio.sleep(0)
                continue
            writer.close()
            return
