"""Feeds systemd's watchdog, only from work that was really seen to be done."""

import asyncio
import logging
from collections.abc import Callable

from bridge.process import notify
from robot.presence.events import MediaPart

log = logging.getLogger(__name__)

LINKED = "in touch with the bridge"
"""Status that the service manager hears; the demo waits for it."""

MOST_LAG_S = 1.0
"""A loop this late answers no heartbeat in time."""

MOST_PICTURE_AGE_S = 5.0
"""A camera that was lost says so; one that says nothing for so long hangs."""


class CameraWatch:
    """Tells whether a camera that should film does.

    Args:
        pictures: Returns how many pictures came so far.
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
