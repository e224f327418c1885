"""The whole class at a moment: what stands still is drawn once, what moves where it is seen."""

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Protocol

import cv2
import numpy as np

from robot.media.synthetic.canvas import Canvas, PixelBox, Plane
from robot.media.synthetic.clock import ClockDigits, ClockHands, draw_clock_face
from robot.media.synthetic.figures import PUPILS, TEACHER, FidgetingPupil, draw_desk
from robot.media.synthetic.room import draw_room

FULL_PX_PER_DEG = 24.0
ENOUGH = 1.15
"""A panorama this much finer than the picture needs shows no steps and little flicker."""

NOWHERE = PixelBox(0, 0, 0, 0)


class MovingThing(Protocol):
    """Something in the class that moves."""

    @property
    def behind_desks(self) -> bool:
        """Whether desks and resting pupils stand in front of it."""
        ...

    @property
    def walks(self) -> bool:
        """Whether its box moves as well."""
        ...

    def key(self, unix_s: float) -> Hashable:
        """Return what it looks like: an equal key needs no new drawing."""
        ...

    def box(self, canvas: Canvas, unix_s: float) -> PixelBox:
        """Return what of the canvas it covers."""
        ...

    def draw(self, canvas: Canvas, unix_s: float) -> None:
        """Draw it as it is at that moment."""
        ...


@lru_cache(maxsize=1)
def still_class(halvings: int) -> tuple[Canvas, list[Plane]]:
    """Return what stands still, and masks of what stands in front; never to be drawn into.

    Drawing takes most of a second, and a camera is opened anew at each joining.
    """
    behind = Canvas(FULL_PX_PER_DEG)
    draw_room(behind)
    draw_clock_face(behind)
    front = behind.copy()
    for pupil in PUPILS:
        draw_desk(front, pupil.x, pupil.z + (0.55 if pupil.facing else 0.62))
    for pupil in PUPILS:
        pupil.draw_still(front)
    for _ in range(halvings):
        behind, front = behind.halved(), front.halved()
    masks: list[Plane] = [np.empty_like(plane) for plane in front.planes]
    for mask, here, there in zip(masks, front.planes, behind.planes, strict=True):
        cv2.absdiff(here, there, dst=mask)
    return front, masks


def halvings_for(px_per_deg: float) -> int:
    """Return how often the full resolution may be halved for a camera of this resolution."""
    halvings = 0
    while FULL_PX_PER_DEG / 2 ** (halvings + 1) >= px_per_deg * ENOUGH:
        halvings += 1
    return halvings


class Scene:
    """Keeps the still class, and draws the moving one into a copy of it.

    Args:
        halvings: How often the full resolution of 24 px/deg is halved.
    """

    def __init__(self, halvings: int = 0) -> None:
        front, self._masks = still_class(halvings)
        self._still = front
        self._canvas = front.copy()
        moving: Sequence[MovingThing] = (
            ClockHands(),
            ClockDigits(),
            TEACHER,
            *(FidgetingPupil(pupil) for pupil in PUPILS if pupil.habit != "still"),
        )
        self._drawn = [DrawnThing(one) for one in moving]

    @classmethod
    def fit_for(cls, px_per_deg: float) -> "Scene":
        """Return a scene at least as fine as a camera of this resolution needs."""
        return cls(halvings_for(px_per_deg))

    @property
    def px_per_deg(self) -> float:
        return self._canvas.px_per_deg

    @property
    def canvas(self) -> Canvas:
        return self._canvas

    def draw(self, unix_s: float, seen: PixelBox) -> list[PixelBox]:
        """Bring what lies in `seen` up to date; return what may have changed."""
        canvas = self._canvas
        for drawn in self._drawn:
            drawn.look(canvas, unix_s, seen)
        stale = self._stale()
        for box in stale:
            canvas.restore(self._still, box)
        for drawn in self._drawn:
            if drawn.due:
                drawn.draw(canvas, unix_s)
                if drawn.what.behind_desks:
                    self._cover(drawn.box)
        return stale

    def _stale(self) -> list[PixelBox]:
        """Return what must be wiped; whoever stands in it must be drawn anew as well."""
        stale = [box for drawn in self._drawn if drawn.due for box in drawn.boxes]
        found = True
        while found:
            found = False
            for drawn in self._drawn:
                if not drawn.due and drawn.touches(stale):
                    found = drawn.spoil()
                    stale.extend(drawn.boxes)
        return stale

    def _cover(self, box: PixelBox) -> None:
        """Put what stands in front back over it."""
        for index, plane in enumerate(self._canvas.planes):
            where = box.slices(half=index > 0)
            mask = self._masks[index][where]
            cv2.copyTo(self._still.planes[index][where], mask, plane[where])


class DrawnThing:
    """A moving thing, and how it was last drawn."""

    def __init__(self, what: MovingThing) -> None:
        self.what = what
        self.box = NOWHERE
        self.due = False
        self._old = self.box
        self._key: Hashable = None
        self._new_key: Hashable = None
        self._seen = False
        self._place: PixelBox | None = None

    @property
    def boxes(self) -> tuple[PixelBox, ...]:
        """What it covers now, and what it covered before."""
        return tuple(box for box in (self._old, self.box) if not box.empty)

    def look(self, canvas: Canvas, unix_s: float, seen: PixelBox) -> None:
        """Find out whether it must be drawn."""
        if self._place is None or self.what.walks:
            self._place = self.what.box(canvas, unix_s)
        self._seen = not self._place.empty and self._place.overlaps(seen)
        self.box = self._place if self._seen else NOWHERE
        self._new_key = self.what.key(unix_s)
        self.due = self._seen and self._new_key != self._key

    def touches(self, stale: list[PixelBox]) -> bool:
        """Whether wiping these boxes wipes a part of it."""
        return self._key is not None and any(
            mine.overlaps(box) for mine in self.boxes for box in stale
        )

    def spoil(self) -> bool:
        """Take it as wiped; it is drawn again now if it is seen, or else when it will be."""
        self._key = None
        self.due = self._seen
        return True

    def draw(self, canvas: Canvas, unix_s: float) -> None:
        """Draw it."""
        self.what.draw(canvas, unix_s)
        self._old = self.box
        self._key = self._new_key
