"""PURE. Four corners of a board in a picture, and the rectangle that they become. No I/O."""

import numpy as np
from numpy.typing import NDArray

Corners = NDArray[np.float64]
"""Four rows of x and y, from the upper left clockwise."""

LEAST_ANGLE_DEG, MOST_ANGLE_DEG = 60.0, 120.0
LEAST_RATIO, MOST_RATIO = 0.6, 5.0
"""Width of a board relative to its height."""
MOST_SLANT = 1.8
"""One side relative to the opposite one: more is no board that could be read."""


def ordered(corners: NDArray[np.float64]) -> Corners:
    """Return four corners in any order from the upper left clockwise."""
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    around = corners[np.argsort(angles)]
    start = int(np.argmin(around.sum(axis=1)))
    return np.roll(around, -start, axis=0)


def area(corners: Corners) -> float:
    """Return the area in square pixels."""
    x, y = corners[:, 0], corners[:, 1]
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def sides(corners: Corners) -> NDArray[np.float64]:
    """Return the lengths of the upper, right, lower and left side."""
    lengths: NDArray[np.float64] = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return lengths


def is_board_like(corners: Corners) -> bool:
    """Return whether a rectangle on a wall can look like this."""
    top, right, bottom, left = sides(corners)
    if min(top, right, bottom, left) < 1.0:
        return False
    before, after = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
    cosine = (before * after).sum(axis=1) / np.linalg.norm(before, axis=1)
    angles = np.degrees(np.arccos(np.clip(cosine / np.linalg.norm(after, axis=1), -1.0, 1.0)))
    ratio = (top + bottom) / (right + left)
    return bool(
        angles.min() >= LEAST_ANGLE_DEG
        and angles.max() <= MOST_ANGLE_DEG
        and LEAST_RATIO <= ratio <= MOST_RATIO
        and max(top, bottom) <= MOST_SLANT * min(top, bottom)
        and max(left, right) <= MOST_SLANT * min(left, right)
    )


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
