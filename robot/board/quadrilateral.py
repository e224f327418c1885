"""PURE. Four corners of a board in a picture, and the rectangle that they become. No I/O.

Hundreds of outlines are looked at for each still. For four corners, plain numbers are several times
as quick as arrays.
"""

import math
from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Spots = list[list[float]]

Corners = NDArray[np.float64]
"""Four rows of x and y, from the upper left clockwise."""

LEAST_ANGLE_DEG, MOST_ANGLE_DEG = 60.0, 120.0
LEAST_RATIO, MOST_RATIO = 0.6, 5.0
"""Width of a board relative to its height."""
MOST_SLANT = 1.8
"""One side relative to the opposite one: more is no board that could be read."""


def ordered(corners: NDArray[np.float64]) -> Corners:
    """Return four corners in any order from the upper left clockwise."""
    spots = corners.tolist()
    middle_x, middle_y = (sum(spot[axis] for spot in spots) / len(spots) for axis in (0, 1))
    around = sorted(spots, key=lambda spot: math.atan2(spot[1] - middle_y, spot[0] - middle_x))
    start = min(range(len(around)), key=lambda index: sum(around[index]))
    return np.array(around[start:] + around[:start], np.float64)


def area(corners: Corners) -> float:
    """Return the area in square pixels."""
    spots: Spots = corners.tolist()
    return abs(math.fsum(x * y1 - x1 * y for (x, y), (x1, y1) in _pairs(spots))) / 2


def sides(corners: Corners) -> NDArray[np.float64]:
    """Return the lengths of the upper, right, lower and left side."""
    return np.array(_lengths(corners.tolist()), np.float64)


def is_board_like(corners: Corners) -> bool:
    """Return whether a rectangle on a wall can look like this."""
    spots = corners.tolist()
    top, right, bottom, left = _lengths(spots)
    if min(top, right, bottom, left) < 1.0:
        return False
    ways = [math.atan2(y1 - y, x1 - x) for (x, y), (x1, y1) in _pairs(spots)]
    turns = [abs(math.remainder(way - before, math.tau)) for before, way in _pairs(ways)]
    angles_deg = [180.0 - math.degrees(turn) for turn in turns]
    ratio = (top + bottom) / (right + left)
    return (
        min(angles_deg) >= LEAST_ANGLE_DEG
        and max(angles_deg) <= MOST_ANGLE_DEG
        and LEAST_RATIO <= ratio <= MOST_RATIO
        and max(top, bottom) <= MOST_SLANT * min(top, bottom)
        and max(left, right) <= MOST_SLANT * min(left, right)
    )


def _lengths(spots: Spots) -> list[float]:
    return [math.hypot(x1 - x, y1 - y) for (x, y), (x1, y1) in _pairs(spots)]


def _pairs(around: list[T]) -> Iterable[tuple[T, T]]:
    """Return each one with the next one, the last one with the first one."""
    return zip(around, around[1:] + around[:1], strict=True)


def rectangle_size(corners: Corners) -> tuple[int, int]:
    """Return even width and height of the straightened board, with no detail lost."""
    top, right, bottom, left = sides(corners)
    return 2 * round(max(top, bottom) / 2), 2 * round(max(left, right) / 2)


def holds(corners: Corners, x: float, y: float) -> bool:
    """Return whether a point lies inside."""
    along = np.roll(corners, -1, axis=0) - corners
    to = np.array([x, y]) - corners
    cross = along[:, 0] * to[:, 1] - along[:, 1] * to[:, 0]
    return bool((cross >= 0).all() or (cross <= 0).all())
