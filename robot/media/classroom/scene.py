"""The whole class at a moment: what stands still is drawn once, what moves where it is seen."""

from robot.media.classroom.canvas import Box, Canvas, Plane
from robot.media.classroom.clock import WallClock
from robot.media.classroom.figures import PUPILS, Teacher, draw_desk
from robot.media.classroom.room import draw_room

FULL_PX_PER_DEG = 24.0
ENOUGH = 1.15
"""A panorama this much finer than the picture needs shows no steps and little flicker."""


class Scene:
    """Keeps the still class, and draws the moving one into a copy of it.

    Args:
        halvings: How often the full resolution of 24 px/deg is halved.
    """

    def __init__(self, halvings: int = 0) -> None:
        behind = Canvas(FULL_PX_PER_DEG)
        draw_room(behind)
        WallClock(behind).draw_still()
        front = behind.copy()
        for pupil in PUPILS:
            if not pupil.facing:
                draw_desk(front, pupil.x, pupil.z + 0.62)
            else:
                draw_desk(front, pupil.x, pupil.z + 0.55)
        for pupil in PUPILS:
            if not pupil.moving:
                pupil.draw(front, 0.0)
        for _ in range(halvings):
            behind, front = behind.halved(), front.halved()
        self._still = front
        self._masks = [
            (a != b).view("uint8") for a, b in zip(front.planes, behind.planes, strict=True)
        ]
        self._canvas = front.copy()
        self._clock = WallClock(self._canvas)
        self._drawn: list[Box] = []

    @classmethod
    def fit_for(cls, px_per_deg: float) -> "Scene":
        """Return a scene at least as fine as a camera of this resolution needs."""
        halvings = 0
        while FULL_PX_PER_DEG / 2 ** (halvings + 1) >= px_per_deg * ENOUGH:
            halvings += 1
        return cls(halvings)

    @property
    def px_per_deg(self) -> float:
        return self._canvas.px_per_deg

    def draw(self, unix_s: float, seen: Box) -> Canvas:
        """Return the class at this moment; only what lies in `seen` is up to date."""
        canvas = self._canvas
        for box in self._drawn:
            canvas.restore(self._still, box)
        self._drawn = []
        teacher = Teacher(canvas, unix_s)
        if self._seen(self._clock.box, seen):
            self._clock.draw(unix_s)
        if self._seen(teacher.box, seen):
            teacher.draw()
            self._cover(teacher.box)
        for pupil in PUPILS:
            if pupil.moving and self._seen(pupil.box(canvas), seen):
                pupil.draw(canvas, unix_s)
        return canvas

    def _seen(self, box: Box, seen: Box) -> bool:
        if box.empty or not box.overlaps(seen):
            return False
        self._drawn.append(box)
        return True

    def _cover(self, box: Box) -> None:
        """Put what stands in front of the teacher back over it."""
        for index, plane in enumerate(self._canvas.planes):
            where = box.slices(half=index > 0)
            front: Plane = self._still.planes[index]
            mask = self._masks[index][where] != 0
            plane[where][mask] = front[where][mask]
