"""A robot with body and bridge in this process, and a child in it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol.channels import PoseReport
from bridge.protocol.keys import to_text
from bridge.protocol.presence import Snapshot
from bridge.protocol.signaling import Done, RelayDown, TeacherAction
from hardware.motion.config import NoView
from robot.agent import Agent
from robot.caution.ledger import Ledger
from robot.links import body_link
from robot.settings.config import (
    BodySection,
    BridgeSection,
    CameraSection,
    MicrophoneSection,
    RobotConfig,
    RobotSection,
    SpeakerSection,
)
from robot.settings.identity import Identity
from tests.deadline import WAIT_S
from tests.robot.bodies import Room, body_at
from tests.robot.bridges import ROBOT, BridgeStandIn, bridge_stand_in
from tests.robot.pupils import Pupil, pupil_of


class School:
    """A robot with its body and its bridge."""

    def __init__(
        self, bridge: BridgeStandIn, room: Room, agent: Agent, key: str, life: "Life"
    ) -> None:
        self.bridge = bridge
        self.room = room
        self.agent = agent
        self.key = key
        self.life = life

    async def acts(self, action: str, number: int = 1) -> Done:
        id = to_text(bytes([number] * 16))
        await self.bridge.tell(TeacherAction(id, action))  # type: ignore[arg-type]
        return await self.bridge.hears(Done, lambda done: done.id == id)

    async def answers(self, number: int) -> PoseReport:
        """Wait for so many relayed poses; return the newest of them."""

        def poses() -> list[PoseReport]:
            relayed = [m.message for m in self.bridge.said if isinstance(m, RelayDown)]
            return [message for message in relayed if isinstance(message, PoseReport)]

        await self.bridge.until(lambda: len(poses()) >= number)
        return poses()[-1]

    async def tells(self, fits: Callable[[Snapshot], bool]) -> Snapshot:
        """Wait for a snapshot like this, from the start of time; return the first."""
        return await self.bridge.hears(Snapshot, fits)

    async def settles(self, fits: Callable[[Snapshot], bool]) -> Snapshot:
        """Wait until the newest snapshot is like this, whatever was told before; return it."""

        def told() -> list[Snapshot]:
            return [message for message in self.bridge.said if isinstance(message, Snapshot)]

        await self.bridge.until(lambda: bool(told()) and fits(told()[-1]))
        return told()[-1]


class Life:
    """Run of an agent, from its start to the end that a test wants."""

    def __init__(self, stop: asyncio.Event, run: asyncio.Task[None]) -> None:
        self._stop = stop
        self._run = run

    async def end(self) -> None:
        """Stop the agent, and wait until it has left its body and its bridge."""
        self._stop.set()
        async with asyncio.timeout(WAIT_S):
            await asyncio.wait([self._run])


@asynccontextmanager
async def running(agent: Agent) -> AsyncIterator[Life]:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        run = tasks.create_task(agent.run(stop))
        try:
            yield Life(stop, run)
        finally:
            stop.set()


def config_for(
    tmp_path: Path, url: str, camera: str = "testcard:", speaker: str = "null:"
) -> RobotConfig:
    return RobotConfig(
        robot=RobotSection(id=ROBOT, state_dir=str(tmp_path / "state")),
        bridge=BridgeSection(url=url),
        body=BodySection(socket=str(tmp_path / "body.sock")),
        camera=CameraSection(source=camera, width_px=320, height_px=240),
        microphone=MicrophoneSection(source="testtone:"),
        speaker=SpeakerSection(sink=speaker),
    )


@asynccontextmanager
async def school(
    tmp_path: Path,
    camera: str = "testcard:",
    speaker: str = "null:",
    unix_s: float | None = None,
    no_view: tuple[NoView, ...] = (),
    ledger: Ledger | None = None,
    takes_health: bool = False,
) -> AsyncIterator[School]:
    identity = Identity(Ed25519PrivateKey.generate())
    # All parts share one loop here: a busy machine must not look like a body that stands still.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(body_link, "SILENT_S", WAIT_S)
        async with (
            bridge_stand_in() as bridge,
            body_at(tmp_path / "body.sock", no_view) as room,
        ):
            bridge.robot_key = identity.public
            bridge.unix_s = unix_s
            bridge.takes_health = takes_health
            agent = Agent(config_for(tmp_path, bridge.url, camera, speaker), identity, ledger)
            async with running(agent) as life:
                await bridge.linked()
                await room.linked()
                yield School(bridge, room, agent, identity.public, life)


@asynccontextmanager
async def lesson(
    tmp_path: Path,
    speaker: str = "null:",
    unix_s: float | None = None,
    no_view: tuple[NoView, ...] = (),
) -> AsyncIterator[tuple[School, Pupil]]:
    async with (
        school(tmp_path, speaker=speaker, unix_s=unix_s, no_view=no_view) as one,
        pupil_of(one.bridge, one.key) as child,
    ):
        await child.join()
        await child.sees()
        await one.room.shows("present")
        yield one, child
