"""Finer drawings of parts of the class, made on a thread of their own.

Nobody waits for them: like a lens that has to focus, the camera shows what it has until the
finer drawing is there.
"""

from concurrent.futures import Future

from robot.media.synthetic.canvas import Window
from robot.media.synthetic.scene import Scene, drawn_class
from robot.media.types.background import background_thread

MARGIN = 0.35
"""Share of the view that is drawn beyond each of its edges, for small moves."""
SHOT_MARGIN = 0.02
"""The same for a shot, which does not move."""

CLOSE = 0.8
"""Share of the wanted resolution that is good enough."""

MOST_PX_PER_DEG = 50.0
"""A little more than the sensor of `ClassroomCamera` has in the middle of 66 degrees."""


class Details:
    """The finer drawing in use, and the next one.

    Args:
        margin: Share of the view that is drawn beyond each of its edges.
    """

    def __init__(self, margin: float = MARGIN) -> None:
        self._margin = margin
        self._thread = background_thread("camera detail")
        self._scene: Scene | None = None
        self._next: Future[Scene] | None = None

    def find(self, window: Window, px_per_deg: float) -> tuple[Scene | None, bool]:
        """Return a scene that covers a window, and whether it is fine enough.

        If it is not, a finer one is drawn for the next time.
        """
        if self._next is not None and self._next.done():
            self._scene, self._next = self._next.result(), None
        scene = self._scene
        if scene is not None and not scene.canvas.window.covers(window):
            scene = None
        wanted = min(px_per_deg, MOST_PX_PER_DEG)
        fine = scene is not None and scene.px_per_deg >= CLOSE * wanted
        if self._next is None and not fine:
            self._next = self._thread.submit(_draw, window.widened(self._margin), wanted)
        return scene, fine

    def close(self) -> None:
        """Draw no more; what is being drawn is discarded."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def _draw(window: Window, px_per_deg: float) -> Scene:
    return Scene(drawn=drawn_class(px_per_deg, window))
