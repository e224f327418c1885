"""Drawn class at one moment: still parts are drawn once, moving ones where they are seen."""

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Protocol

import cv2
import numpy as np

from robot.media.synthetic.canvas import EVERYWHERE, Canvas, PixelBox, Plane, Window
from robot.media.synthetic.clock import ClockDigits, ClockHands, draw_clock_face
from robot.media.synthetic.figures import PUPILS, TEACHER, FidgetingPupil, draw_desk
from robot.media.synthetic.room import draw_room

FULL_PX_PER_DEG = 24.0
ENOUGH = 1.15
"""Resolution of the panorama relative to the picture at which steps and flicker are negligible."""

NOWHERE = PixelBox(0, 0, 0, 0)


class MovingThing(Protocol):
    """Moving thing in the class."""

    @property
    def behind_desks(self) -> bool:
        """True if desks and still pupils stand in front of it."""
        ...

    @property
    def walks(self) -> bool:
        """True if its box moves as well."""
        ...

    def key(self, unix_s: float) -> Hashable:
        """Return a key of its appearance: an equal key needs no redrawing."""
        ...

    def box(self, canvas: Canvas, unix_s: float) -> PixelBox:
        """Return the part of the canvas that it covers."""
        ...

    def draw(self, canvas: Canvas, unix_s: float) -> None:
        """Draw it as it is at that moment."""
        ...


@lru_cache(maxsize=1)
def still_class(halvings: int) -> tuple[Canvas, list[Plane]]:
    """Return the still class, and masks of its foreground; do not draw into them.

    Drawing takes most of a second, and the camera is reopened at each presence.
    """
    return drawn_class(FULL_PX_PER_DEG, EVERYWHERE, halvings)


def drawn_class(px_per_deg: float, window: Window, halvings: int = 0) -> tuple[Canvas, list[Plane]]:
    """Return the still class as seen through a window, and masks of its foreground."""
    behind = Canvas(px_per_deg, window=window)
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
    """Return the number of halvings of the full resolution for a camera of this resolution."""
    halvings = 0
    while FULL_PX_PER_DEG / 2 ** (halvings + 1) >= px_per_deg * ENOUGH:
        halvings += 1
    return halvings


class Scene:
    """Scene that keeps the still class, and draws moving things into a copy of it.

    Args:
        halvings: Number of halvings of the full resolution of 24 px/deg.
        drawn: Take this part of the class instead, from `drawn_class`.
    """

    def __init__(self, halvings: int = 0, drawn: tuple[Canvas, list[Plane]] | None = None) -> None:
        front, self._masks = drawn or still_class(halvings)
        self._still = front
        self._canvas = front.copy()
        self.viewer: object = None
        """Viewer that drew it last; all others have missed changes."""
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
        """Update the part in `seen`; return the boxes that may have changed."""
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
        """Return the boxes to restore; things in them become due as well."""
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
        """Redraw the foreground over this box."""
        for index, plane in enumerate(self._canvas.planes):
            where = box.slices(half=index > 0)
            mask = self._masks[index][where]
            cv2.copyTo(self._still.planes[index][where], mask, plane[where])


class DrawnThing:
    """State of the last drawing of a moving thing."""

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
        """Boxes that it covers now and covered before."""
        return tuple(box for box in (self._old, self.box) if not box.empty)

    def look(self, canvas: Canvas, unix_s: float, seen: PixelBox) -> None:
        """Update whether it must be drawn."""
        if self._place is None or self.what.walks:
            self._place = self.what.box(canvas, unix_s)
        self._seen = not self._place.empty and self._place.overlaps(seen)
        self.box = self._place if self._seen else NOWHERE
        self._new_key = self.what.key(unix_s)
        self.due = self._seen and self._new_key != self._key

    def touches(self, stale: list[PixelBox]) -> bool:
        """Return whether restoring these boxes erases a part of it."""
        return self._key is not None and any(
            mine.overlaps(box) for mine in self.boxes for box in stale
        )

    def spoil(self) -> bool:
        """Take it as erased: due now if it is seen, otherwise once it is."""
        self._key = None
        self.due = self._seen
        return True

    def draw(self, canvas: Canvas, unix_s: float) -> None:
        """Draw it, and remember box and key."""
        self.what.draw(canvas, unix_s)
        self._old = self.box
        self._key = self._new_key
