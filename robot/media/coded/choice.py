"""PURE. When a camera's own pictures are sent on, and how it is asked for key frames. No I/O.

They cannot be scaled or thinned out: on a line that wants less, the camera's rate
is lowered first, and after a while frames are decoded and encoded anew.
"""

from typing import Literal

NARROW_S = 1.0
"""A shorter want of something smaller is met by the camera's rate alone."""
WIDE_S = 5.0
"""Each change costs a key frame, so the way back waits."""

ASK_EVERY_S = 0.5
MOST_ASKED = 4
"""So often unheard, and the camera does not do it at all."""

RATE_STEP = 0.05
RATE_EVERY_S = 0.1


class PassthroughChoice:
    """Chooses between sending on and encoding anew."""

    def __init__(self) -> None:
        self.passes = True
        self._other_since: float | None = None

    def follow(self, fits: bool, full: bool, now: float) -> None:
        """Take in how things are.

        Args:
            fits: Whether the other side can decode the camera's stream at all.
            full: Whether the plan wants all of what the camera gives.
            now: Monotonic seconds.
        """
        if not fits:
            self.passes, self._other_since = False, None
        elif full == self.passes:
            self._other_since = None
        elif self._other_since is None:
            self._other_since = now
        elif now - self._other_since >= (NARROW_S if self.passes else WIDE_S):
            self.passes, self._other_since = full, None


class KeyFrameRequests:
    """When to ask a camera for a key frame that is wanted."""

    def __init__(self) -> None:
        self._asked_s: float | None = None
        self._unheard = 0

    def next(self, wanted: bool, now: float) -> Literal["ask", "wait", "deaf"]:
        """Return what to do now; `deaf` when the camera has not answered for too long."""
        if not wanted or (self._asked_s is not None and now - self._asked_s < ASK_EVERY_S):
            return "wait"
        if self._unheard >= MOST_ASKED:
            return "deaf"
        self._asked_s = now
        self._unheard += 1
        return "ask"

    def came(self) -> None:
        """Take in that there was one."""
        self._unheard = 0


class RateSteps:
    """Which rates are worth telling a camera."""

    def __init__(self) -> None:
        self._told_bps = 0
        self._told_s: float | None = None

    def next(self, wanted_bps: int, now: float) -> int | None:
        """Return the rate to tell now; None when nothing is to be told."""
        if abs(wanted_bps - self._told_bps) <= RATE_STEP * self._told_bps:
            return None
        if self._told_s is not None and now - self._told_s < RATE_EVERY_S:
            return None
        self._told_bps, self._told_s = wanted_bps, now
        return wanted_bps
