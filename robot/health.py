"""Health of the agent as the service manager sees it: status in words, and the watchdog."""

import asyncio
import logging
from collections.abc import Callable

from bridge.process import notify
from robot.call.calls import Calls
from robot.call.lines import Lines
from robot.caution.liveness import Liveness, Signs
from robot.doctor import own
from robot.media.types.spec import SourceNotice
from robot.presence.events import MediaPart
from robot.presence.machine import PresenceMachine

log = logging.getLogger(__name__)

LINKED = own.LINKED
"""Status of a robot that serves; the demo waits for it."""

NO_BODY = "`systemctl status karlsson-body` says why"


class ServiceStatus:
    """Tells the service manager in words how body, bridge, key, clock and devices are."""

    def __init__(self) -> None:
        self.has_body = asyncio.Event()
        """Set once the body has answered for the first time."""
        self._clock = ""
        self._notices: dict[str, str] = {}
        self._broken: dict[str, str] = {}
        self._voice = ""
        self._caution = ""
        self._twin = ""
        self._is_linked = False
        self._head = "robot"

    def body_met(self, driver: str) -> None:
        """Say at the first time that the body is there."""
        if not self.has_body.is_set():
            self.has_body.set()
            notify.ready(f"robot: body is {driver}{self._caution}")

    def body_awaited(self) -> None:
        """Say that the robot serves although no body has answered yet."""
        log.warning("agent: no body yet; the bridge is told so")
        notify.ready(f"{self._head}{self._missing}")

    def bridge_found(self) -> None:
        """Say that the link to the bridge is up."""
        self._is_linked = True
        self._tell(LINKED)

    def bridge_lost(self) -> None:
        """Say that the bridge is away."""
        self._is_linked = False
        self._tell("the bridge is away")

    def bridge_out_of_reach(self, why: str, is_away: bool = True) -> None:
        """Say why there is no link to the bridge.

        Args:
            is_away: False if the bridge is well, and this robot is not let in.
        """
        self._is_linked = False
        what = "the bridge is away" if is_away else "nobody can come in"
        self._tell(f"{what}: {why}")

    def enrolled(self, robot_id: str) -> None:
        """Say that the bridge knows this robot now."""
        self._tell(f"enrolled as {robot_id}")

    def note_twin(self, words: str) -> None:
        """Say that the bridge has refused another robot with our key."""
        log.warning("agent: %s", words)
        self._twin = f"; {words}"
        self._tell(LINKED)

    def note_clock(self, off: str) -> None:
        """Take by how much this robot's clock is off, in words; empty if it is right."""
        if off and not self._clock:
            log.warning("agent: this robot's clock is %s", off)
        self._clock = f"; its clock is {off}" if off else ""

    def note_device(self, notice: SourceNotice) -> None:
        """Say what a technician should know of a device."""
        log.warning("%s: %s", notice.part, notice.text)
        self._notices[notice.part] = notice.text
        self._tell()

    def note_part(self, part: str, text: str) -> None:
        """Say why a part does not work, and what to do; with an empty text that it works again."""
        if text:
            log.warning("%s: does not work: %s", part, text)
            self._broken[part] = text
        elif self._broken.pop(part, None):
            log.info("%s: works again", part)
        self._tell()

    def note_voice(self, lacks: str) -> None:
        """Say why the robot cannot speak phrases; empty if it can."""
        before, self._voice = (
            self._voice,
            f"; phrases are only shown: {lacks}" if lacks else "",
        )
        if self._is_linked and self._voice != before:
            self.bridge_found()

    def _tell(self, head: str = "") -> None:
        self._head = head or self._head
        notify.status(f"{self._head}{self._missing}")

    def note_caution(self, lacks: str) -> None:
        """Take what safe mode leaves out, in words; empty for a robot that runs as usual."""
        self._caution = f"; safe mode: {lacks}" if lacks else ""

    @property
    def _missing(self) -> str:
        missing = "" if self.has_body.is_set() else f"; no body yet: {NO_BODY}"
        broken = "".join(f"; {part} does not work: {text}" for part, text in self._broken.items())
        notices = "".join(f"; {part}: {text}" for part, text in self._notices.items())
        return missing + self._twin + self._caution + self._clock + broken + notices + self._voice


class AgentWatch:
    """Watch over the parts of the agent that can hang while its loop turns.

    Args:
        machine: Knows whether the camera should film, and whether it is known to be lost.
        lines: Count the camera's pictures.
        calls: Know since when a picture is being encoded.
        films: False for a camera that never gives any picture, such as `null:`.
    """

    def __init__(self, machine: PresenceMachine, lines: Lines, calls: Calls, films: bool) -> None:
        self._machine = machine
        self._lines = lines
        self._calls = calls
        self._films = films
        self._liveness = Liveness()

    def hangs(self, lag_s: float, now: float) -> str:
        """Return what hangs, in words; empty if nothing does."""
        due = self._films and MediaPart.PICTURE in self._machine.running
        due = due and "camera" not in self._machine.snapshot().lost
        pictures = self._lines.pictures_so_far if due else None
        signs = Signs(lag_s, pictures, self._calls.encoding_since_s)
        return self._liveness.hangs(signs, now)


async def feed_watchdog(interval_s: float, hangs: Callable[[float, float], str]) -> None:
    """Feed the watchdog while nothing hangs; until cancelled.

    Args:
        interval_s: Time between two looks.
        hangs: Returns in words what hangs, from the loop's lag in seconds and its time.
    """
    loop = asyncio.get_running_loop()
    while True:
        due_s = loop.time() + interval_s
        await asyncio.sleep(interval_s)
        now = loop.time()
        found = hangs(now - due_s, now)
        if found:
            log.error("agent: %s", found)
        else:
            notify.alive()
