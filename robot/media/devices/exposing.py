"""Publishing of one moment of a camera: the framed picture, and a shot if one is wanted."""

from collections.abc import Callable

import av

from robot.media.types.cells import Newest
from robot.media.types.frames import stamp
from robot.media.types.framing import Pixels, Region, pixels_of
from robot.media.types.spec import Size
from robot.media.types.viewfinder import Shot, Viewfinder

Render = Callable[[Region, Pixels], av.VideoFrame]
"""Draws a region of the whole picture in this size."""


class Exposing:
    """Publisher of one camera's pictures.

    Args:
        size: Size of the child's picture.
        pictures: Receives stamped pictures of this size.
        finder: Says what to show.
    """

    def __init__(self, size: Size, pictures: Newest[av.VideoFrame], finder: Viewfinder) -> None:
        self._shown = Pixels(size.width_px, size.height_px)
        self._pictures = pictures
        self._finder = finder
        self._begun: Shot | None = None
        """The shot of which a frame was taken. A camera that is focused goes on."""

    @property
    def shot_wanted(self) -> bool:
        """True if a frame at the sensor's resolution is waited for."""
        return self._finder.shot is not None

    @property
    def sharp_shot_wanted(self) -> bool:
        """True if a frame is waited for that should have all of the sensor's pixels."""
        shot = self._finder.shot
        return shot is not None and not shot.rough

    def expose(
        self,
        sensor: Pixels,
        render: Render,
        focused: Callable[[Region, Pixels], bool] = lambda region, size: True,
        zooms: Pixels | None = None,
        full_size: bool = True,
    ) -> None:
        """Publish this moment.

        Args:
            sensor: Size of all that the camera sees.
            render: Draws regions of this moment.
            focused: Whether a shot of a region would be sharp by now; asked before its first frame.
            zooms: Size that limits the zoom; the sensor's unless told.
            full_size: Whether this moment has all pixels that the camera could give. A sharp shot
                waits for one that has: it may be asked for while the camera waits for a picture.
        """
        finder = self._finder
        framing = finder.follow(zooms or sensor, self._shown)
        self._pictures.put(stamp(render(framing.region, self._shown)))
        finder.show(framing)
        shot = finder.shot
        if shot is not None:
            size = pixels_of(shot.region, sensor, self._shown, shot.most_wide_px)
            if shot.rough or shot is self._begun or (full_size and focused(shot.region, size)):
                self._begun = shot
                finder.deliver(shot, render(shot.region, size))
