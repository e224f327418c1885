"""PURE. View of the room for the child: crop, still and following. No I/O.

The crop that the child asked for is clamped here. What the newest picture really shows comes back
from the camera's side, since a picture is on its way for some time.
"""

import math

from bridge.protocol.fields import StillState
from robot.media.types.allowance import Allowance
from robot.media.types.framing import Framing

STILLS_HZ = 0.5
STILLS_BURST = 3
"""Limit of stills: each takes several frames and much of the computer for a moment."""

TAKING_S = 15.0
"""Longest time in which a still may be taken; the camera's side usually says so itself."""


WHOLE = Framing()


class Viewing:
    """Crop, still and following of one stay."""

    def __init__(self) -> None:
        self.most = 1.0
        """Largest zoom of the camera; 1 if it cannot zoom."""
        self.asked = WHOLE
        """Crop that the child wants, clamped."""
        self.shown_zoom = 1.0
        """Zoom of the newest picture that was sent."""
        self.following = False
        self._still: StillState = "none"
        self._asked_s = 0.0
        self._stills = Allowance(STILLS_HZ, STILLS_BURST)

    # ---- the crop

    def crop(self, zoom: float, x: float, y: float) -> None:
        """Take the crop that the child asks for."""
        self.asked = Framing(zoom, x, y).clamped(self.most)

    def limit(self, most: float) -> None:
        """Take the largest zoom of the camera, which may have changed."""
        self.most = max(1.0, most) if math.isfinite(most) else 1.0
        self.crop(self.asked.zoom, self.asked.x, self.asked.y)

    def whole(self) -> None:
        """Show the whole picture again, and follow nobody."""
        self.asked = WHOLE
        self.following = False

    # ---- the still

    @property
    def still(self) -> StillState:
        """State of the still in the form of the wire."""
        return self._still

    def takes_still(self, now: float) -> bool:
        """Return False for a still that is asked for too soon."""
        return self._stills.take(now)

    def ask_still(self, now: float) -> bool:
        """Take the wish for a still; return False while one is being taken already."""
        if self._still == "taking":
            return False
        self._still = "taking"
        self._asked_s = now
        return True

    def still_is(self, state: StillState) -> None:
        """Take what the camera's side says of the still."""
        self._still = state

    def tick(self, now: float) -> None:
        """Give up a still that is not taken in time."""
        if self._still == "taking" and now >= self._asked_s + TAKING_S:
            self._still = "failed"

    def deadlines(self) -> tuple[float, ...]:
        """Return the time at which a still is given up; may lie in the past."""
        return (self._asked_s + TAKING_S,) if self._still == "taking" else ()

    def forget(self) -> None:
        """Forget everything that the child of this stay asked for."""
        self.whole()
        self._still = "none"
