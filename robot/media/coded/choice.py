"""PURE. Choice of passthrough or encoding, and requests to the camera. No I/O.

A camera's own pictures cannot be scaled or thinned out: on a narrow line, the camera's rate
is lowered first, and after a while frames are decoded and encoded again.
"""

from typing import Literal

NARROW_S = 1.0
"""A shorter need of smaller pictures is met by the camera's rate alone."""
WIDE_S = 5.0
"""Each change costs a key frame, so the change back waits."""

ASK_EVERY_S = 0.5
MOST_ASKED = 4
"""Unanswered requests after which the camera counts as unable."""

RATE_STEP = 0.05
RATE_EVERY_S = 0.1


class PassthroughChoice:
    """Choice between passthrough and encoding."""

    def __init__(self) -> None:
        self.passes = True
        self._other_since: float | None = None

    def follow(self, fits: bool, full: bool, now: float) -> None:
        """Follow stream and plan.

        Args:
            fits: Whether the other side can decode the camera's stream.
            full: Whether the plan has the camera's full size and frame rate.
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
    """Timing of requests for key frames to a camera."""

    def __init__(self) -> None:
        self._asked_s: float | None = None
        self._unheard = 0

    def next(self, wanted: bool, now: float) -> Literal["ask", "wait", "deaf"]:
        """Return the action for now; `deaf` when the camera left too many requests unanswered."""
        if not wanted or (self._asked_s is not None and now - self._asked_s < ASK_EVERY_S):
            return "wait"
        if self._unheard >= MOST_ASKED:
            return "deaf"
        self._asked_s = now
        self._unheard += 1
        return "ask"

    def came(self) -> None:
        """Take in that a key frame came."""
        self._unheard = 0


class RateSteps:
    """Filter of rates to send to a camera: large changes only, and not too often."""

    def __init__(self) -> None:
        self._told_bps = 0
        self._told_s: float | None = None

    def next(self, wanted_bps: int, now: float) -> int | None:
        """Return the rate to send now; None for no change."""
        if abs(wanted_bps - self._told_bps) <= RATE_STEP * self._told_bps:
            return None
        if self._told_s is not None and now - self._told_s < RATE_EVERY_S:
            return None
        self._told_bps, self._told_s = wanted_bps, now
        return wanted_bps
