"""The agent as its own page sees it: state in words, the camera's picture, wishes."""

import asyncio
from collections.abc import Callable
from typing import Literal

from bridge.protocol.causes import WORDS, NetworkCause
from hardware.contract import wire
from hardware.setup.stepping import Recorded
from robot.call.lines import Lines
from robot.doctor.causes_de import CAUSES_DE
from robot.doctor.own_probe import read_versions
from robot.errands.errands import Errands
from robot.health import ServiceStatus
from robot.links.body_link import BodyDown, BodyLink, BodyNews, BodySaid, BodyUp
from robot.local_page.local_page import LocalPage
from robot.local_page.page_acts import PageActs
from robot.local_page.page_networks import PageNetworks
from robot.local_page.page_parts import PageError
from robot.local_page.page_rights import PageSituation
from robot.local_page.page_steps import LentLine
from robot.local_page.page_told import LinkTold, PageTold
from robot.local_page.page_update import update_told
from robot.local_page.page_wiping import WipeDesk
from robot.media.encoders.webp import WebpPicture
from robot.media.types.frames import planes
from robot.media.types.framing import WHOLE
from robot.media.types.viewfinder import CameraDark, Frame, Shot
from robot.presence.camera_preview import PreviewEnded, PreviewWished
from robot.presence.machine import PresenceMachine
from robot.settings.config import RobotConfig
from robot.settings.enrolment import EnrolmentFiles
from robot.settings.errors import IdentityError
from robot.settings.texts import Both
from robot.steering.steering import Steering
from robot.wifi.control import WifiControl

WIDE_PX = 640
QUALITY = 60

BEGIN_S = 2.0
"""Time in which a wish reaches the machine, and the body lights its lamp."""
PICTURE_S = 12.0
"""Time in which a camera opens and gives its first picture."""
AGAIN_S = 0.1


class PageSide:
    """The agent, as the page sees it.

    Args:
        machine: Decides whether the camera may film.
        lines: Give the camera's picture.
        steering: Knows the head's pose.
        body: Takes intents.
        names: Returns the robot's id at the bridge, empty before it is enrolled, and its name.
        link: Returns whether the bridge is reached, and why not.
        wish: Hands a wish to the agent's loop.
        update: Returns what is known of updates.
    """

    def __init__(
        self,
        machine: PresenceMachine,
        lines: Lines,
        steering: Steering,
        body: BodyLink,
        names: Callable[[], tuple[str, str]],
        link: Callable[[], tuple[bool, NetworkCause | None]],
        wish: Callable[[PreviewWished | PreviewEnded], None],
        update: Callable[[], Both | None] = update_told,
    ) -> None:
        self._machine = machine
        self._lines = lines
        self._steering = steering
        self._body = body
        self._line = LentLine(body, lambda: machine.presence_id is not None, self._show_again)
        self._names = names
        self._link = link
        self.wish = wish
        self._update = update
        self.wiping = WipeDesk()
        self._version = read_versions().own
        self._greeting: wire.Greeting | None = None
        self._state: wire.BodyState | None = None

    def hear_body(self, news: BodyNews) -> None:
        """Take what the body's process says, for its dials."""
        match news:
            case BodyUp(greeting=greeting):
                self._greeting = greeting
            case BodySaid(report=wire.BodyState() as state):
                self._state = state
                self._line.hear(state)
            case BodyDown():
                self._greeting = self._state = None

    def dials(self) -> tuple[wire.Greeting | None, wire.BodyState | None]:
        """Return the newest reports of the body."""
        return self._greeting, self._state

    def situation(self) -> PageSituation:
        """Return what the rights depend on now."""
        classroom = self._machine.classroom
        return PageSituation(
            somebody=self._machine.presence_id is not None,
            paused=bool(classroom.paused_by),
            faulty=classroom.faulty,
            closed=classroom.closed,
            camera=next((one.text for one in classroom.broken if one.part == "camera"), ""),
            wiping=self.wiping.is_asked,
            previewed=self.previews(),
        )

    def previews(self) -> bool:
        """Return whether the camera films for the page now."""
        return self._machine.preview.is_on

    def told(self) -> PageTold:
        """Return the state of the robot."""
        machine = self._machine
        classroom = machine.classroom
        snapshot = machine.snapshot(waiting=False)
        pan_deg, tilt_deg = self._steering.measured_deg
        up, cause = self._link()
        robot, name = self._names()
        why = None if up or cause is None else Both(CAUSES_DE[cause], WORDS[cause])
        return PageTold(
            robot=robot,
            name=name,
            version=self._version,
            lesson=machine.presence_id is not None,
            link=LinkTold(up, why),
            paused_by=classroom.paused_by,
            closed=classroom.closed,
            fault=classroom.fault_text,
            troubles=classroom.broken,
            battery_percent=classroom.power.percent,
            power=classroom.power_told,
            update=self._update(),
            signal="no_bridge" if not up and snapshot.signal == "asleep" else snapshot.signal,
            pan_deg=round(pan_deg),
            tilt_deg=round(tilt_deg),
            preview=self.previews(),
        )

    async def step(self, axis: Literal["pan", "tilt"]) -> Recorded:
        """Let the head step once, and return what was recorded.

        Raises:
            PageError: The body is away, or cannot step now.
        """
        if self._greeting is None:
            raise PageError("fault")
        return await self._line.step(self._greeting, axis)

    def _show_again(self) -> None:
        """Have the body show what the machine told it last."""
        show = self._machine.asked
        if show is not None:
            self._body.show(show.signal, show.level, show.near, show.mark)

    async def picture(self) -> bytes:
        """Return what the camera sees, as a WebP.

        Raises:
            PageError: The preview has ended, or the camera gives no picture.
        """
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        while loop.time() < began_s + PICTURE_S:
            if self.previews():
                try:
                    shot = Shot(WHOLE, WIDE_PX, rough=True)
                    frames = await self._lines.finder.shoot(shot, 1, 1.0)
                except CameraDark:
                    frames = []
                if frames:
                    return await asyncio.to_thread(_coded, frames[0])
            elif loop.time() > began_s + BEGIN_S:
                raise PageError("ended")
            await asyncio.sleep(AGAIN_S)
        raise PageError("no_picture")


def names_of(config: RobotConfig, told: tuple[str, str]) -> tuple[str, str]:
    """Return the robot's id and what people call it, also while the bridge is away."""
    robot, name = told
    if robot:
        return robot, name
    try:
        record = EnrolmentFiles(config.state_dir).record()
    except IdentityError:
        return config.robot.id, ""
    return config.robot.id or record.robot, record.name


def page_of(
    config: RobotConfig,
    side: PageSide,
    errands: Errands,
    wifi: WifiControl,
    status: ServiceStatus,
) -> LocalPage:
    """Return the page of this robot, which serves once it runs."""
    acts = PageActs(side, errands, PageNetworks(wifi), side.wiping)
    return LocalPage(config.page, acts, lambda text: status.note_part("page", text))


def _coded(frame: Frame) -> bytes:
    return WebpPicture(planes(frame)).coded(QUALITY)
