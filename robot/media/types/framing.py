"""PURE. Framing: the part of the camera's view that is shown, and the places of its pixels. No I/O.

The whole picture is what the child sees without zoom: all of the sensor, with black bars
where its shape is another one. A `Region` is a part of it in shares, a `Framing` says the
same as people do: so many times closer, about a point.
"""

from dataclasses import dataclass

MOST_ZOOM = 16.0
"""Largest zoom on the wire."""

MOST_ENLARGED = 2.2
"""Output pixels for one of the sensor's, at most. With full HD, a letter of 4 cm at six metres is
then 21 px high, and gets more bits of the encoder. Still more would only blur."""

LEAST_ZOOM = 1.25
"""A camera with less than this to offer cannot zoom."""


@dataclass(frozen=True)
class Pixels:
    """Size of a picture in pixels."""

    width: int
    height: int


@dataclass(frozen=True)
class Region:
    """Part of the whole picture, in shares of its width and height from the upper left."""

    left: float
    top: float
    width: float
    height: float


WHOLE = Region(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Framing:
    """Zoom about a point of the whole picture, which is the middle of what is shown.

    Args:
        zoom: 1 shows everything, 2 half the width and half the height.
        x, y: Point in shares of width and height from the upper left.
    """

    zoom: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def clamped(self, zoom_most: float) -> "Framing":
        """Return the nearest framing that lies inside the picture and zooms no more than that."""
        zoom = min(max(self.zoom, 1.0), max(1.0, zoom_most))
        half = 0.5 / zoom
        return Framing(zoom, min(max(self.x, half), 1.0 - half), min(max(self.y, half), 1.0 - half))

    @property
    def region(self) -> Region:
        """The part that is shown; inside the picture if the framing is clamped."""
        share = 1.0 / self.zoom
        return Region(self.x - share / 2, self.y - share / 2, share, share)

    @property
    def zoomed(self) -> bool:
        """True if less than everything is shown."""
        return self.zoom > 1.0


@dataclass(frozen=True)
class Box:
    """Rectangle in pixels; all four are even numbers, since colour has half the resolution."""

    left: int
    top: int
    width: int
    height: int


def zoom_most(sensor: Pixels, shown: Pixels) -> float:
    """Return the largest zoom for a sensor and a picture of these sizes; 1 if there is none."""
    most = min(MOST_ZOOM, MOST_ENLARGED * _sensor_px(sensor, shown))
    return int(most * 10) / 10 if most >= LEAST_ZOOM else 1.0


def pixels_of(region: Region, sensor: Pixels, shown: Pixels, most_wide: int) -> Pixels:
    """Return the even size at which a region has the sensor's own resolution, or less.

    Args:
        shown: Size of the child's picture, whose shape the shares refer to.
        most_wide: Largest width.
    """
    scale = _sensor_px(sensor, shown)
    width = region.width * shown.width * scale
    height = region.height * shown.height * scale
    less = min(1.0, most_wide / width)
    return Pixels(_even(width * less), _even(height * less))


def place(region: Region, sensor: Pixels, shown: Pixels, target: Pixels) -> tuple[Box, Box]:
    """Return the part of the sensor's picture that a region shows, and where it is drawn.

    Args:
        region: A part of the whole picture.
        sensor: Size of the camera's frame.
        shown: Size of the child's picture, whose shape the shares refer to.
        target: Size to draw the region in; what the box leaves free stays black.
    """
    scale = _sensor_px(sensor, shown)
    across = _span(region.left, region.width, shown.width * scale, sensor.width, target.width)
    along = _span(region.top, region.height, shown.height * scale, sensor.height, target.height)
    return (
        Box(across[0], along[0], across[1], along[1]),
        Box(across[2], along[2], across[3], along[3]),
    )


def _span(
    start: float, share: float, whole: float, sensor: int, target: int
) -> tuple[int, int, int, int]:
    """Return start and length on the sensor, and start and length in the target, of one axis."""
    bar = (whole - sensor) / 2
    first, length = start * whole - bar, share * whole
    inside_from, inside_to = max(0.0, first), min(float(sensor), first + length)
    source_from = min(_even(inside_from), (sensor - 2) // 2 * 2)
    source = max(2, min(_even(inside_to - inside_from), (sensor - source_from) // 2 * 2))
    drawn_from = min(_even((inside_from - first) / length * target), target - 2)
    drawn = max(2, min(_even((inside_to - inside_from) / length * target), target - drawn_from))
    return source_from, source, drawn_from, drawn


def _sensor_px(sensor: Pixels, shown: Pixels) -> float:
    """Return the sensor's pixels for one of the unzoomed picture."""
    return max(sensor.width / shown.width, sensor.height / shown.height)


def _even(value: float) -> int:
    return 2 * round(value / 2)
