"""Health of the agent as the service manager sees it: status in words, and the watchdog."""

import asyncio
import logging
from collections.abc import Callable

from bridge.process import notify
from robot.media.types.spec import SourceNotice
from robot.presence.events import MediaPart

log = logging.getLogger(__name__)

LINKED = "in touch with the bridge"
"""Status of a robot that serves; the demo waits for it."""

MOST_LAG_S = 1.0
"""A loop that is later than this answers no heartbeat in time."""

MOST_PICTURE_AGE_S = 5.0
"""A camera that was lost says so; one that gives nothing for longer than this hangs."""


class ServiceStatus:
    """Tells the service manager in words how body, bridge, key, clock and devices are."""

    def __init__(self) -> None:
        self.has_body = asyncio.Event()
        """Set once the body has answered for the first time."""
        self._clock = ""
        self._notice = ""
        self._voice = ""
        self._twin = ""
        self._is_linked = False

    def body_met(self, driver: str) -> None:
        """Say at the first time that the body is there."""
        if not self.has_body.is_set():
            self.has_body.set()
            notify.ready(f"robot: body is {driver}")

    def body_awaited(self) -> None:
        """Say that the robot serves although no body has answered yet."""
        log.warning("agent: no body yet; the bridge is told so")
        notify.ready("robot: no body yet")

    def bridge_found(self) -> None:
        """Say that the link to the bridge is up."""
        self._is_linked = True
        notify.status(f"{LINKED}{self._missing}")

    def bridge_lost(self) -> None:
        """Say that the bridge is away."""
        self._is_linked = False
        notify.status(f"the bridge is away{self._missing}")

    def bridge_out_of_reach(self, why: str, is_away: bool = True) -> None:
        """Say why there is no link to the bridge.

        Args:
            is_away: False if the bridge is well, and this robot is not let in.
        """
        self._is_linked = False
        what = "the bridge is away" if is_away else "nobody can come in"
        notify.status(f"{what}: {why}{self._missing}")

    def enrolled(self, robot_id: str) -> None:
        """Say that the bridge knows this robot now."""
        notify.status(f"enrolled as {robot_id}{self._missing}")

    def note_twin(self, words: str) -> None:
        """Say that the bridge has refused another robot with our key."""
        log.warning("agent: %s", words)
        self._twin = f"; {words}"
        notify.status(f"{LINKED}{self._missing}")

    def note_clock(self, off: str) -> None:
        """Take by how much this robot's clock is off, in words; empty if it is right."""
        if off and not self._clock:
            log.warning("agent: this robot's clock is %s", off)
        self._clock = f"; its clock is {off}" if off else ""

    def note_device(self, notice: SourceNotice) -> None:
        """Say what a technician should know of a device."""
        log.warning("%s: %s", notice.part, notice.text)
        self._notice = f"; {notice.part}: {notice.text}"
        notify.status(f"robot{self._missing}")

    def note_voice(self, lacks: str) -> None:
        """Say why the robot cannot speak phrases; empty if it can."""
        before, self._voice = (
            self._voice,
            f"; phrases are only shown: {lacks}" if lacks else "",
        )
        if self._is_linked and self._voice != before:
            self.bridge_found()

    @property
    def _missing(self) -> str:
        missing = "" if self.has_body.is_set() else "; no body yet"
        return missing + self._twin + self._clock + self._notice + self._voice


class CameraWatch:
    """Watches whether a camera that should film does so.

    Args:
        pictures: Returns the number of pictures so far.
        gives: False for a camera that never gives any, such as `null:`.
    """

    def __init__(self, pictures: Callable[[], int], gives: bool) -> None:
        self._pictures = pictures
        self._gives = gives
        self._count = 0
        self._since_s = 0.0

    def alive(self, running: frozenset[MediaPart], lost: bool, now: float) -> bool:
        """Return False for a camera that is on, not known to be lost, and gives nothing."""
        count = self._pictures()
        watched = self._gives and MediaPart.PICTURE in running and not lost
        if count != self._count or not watched:
            self._count, self._since_s = count, now
        return now - self._since_s < MOST_PICTURE_AGE_S


async def feed_watchdog(interval_s: float, alive: Callable[[float], bool]) -> None:
    """Feed the watchdog while the loop keeps time and `alive` agrees; until cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        due_s = loop.time() + interval_s
        await asyncio.sleep(interval_s)
        lag_s = loop.time() - due_s
        if lag_s > MOST_LAG_S:
            log.warning("agent: the loop was %.1f s late", lag_s)
        elif alive(loop.time()):
            notify.alive()
        else:
            log.error("agent: the camera gives nothing")
