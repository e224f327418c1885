"""Canvas around the viewer: Y, U and V planes over pan and tilt (equirectangular).

Everything is drawn directly into the planes of a yuv420p picture, so that frames need no
conversion of colour space.

Room coordinates are metres from the viewer's eye: x to the right, y up, z
ahead. Angles are degrees, positive to the left and up.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Points = NDArray[np.float64]
Colour = tuple[int, int, int]
"""Red, green, blue."""

PAN_MAX_DEG = 130.0
TILT_MAX_DEG = 54.0
TILT_MIN_DEG = -62.0
SHIFT = 4
"""Drawing takes coordinates in sixteenths of a pixel."""

STEP_DEG = 2.0

GRID_PX = 8


DRAWN_PX_PER_DEG = 24.0
"""Resolution for which widths of lines are given in pixels."""

SHEET_PX_PER_M, FINE_SHEET_PX_PER_M = 480, 960
"""Resolutions of flat pictures for a canvas of that resolution, and for a finer one."""


@dataclass(frozen=True)
class Window:
    """Part of the surroundings that a canvas covers."""

    left_deg: float
    right_deg: float
    top_deg: float
    bottom_deg: float

    def covers(self, other: "Window") -> bool:
        """Return whether all of the other one lies inside."""
        return (
            self.left_deg >= other.left_deg
            and self.right_deg <= other.right_deg
            and self.top_deg >= other.top_deg
            and self.bottom_deg <= other.bottom_deg
        )

    def widened(self, share: float) -> "Window":
        """Return a window larger by this share of its size at each side, within `EVERYWHERE`."""
        across = share * (self.left_deg - self.right_deg)
        along = share * (self.top_deg - self.bottom_deg)
        return Window(
            min(EVERYWHERE.left_deg, self.left_deg + across),
            max(EVERYWHERE.right_deg, self.right_deg - across),
            min(EVERYWHERE.top_deg, self.top_deg + along),
            max(EVERYWHERE.bottom_deg, self.bottom_deg - along),
        )


EVERYWHERE = Window(PAN_MAX_DEG, -PAN_MAX_DEG, TILT_MAX_DEG, TILT_MIN_DEG)


@dataclass(frozen=True)
class PixelBox:
    """Part of a canvas in luma pixels; all four are even numbers."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def empty(self) -> bool:
        return self.right <= self.left or self.bottom <= self.top

    def overlaps(self, other: "PixelBox") -> bool:
        """Return whether the two have a pixel in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def slices(self, half: bool) -> tuple[slice, slice]:
        """Return rows and columns of a luma plane, or of a colour plane."""
        by = 2 if half else 1
        return (
            slice(self.top // by, self.bottom // by),
            slice(self.left // by, self.right // by),
        )


@lru_cache(maxsize=1024)
def yuv(colour: Colour) -> tuple[int, int, int]:
    """Return Y, U and V (BT.601, limited range) of a colour."""
    red, green, blue = colour
    return (
        round(16 + 0.257 * red + 0.504 * green + 0.098 * blue),
        round(128 - 0.148 * red - 0.291 * green + 0.439 * blue),
        round(128 + 0.439 * red - 0.368 * green - 0.071 * blue),
    )


def angles(points: Points) -> Points:
    """Return pan and tilt in degrees of points in the room."""
    x, y, z = points[:, 0], points[:, 1], points[:, 2]
    turned: Points = np.degrees(
        np.stack([np.arctan2(-x, z), np.arctan2(y, np.hypot(x, z))], axis=1)
    )
    return turned


def knots(count: int) -> NDArray[np.float64]:
    """Return the positions along `count` pixels at which a smooth map is computed for `widen`."""
    return np.asarray((np.arange(-(-count // GRID_PX) + 2) - 0.5) * GRID_PX - 0.5, np.float64)


def widen(coarse: NDArray[np.floating[Any]], size: tuple[int, int]) -> NDArray[np.float32]:
    """Return a map of this height and width from its values at `knots`."""
    rows, columns = coarse.shape
    wide: NDArray[np.float32] = np.empty((rows * GRID_PX, columns * GRID_PX), np.float32)
    cv2.resize(
        coarse.astype(np.float32), wide.shape[::-1], dst=wide, interpolation=cv2.INTER_LINEAR
    )
    return wide[GRID_PX : GRID_PX + size[0], GRID_PX : GRID_PX + size[1]]


class Canvas:
    """Three planes, and operations that draw on them.

    Args:
        px_per_deg: Resolution; the planes get even sizes.
        planes: Take these instead of new ones.
        window: What it covers.
    """

    def __init__(
        self,
        px_per_deg: float,
        planes: tuple[Plane, Plane, Plane] | None = None,
        window: Window = EVERYWHERE,
    ) -> None:
        self.px_per_deg = px_per_deg
        self.window = window
        if planes is None:
            # Multiples of 16, so that halves of halves still have even sizes.
            width = 16 * round((window.left_deg - window.right_deg) * px_per_deg / 16)
            height = 16 * round((window.top_deg - window.bottom_deg) * px_per_deg / 16)
            planes = (
                np.full((height, width), 16, np.uint8),
                np.full((height // 2, width // 2), 128, np.uint8),
                np.full((height // 2, width // 2), 128, np.uint8),
            )
        self.planes = planes

    @property
    def width(self) -> int:
        return int(self.planes[0].shape[1])

    @property
    def height(self) -> int:
        return int(self.planes[0].shape[0])

    @property
    def sheet_px_per_m(self) -> float:
        """Resolution for flat pictures that are pasted here."""
        fine = self.px_per_deg > DRAWN_PX_PER_DEG
        return FINE_SHEET_PX_PER_M if fine else SHEET_PX_PER_M

    def copy(self) -> "Canvas":
        """Return a canvas of its own with the same drawing."""
        y, u, v = self.planes
        return Canvas(self.px_per_deg, (y.copy(), u.copy(), v.copy()), self.window)

    def halved(self) -> "Canvas":
        """Return the same drawing at half the resolution."""
        y, u, v = (_half(plane) for plane in self.planes)
        return Canvas(self.px_per_deg / 2, (y, u, v), self.window)

    def pixels(self, pan_tilt: Points) -> Points:
        """Return luma pixel coordinates of angles."""
        x = (self.window.left_deg - pan_tilt[:, 0]) * self.px_per_deg - 0.5
        y = (self.window.top_deg - pan_tilt[:, 1]) * self.px_per_deg - 0.5
        return np.stack([x, y], axis=1)

    def box(self, points_px: Points, margin_px: float = 2.0) -> PixelBox:
        """Return the even box around pixel coordinates, cut at the canvas."""
        left, top = np.floor(points_px.min(axis=0) - margin_px).astype(int) // 2 * 2
        right, bottom = np.ceil(points_px.max(axis=0) + margin_px + 2).astype(int) // 2 * 2
        return PixelBox(
            max(0, int(left)),
            max(0, int(top)),
            min(self.width, int(right)),
            min(self.height, int(bottom)),
        )

    def restore(self, other: "Canvas", box: PixelBox) -> None:
        """Copy this box from another canvas of the same size."""
        for index, (plane, source) in enumerate(zip(self.planes, other.planes, strict=True)):
            where = box.slices(half=index > 0)
            plane[where] = source[where]

    def fill(self, points_px: Points, colour: Colour) -> None:
        """Fill a polygon given in luma pixels."""
        for plane, points, value in self._each(points_px, colour):
            cv2.fillPoly(plane, [points], value, cv2.LINE_AA, SHIFT)

    def line(
        self, points_px: Points, colour: Colour, width_px: float, closed: bool = False
    ) -> None:
        """Draw a line through points given in luma pixels."""
        for half, (plane, points, value) in enumerate(self._each(points_px, colour)):
            width = max(1, round(width_px / 2 if half else width_px))
            cv2.polylines(plane, [points], closed, value, width, cv2.LINE_AA, SHIFT)

    def lines(self, points_px: Points, colour: Colour, width_px: float) -> None:
        """Draw many lines of two points each; rows are lines, then ends, then x and y."""
        for half, (plane, points, value) in enumerate(self._each(points_px, colour)):
            width = max(1, round(width_px / 2 if half else width_px))
            cv2.polylines(plane, list(points), False, value, width, cv2.LINE_AA, SHIFT)

    def ellipse(
        self,
        centre_px: tuple[float, float],
        axes_px: tuple[float, float],
        colour: Colour,
        turn_deg: float = 0.0,
        arc_deg: tuple[float, float] = (0.0, 360.0),
    ) -> None:
        """Fill an ellipse, or a sector of one, given in luma pixels."""
        centre = np.array([centre_px])
        one = 1 << SHIFT
        for half, (plane, points, value) in enumerate(self._each(centre, colour)):
            scale = one / 2 if half else one
            axes = (round(axes_px[0] * scale), round(axes_px[1] * scale))
            cv2.ellipse(
                plane, points[0].tolist(), axes, turn_deg, *arc_deg, value, -1, cv2.LINE_AA, SHIFT
            )

    def surface(self, corners: Sequence[tuple[float, float, float]], colour: Colour) -> None:
        """Fill a flat polygon of the room; a real lens sees its straight edges as straight."""
        self.fill(self.outline(corners), colour)

    def edge(
        self,
        corners: Sequence[tuple[float, float, float]],
        colour: Colour,
        width_px: float,
        closed: bool = False,
    ) -> None:
        """Draw a line through points of the room; its width is that at `DRAWN_PX_PER_DEG`."""
        width_px *= max(1.0, self.px_per_deg / DRAWN_PX_PER_DEG)
        self.line(self.outline(corners, closed), colour, width_px, closed)

    def outline(self, corners: Sequence[tuple[float, float, float]], closed: bool = True) -> Points:
        """Return pixels along a polygon of the room, close enough together to bend."""
        points = np.array(corners, float)
        ends = np.roll(points, -1, axis=0) if closed else points[1:]
        pieces = []
        for start, end in zip(points, ends, strict=False):
            apart = angles(np.stack([start, end]))
            count = max(1, math.ceil(float(np.abs(apart[0] - apart[1]).max()) / STEP_DEG))
            share = np.arange(count)[:, None] / count
            pieces.append(start + share * (end - start))
        if not closed:
            pieces.append(points[-1:])
        return self.pixels(angles(np.concatenate(pieces)))

    def paste(
        self,
        draw: Callable[[], NDArray[np.uint8]],
        corner: tuple[float, float, float],
        right: tuple[float, float, float],
        down: tuple[float, float, float],
    ) -> None:
        """Hang a picture (rows of red, green, blue) flat in the room; draw it only if it is seen.

        `corner` is its upper left, `right` and `down` lead to the neighbouring corners.
        """
        origin, across, along = (np.array(vector, float) for vector in (corner, right, down))
        frame = [origin, origin + across, origin + across + along, origin + along]
        box = self.box(self.outline([tuple(point) for point in frame]))
        if box.empty:
            return
        picture = draw()
        normal = np.cross(across, along)
        # On a coarse grid; between its knots a plane is exact to a small part of a pixel.
        columns = box.left + knots(box.right - box.left)
        rows = box.top + knots(box.bottom - box.top)
        pan = np.radians(self.window.left_deg - (columns + 0.5) / self.px_per_deg)[None, :]
        tilt = np.radians(self.window.top_deg - (rows + 0.5) / self.px_per_deg)[:, None]
        ray = np.stack(
            np.broadcast_arrays(
                -np.sin(pan) * np.cos(tilt), np.sin(tilt), np.cos(pan) * np.cos(tilt)
            ),
            axis=-1,
        )
        hit = ray * ((origin @ normal) / (ray @ normal))[..., None] - origin
        height, width = picture.shape[:2]
        size = (box.bottom - box.top, box.right - box.left)
        map_x = widen((hit @ across) / (across @ across) * width - 0.5, size)
        map_y = widen((hit @ along) / (along @ along) * height - 0.5, size)
        self._blend(picture, map_x, map_y, box)

    def _blend(
        self,
        picture: NDArray[np.uint8],
        map_x: NDArray[np.float32],
        map_y: NDArray[np.float32],
        box: PixelBox,
    ) -> None:
        height, width = picture.shape[:2]
        inside = (map_x > -0.5) & (map_x < width - 0.5) & (map_y > -0.5) & (map_y < height - 0.5)
        seen = cv2.remap(picture, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        converted = cv2.cvtColor(seen, cv2.COLOR_RGB2YUV_I420)
        rows, columns = inside.shape
        quarter = rows * columns // 4
        flat = converted.reshape(-1)
        y = flat[: rows * columns].reshape(rows, columns)
        u = flat[rows * columns : rows * columns + quarter].reshape(rows // 2, columns // 2)
        v = flat[rows * columns + quarter :].reshape(rows // 2, columns // 2)
        half_inside = inside[::2, ::2] & inside[1::2, 1::2]
        for index, (plane, drawn) in enumerate(zip(self.planes, (y, u, v), strict=True)):
            mask = half_inside if index else inside
            cv2.copyTo(drawn, mask.astype(np.uint8), plane[box.slices(half=index > 0)])

    def _each(
        self, points_px: Points, colour: Colour
    ) -> tuple[tuple[Plane, NDArray[np.int32], int], ...]:
        full = np.rint(points_px * 16.0).astype(np.int32)
        half = (full >> 1) - 4  # the first colour sample lies between the first two luma samples
        y, u, v = yuv(colour)
        return ((self.planes[0], full, y), (self.planes[1], half, u), (self.planes[2], half, v))


def _half(plane: Plane) -> Plane:
    height, width = plane.shape
    half = np.empty((height // 2, width // 2), np.uint8)
    cv2.resize(plane, (width // 2, height // 2), dst=half, interpolation=cv2.INTER_AREA)
    return half
