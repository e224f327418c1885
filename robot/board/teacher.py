"""Finding of somebody who walks in the class, from small pictures one after the other.

Whoever moves most is followed: the largest moving shape, near where it was before. Only the
last picture is kept, to see what moved since; nothing is recognised, nobody is remembered.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from robot.board.photo import Plane
from robot.media.types.framing import Framing

WORK_PX = 160
"""Width of the pictures that are compared."""

MOVED = 12
"""Change of brightness that is no noise."""
JOINED_PX = 9
"""Moving parts this near to each other belong to one person."""
LEAST_SHARE, MOST_SHARE = 0.004, 0.30
"""Share of the picture that a person's moving parts cover; more than that moves with the head."""

NEAR = 0.25
"""Distance, in widths of the picture, at which a moving shape counts half."""
CALM = 0.22
"""Share of the way to the person that the view goes with each picture."""
SLACK = 0.10
"""Share of the view within which the person may move before it follows."""
LEAST_ZOOM = 2.0
UPPER, LOWEST_FACE = 0.3, 0.45
"""Place of the face from the top of what moves, and in the picture: often only legs move."""
LOST_S = 12.0
"""After so long without motion there is nobody to follow."""


@dataclass(frozen=True)
class MovingShape:
    """MovingShape of a moving shape in shares of the picture."""

    x: float
    y: float
    share: float


class TeacherTrack:
    """View that follows whoever moves most.

    Args:
        start: Framing to begin with; its zoom is kept, if it is near enough.
        now: Monotonic seconds.
    """

    def __init__(self, start: Framing, now: float) -> None:
        self._before: Plane | None = None
        self._zoom = max(LEAST_ZOOM, start.zoom)
        self._x, self._y = start.x, start.y
        self._seen_s = now

    @property
    def framing(self) -> Framing:
        """The view now; may reach beyond the picture."""
        return Framing(self._zoom, self._x, self._y)

    def look(self, luma: Plane, now: float) -> bool:
        """Take the next picture of everything; return False when there is nobody any more."""
        height = max(2, round(WORK_PX * luma.shape[0] / luma.shape[1]))
        small = cv2.resize(luma, (WORK_PX, height), interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), 1.0)
        before, self._before = self._before, small
        place = None if before is None else moving(before, small, (self._x, self._y))
        if place is not None:
            self._seen_s = now
            self._x = self._towards(self._x, place.x)
            self._y = self._towards(self._y, min(LOWEST_FACE, place.y))
        return now - self._seen_s < LOST_S

    def _towards(self, at: float, to: float) -> float:
        slack = SLACK / self._zoom
        off = to - at
        return at if abs(off) <= slack else at + CALM * (off - np.copysign(slack, off))


def moving(before: Plane, after: Plane, near: tuple[float, float]) -> MovingShape | None:
    """Return the largest moving shape near a place; None if nothing moves, or everything does."""
    height, width = after.shape
    moved = (cv2.absdiff(before, after) > MOVED).astype(np.uint8)
    if cv2.countNonZero(moved) > MOST_SHARE * moved.size:
        return None
    joined = cv2.morphologyEx(moved, cv2.MORPH_CLOSE, np.ones((JOINED_PX, JOINED_PX), np.uint8))
    _, _, stats, middles = cv2.connectedComponentsWithStats(joined)
    best: MovingShape | None = None
    best_weight = 0.0
    for (_, top, _, high, area), (x, _) in zip(stats[1:], middles[1:], strict=True):
        share = float(area) / joined.size
        if share < LEAST_SHARE:
            continue
        place = MovingShape(float(x) / width, (float(top) + UPPER * float(high)) / height, share)
        away = float(np.hypot(place.x - near[0], place.y - near[1]))
        weight = share / (1.0 + (away / NEAR) ** 2)
        if weight > best_weight:
            best_weight, best = weight, place
    return best
