"""A page in front of a robot whose whole state is set by the test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from hardware.contract import wire
from hardware.setup.step_response import Sample, step_response
from hardware.setup.stepping import Recorded
from robot.doctor.examine import DoctorOptions
from robot.doctor.findings import Finding, good
from robot.errands.calm import Calm
from robot.errands.errands import Errands, Ways
from robot.local_page.page_acts import PageActs
from robot.local_page.page_listening import listening
from robot.local_page.page_parts import PageError, PageWifi
from robot.local_page.page_rights import PageSituation
from robot.local_page.page_server import PageServer
from robot.local_page.page_told import LinkTold, PageTold
from robot.local_page.page_wiping import WipeDesk
from robot.presence.camera_preview import PreviewEnded, PreviewWished
from robot.settings.config import BridgeSection, RobotConfig, RobotSection
from robot.settings.texts import Both
from tests.deadline import WAIT_S
from tests.robot.local_page.schools_page import KEPT, Technician, browser


class StandingRobot:
    """Robot as the page sees it."""

    def __init__(self, folder: Path) -> None:
        self.now = PageSituation()
        self.on = False
        self.wishes: list[PreviewWished | PreviewEnded] = []
        self.coded = b"picture"
        self.while_coding: Callable[[], None] = lambda: None
        self.calm = Calm()
        self.examined: Callable[[], Awaitable[None]] = _nothing
        config = RobotConfig(
            robot=RobotSection(state_dir=str(folder)), bridge=BridgeSection(url="ws://x/signal")
        )
        self.identified = 0
        ways = Ways(self._identify, lambda: None, lambda: None)
        self.errands = Errands(config, self.calm, ways, {}, folder, self._examine)
        self.wiping = WipeDesk(folder, folder / "protocol.txt")
        self.wifi = Ether()

    def situation(self) -> PageSituation:
        return self.now

    def told(self) -> PageTold:
        return PageTold("kaethe", "Käthe", "1", self.now.somebody, LinkTold(True), signal="asleep")

    def dials(self) -> tuple[wire.Greeting | None, wire.BodyState | None]:
        return wire.Greeting(3, "simulated", -90.0, 90.0, -30.0, 30.0, True), None

    def wish(self, event: PreviewWished | PreviewEnded) -> None:
        self.wishes.append(event)
        self.on = isinstance(event, PreviewWished) and (event.anew or self.on)

    def previews(self) -> bool:
        return self.on

    async def step(self, axis: Literal["pan", "tilt"]) -> Recorded:
        if axis == "tilt":
            raise PageError("step", Both("der Servo klemmt", "the servo is stuck"))
        sample = Sample(0.0, 0.0, 0.0)
        return Recorded(axis, 0.0, 30.0, (sample,), step_response((sample,), 0.0, 30.0))

    async def picture(self) -> bytes:
        if not self.on:
            raise PageError("ended")
        self.while_coding()
        return self.coded

    def _identify(self) -> bool:
        self.identified += 1
        return True

    async def _examine(
        self, config: RobotConfig, options: DoctorOptions, tell: Callable[[Finding], None]
    ) -> list[Finding]:
        assert options.gentle
        tell(good("key", "da", "there"))
        await self.examined()
        tell(good("disk", "Platz", "room"))
        return []


class Ether:
    """Wi-Fi that remembers what it was asked."""

    def __init__(self) -> None:
        self.joined: list[tuple[str, str]] = []

    async def look(self) -> Mapping[str, Any]:
        return {"networks": []}

    async def join(self, name: str, key: str) -> None:
        if name == "none":
            raise PageError("wifi_qr")
        self.joined.append((name, key))

    async def forget(self, name: str) -> None:
        self.joined = []


async def _nothing() -> None:
    return None


@asynccontextmanager
async def page_of(
    robot: StandingRobot, machine: str = "karlsson-kaethe", wifi: PageWifi | None = None
) -> AsyncIterator[Technician]:
    """Serve the page; nobody is signed in yet."""
    acts = PageActs(robot, robot.errands, wifi or robot.wifi, robot.wiping)
    server = PageServer(KEPT, machine, acts)
    socket = listening("127.0.0.1:0", {})
    assert socket is not None
    port = socket.getsockname()[1]
    async with server.serve(socket), browser() as session:
        yield Technician(session, f"http://127.0.0.1:{port}", server)


@asynccontextmanager
async def signed_in(folder: Path) -> AsyncIterator[tuple[StandingRobot, Technician]]:
    robot = StandingRobot(folder)
    async with page_of(robot) as technician:
        await technician.signs_in()
        yield robot, technician


async def waiting(event: asyncio.Event) -> None:
    async with asyncio.timeout(WAIT_S):
        await event.wait()
