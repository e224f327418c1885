"""Projection of a pinhole camera inside the drawn classroom."""

import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from robot.media.synthetic.canvas import (
    EVERYWHERE,
    Canvas,
    PixelBox,
    Plane,
    Points,
    Window,
    knots,
    widen,
)
from robot.media.synthetic.scene import NOWHERE
from robot.media.types.framing import WHOLE, Region

Map = NDArray[np.float32]


class Lens:
    """PURE. Projection between pixels of the picture and angles of the panorama. No I/O.

    The camera is turned first by pan around the vertical, then by tilt around its
    own horizontal axis; so pan only shifts the view of tilt alone.

    Args:
        width_px, height_px: Size of the picture.
        lens_deg: Horizontal angle of view of the whole picture.
        region: Part of the whole picture that these pixels show.
    """

    def __init__(
        self, width_px: int, height_px: int, lens_deg: float, region: Region = WHOLE
    ) -> None:
        self.width_px = width_px
        self.height_px = height_px
        self.key = (width_px, height_px, lens_deg, region)
        """Equal for lenses that project alike."""
        whole_px = (width_px / region.width, height_px / region.height)
        self.focal_px = whole_px[0] / 2 / math.tan(math.radians(lens_deg) / 2)
        self._ahead_x = (0.5 - region.left) * whole_px[0]
        self._ahead_y = (0.5 - region.top) * whole_px[1]

    @property
    def px_per_deg(self) -> float:
        """Resolution in the middle of the picture."""
        return self.focal_px * math.pi / 180

    def angles(self, tilt_deg: float, columns: Map, rows: Map) -> tuple[Map, Map]:
        """Return pan (relative to the camera's) and tilt in degrees of pixels."""
        x = ((columns + 0.5) - self._ahead_x) / self.focal_px
        y = (self._ahead_y - (rows + 0.5)) / self.focal_px
        sine, cosine = math.sin(math.radians(tilt_deg)), math.cos(math.radians(tilt_deg))
        ahead = cosine - y * sine
        up = y * cosine + sine
        pan = np.degrees(np.arctan2(-x, ahead)).astype(np.float32)
        tilt = np.degrees(np.arctan2(up, np.hypot(x, ahead))).astype(np.float32)
        return pan, tilt

    def project(self, tilt_deg: float, pan_tilt: Points) -> Points | None:
        """Return pixels of angles (pan relative to the camera's); None if one lies behind."""
        pan, tilt = np.radians(pan_tilt[:, 0]), np.radians(pan_tilt[:, 1])
        sine, cosine = math.sin(math.radians(tilt_deg)), math.cos(math.radians(tilt_deg))
        far, up = np.cos(pan) * np.cos(tilt), np.sin(tilt)
        ahead = far * cosine + up * sine
        if ahead.min() < 0.05:
            return None
        x = -np.sin(pan) * np.cos(tilt) / ahead * self.focal_px + self._ahead_x - 0.5
        y = self._ahead_y - 0.5 - (up * cosine - far * sine) / ahead * self.focal_px
        return np.stack([x, y], axis=1)

    def window(self, pan_deg: float, tilt_deg: float) -> Window:
        """Return the part of the surroundings that the picture shows."""
        columns = np.linspace(-0.5, self.width_px - 0.5, 9, dtype=np.float32)[None, :]
        rows = np.linspace(-0.5, self.height_px - 0.5, 9, dtype=np.float32)[:, None]
        pan, tilt = self.angles(tilt_deg, *np.broadcast_arrays(columns, rows))
        pan = pan + np.float32(pan_deg)
        return Window(float(pan.max()), float(pan.min()), float(tilt.max()), float(tilt.min()))

    def fields(self, tilt_deg: float) -> tuple[Map, Map]:
        """Return the angles of every pixel of the picture, by a coarse grid."""
        columns = knots(self.width_px).astype(np.float32)[None, :]
        rows = knots(self.height_px).astype(np.float32)[:, None]
        pan, tilt = self.angles(tilt_deg, *np.broadcast_arrays(columns, rows))
        size = (self.height_px, self.width_px)
        return widen(pan, size), widen(tilt, size)


class Maps:
    """Maps from pixels of the picture to pixels of a canvas; unchanged parts are reused."""

    def __init__(self, lens: Lens, px_per_deg: float, window: Window = EVERYWHERE) -> None:
        self._lens = lens
        self._px_per_deg = px_per_deg
        self._left_deg = window.left_deg
        self._top_deg = window.top_deg
        self._tilt_deg: float | None = None
        self._pan_deg: float | None = None
        self._relative: tuple[Map, Map] | None = None
        self._settled = False
        self._luma: tuple[Any, Any]
        self._colour: tuple[Any, Any]
        self.box = NOWHERE

    def look(self, pan_deg: float, tilt_deg: float) -> bool:
        """Prepare for this pose, and set `box` to its view; return False if nothing changed."""
        if self._relative is None or tilt_deg != self._tilt_deg:
            self._tilt_deg = tilt_deg
            self._pan_deg = None
            pan, tilt = self._lens.fields(tilt_deg)
            self._relative = (
                -pan * np.float32(self._px_per_deg),
                (self._top_deg - tilt) * np.float32(self._px_per_deg) - np.float32(0.5),
            )
        if pan_deg == self._pan_deg:
            self._settle()
            return False
        self._pan_deg = pan_deg
        self._settled = False
        centre_px = (self._left_deg - pan_deg) * self._px_per_deg - 0.5
        map_x = self._relative[0] + np.float32(centre_px)
        map_y = self._relative[1]
        self._luma = (map_x, map_y)
        self._colour = (_halved(map_x), _halved(map_y))
        edge_x, edge_y = map_x[[0, -1]], map_y[[0, -1]]
        self.box = PixelBox(
            max(0, int(edge_x.min()) // 2 * 2),
            max(0, int(edge_y.min()) // 2 * 2),
            int(edge_x.max() + 3) // 2 * 2,
            int(edge_y.max() + 3) // 2 * 2,
        )
        return True

    def part(self, box: PixelBox) -> PixelBox:
        """Return the part of the picture that shows this part of the canvas, or all of it."""
        whole = PixelBox(0, 0, self._lens.width_px, self._lens.height_px)
        share = np.linspace(0.0, 1.0, 9)
        xs = box.left + (box.right - box.left) * share
        ys = box.top + (box.bottom - box.top) * share
        edges = [(x, y) for x in xs for y in (ys[0], ys[-1])]
        edges += [(x, y) for y in ys for x in (xs[0], xs[-1])]
        edge = np.array(edges) / self._px_per_deg
        edge[:, 0] = self._left_deg - edge[:, 0] - (self._pan_deg or 0.0)
        edge[:, 1] = self._top_deg - edge[:, 1]
        spots = self._lens.project(self._tilt_deg or 0.0, edge)
        if spots is None:
            return whole
        left, top = np.floor(spots.min(axis=0) - 2).astype(int) // 2 * 2
        right, bottom = np.ceil(spots.max(axis=0) + 4).astype(int) // 2 * 2
        return PixelBox(
            max(0, int(left)),
            max(0, int(top)),
            min(whole.right, int(right)),
            min(whole.bottom, int(bottom)),
        )

    def film(self, canvas: Canvas, picture: Sequence[Plane], part: PixelBox) -> None:
        """Draw this part of the picture."""
        for index, (target, source) in enumerate(zip(picture, canvas.planes, strict=True)):
            where = part.slices(half=index > 0)
            map_x, map_y = self._colour if index else self._luma
            cv2.remap(
                source,
                map_x[where],
                map_y[where],
                cv2.INTER_LINEAR,
                dst=target[where],
                borderMode=cv2.BORDER_REPLICATE,
            )

    def _settle(self) -> None:
        """Convert the maps to a faster form, for a head at rest."""
        if not self._settled:
            self._settled = True
            self._luma = cv2.convertMaps(*self._luma, cv2.CV_16SC2)
            self._colour = cv2.convertMaps(*self._colour, cv2.CV_16SC2)


def _halved(coordinates: Map) -> Map:
    """Return the map for the colour of each 2 x 2 pixels."""
    height, width = coordinates.shape
    mean = cv2.resize(coordinates, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    halved: Map = mean * np.float32(0.5) - np.float32(0.25)
    return halved
