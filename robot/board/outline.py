"""Finding of the board's outline, and straightening by it.

A board is a large surface of about one brightness inside a frame of another. For several
thresholds, each large piece is wrapped by four straight sides; the one whose sides lie on real
edges of the picture is the board. If none is sure, there is none: a picture bent by a wrong
outline would be worse than one left alone.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from robot.board import quadrilateral
from robot.board.photo import Photo, Plane
from robot.board.quadrilateral import Corners

WORK_PX = 800
"""Width of the picture in which the outline is searched."""

THRESHOLDS = 9
LEAST_AREA = 0.012
MOST_AREA = 0.97
LEAST_FILLED = 0.75
"""Share of the four-sided wrapping that the piece itself fills; heads may stand before it."""

OPENING_PX = 5
"""Bridges up to this width, such as an arm, are cut."""

SEEDS = 9
"""Rows and columns of points from which pieces of one colour grow."""
TOLERANCES = ((16, 8, 8), (5, 4, 4), (2, 2, 2))
"""Differences of Y, U and V between neighbours of one piece: on a plain and on a shaded board."""

MOST_TRIED = 8
"""Outlines that are looked into for writing, the best first; many are nearly the same."""
READ_PX = 1000
"""Width of the board in which writing is looked for."""
STROKE_PX, STROKE = 7, 16
LEAST_WRITTEN, MOST_WRITTEN = 0.002, 0.4
"""Width and contrast of strokes of writing, and the share of a board that they cover."""
LEAST_STROKES, LEAST_STROKE_PX = 12, 6
"""Separate strokes, letters or words: a chair or a window has a few edges at most."""

SUPPORT_STEPS = 60
INNER_PX, OUTER_PX = (2.5, 4.0, 5.5), (-1.5, -3.0, -4.5)
"""Distances from a side towards the inside at which brightness is compared across it."""
EDGE = 12.0
"""Step of brightness across a real edge."""
SURE = 0.72
"""Share of the outline that must lie on edges."""
SURE_SIDE = 0.6
"""The same for each side: people may stand before one."""


@dataclass(frozen=True)
class Outline:
    """Outline of a board.

    Args:
        corners: In pixels of the searched picture.
        support: Share of the outline that lies on edges.
    """

    corners: Corners
    support: float


def find(photo: Photo, near: tuple[float, float] | None = None) -> Outline | None:
    """Return the outline of the largest board that is sure.

    Args:
        photo: The picture.
        near: A point, in shares of width and height, that the board must hold.
    """
    scale = min(1.0, WORK_PX / photo.y.shape[1])
    size = (round(photo.y.shape[1] * scale), round(photo.y.shape[0] * scale))
    small = cv2.merge([cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in photo])
    small = cv2.medianBlur(small, 3)
    luma = np.ascontiguousarray(small[:, :, 0])
    found: list[tuple[float, float, Corners]] = []
    for corners in _candidates(small):
        if near is not None and not quadrilateral.holds(
            corners, near[0] * size[0], near[1] * size[1]
        ):
            continue
        support, least = _support(luma, corners)
        if support >= SURE and least >= SURE_SIDE:
            score = support**2 * float(np.sqrt(quadrilateral.area(corners)))
            found.append((score, support, corners / scale))
    found.sort(key=lambda one: -one[0])
    for _, support, corners in found[:MOST_TRIED]:
        if _is_written_on(photo.y, corners):
            return Outline(finer(photo.y, corners), support)
    return None


def straighten(plane: Plane, corners: Corners, size: tuple[int, int], fill: int) -> Plane:
    """Return the inside of an outline as a rectangle of this width and height."""
    width, height = size
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    straight: Plane = cv2.warpPerspective(
        plane, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=fill
    )
    return straight


def _candidates(small: Plane) -> Iterator[Corners]:
    """Yield wrappings of large pieces of about one brightness or one colour."""
    for piece in itertools.chain(_by_brightness(small[:, :, 0]), _by_colour(small)):
        contours, _ = cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            if cv2.contourArea(contour) < LEAST_AREA * piece.size:
                continue
            for corners in _wrapped(contour):
                if not quadrilateral.is_board_like(corners):
                    continue
                area = quadrilateral.area(corners)
                filled = cv2.contourArea(contour) / max(1.0, area)
                if LEAST_AREA <= area / piece.size <= MOST_AREA and filled >= LEAST_FILLED:
                    yield corners


def _by_brightness(luma: Plane) -> Iterator[Plane]:
    """Yield what is darker, and what is brighter than several thresholds."""
    counts = np.cumsum(cv2.calcHist([luma], [0], None, [256], [0, 256]))
    lowest, highest = (int(np.searchsorted(counts, share * luma.size)) for share in (0.04, 0.96))
    kernel = np.ones((OPENING_PX, OPENING_PX), np.uint8)
    for level in np.linspace(lowest, highest, THRESHOLDS + 2)[1:-1]:
        darkest = math.ceil(level) - 1
        for how in (cv2.THRESH_BINARY_INV, cv2.THRESH_BINARY):
            _, piece = cv2.threshold(luma, darkest, 1, how)
            yield cv2.morphologyEx(piece, cv2.MORPH_OPEN, kernel)


def _by_colour(small: Plane) -> Iterator[Plane]:
    """Yield what is connected and of one colour, from points all over the picture."""
    height, width = small.shape[:2]
    kernel = np.ones((OPENING_PX, OPENING_PX), np.uint8)
    seen = np.zeros((height, width), np.uint8)
    flags = 4 | cv2.FLOODFILL_MASK_ONLY | (1 << 8)
    for tolerances in TOLERANCES:
        seen[:] = 0
        for row, column in itertools.product(range(1, SEEDS), range(1, SEEDS)):
            x, y = column * width // SEEDS, row * height // SEEDS
            if seen[y, x]:
                continue
            mask = np.zeros((height + 2, width + 2), np.uint8)
            cv2.floodFill(small, mask, (x, y), 0, tolerances, tolerances, flags)
            piece = mask[1:-1, 1:-1]
            seen |= piece
            if cv2.countNonZero(piece) >= LEAST_AREA / 2 * piece.size:
                yield cv2.morphologyEx(piece, cv2.MORPH_OPEN, kernel)


def _is_written_on(luma: Plane, corners: Corners) -> bool:
    """Return whether there is writing inside an outline."""
    inside = corners.mean(axis=0) + 0.92 * (corners - corners.mean(axis=0))
    return is_written(straighten(luma, inside, quadrilateral.rectangle_size(corners), 0))


def is_written(luma: Plane) -> bool:
    """Return whether there are many separate strokes, and not everywhere."""
    less = min(1.0, READ_PX / luma.shape[1])
    board = cv2.resize(luma, None, fx=less, fy=less, interpolation=cv2.INTER_AREA)
    board = cv2.GaussianBlur(board, (0, 0), 1.0)  # noise is no writing
    kernel = np.ones((STROKE_PX, STROKE_PX), np.uint8)
    return any(
        _are_letters(cv2.morphologyEx(board, how, kernel))
        for how in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT)
    )


def _are_letters(relief: Plane) -> bool:
    strokes = (relief > STROKE).astype(np.uint8)
    if not LEAST_WRITTEN <= cv2.countNonZero(strokes) / strokes.size <= MOST_WRITTEN:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats(strokes)
    narrow = stats[1:, cv2.CC_STAT_WIDTH] < relief.shape[1] // 4
    large = stats[1:, cv2.CC_STAT_AREA] >= LEAST_STROKE_PX
    return int((narrow & large).sum()) >= LEAST_STROKES


def _wrapped(contour: NDArray[Any]) -> Iterator[Corners]:
    """Yield four corners around a piece: its own, and those where its longest sides would meet.

    The latter are those of a board of which somebody hides a corner.
    """
    hull = cv2.convexHull(contour)
    around = cv2.arcLength(hull, True)
    for share in (0.02, 0.03, 0.045, 0.06):
        found = cv2.approxPolyDP(hull, share * around, True).reshape(-1, 2).astype(np.float64)
        if len(found) == 4:
            yield quadrilateral.ordered(found)
            break
    found = cv2.approxPolyDP(hull, 0.008 * around, True).reshape(-1, 2).astype(np.float64)
    if len(found) > 4:
        ways = np.roll(found, -1, axis=0) - found
        longest = sorted(np.argsort(-np.linalg.norm(ways, axis=1))[:4].tolist())
        lines = [(found[side], ways[side] / np.linalg.norm(ways[side])) for side in longest]
        crossed = [_crossing(lines[index - 1], lines[index]) for index in range(4)]
        if all(spot is not None for spot in crossed):
            yield quadrilateral.ordered(np.array(crossed, np.float64))


def _support(small: Plane, corners: Corners) -> tuple[float, float]:
    """Return the share of the outline that lies on edges, and that of its worst side."""
    ends = np.roll(corners, -1, axis=0)
    along = (ends - corners) / np.maximum(1e-6, quadrilateral.sides(corners))[:, None]
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    inward = ((corners.mean(axis=0) - corners) * across).sum(axis=1)
    across[inward < 0] *= -1
    # All sides at once: a few large steps instead of many small ones, between which other
    # threads would take the interpreter.
    share = np.linspace(0.04, 0.96, SUPPORT_STEPS)[None, :, None]
    spots = corners[:, None] + share * (ends - corners)[:, None]
    beside = np.array(INNER_PX + OUTER_PX)[:, None, None, None] * across[None, :, None]
    seen = _at(small, spots[None] + beside)
    steps = _middle(seen[:3]) - _middle(seen[3:])
    sign = np.sign(np.median(steps, axis=1))[:, None]
    found = (steps * sign > EDGE).mean(axis=1)
    return float(found.mean()), float(found.min())


def _middle(three: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the middle one of three values."""
    one, other, last = three
    lower, higher = np.minimum(one, other), np.maximum(one, other)
    return np.asarray(np.maximum(lower, np.minimum(higher, last)))


def _at(plane: Plane, spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the brightness at points; beyond the picture that of its edge."""
    height, width = plane.shape
    columns = np.clip(np.rint(spots[..., 0]).astype(int), 0, width - 1)
    rows = np.clip(np.rint(spots[..., 1]).astype(int), 0, height - 1)
    return np.asarray(plane[rows, columns], np.float64)


def finer(luma: Plane, corners: Corners) -> Corners:
    """Return the corners moved to where the sides cross, each side fitted to the fine picture."""
    reach = max(3.0, luma.shape[1] / WORK_PX * 3.0)
    lines = []
    inside = corners.mean(axis=0)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        fitted = _fitted(luma, start, end, inside, reach)
        if fitted is None:
            return corners
        lines.append(fitted)
    crossed = [_crossing(lines[index - 1], lines[index]) for index in range(4)]
    if any(spot is None for spot in crossed):
        return corners
    found = np.array(crossed, np.float64)
    return found if np.abs(found - corners).max() < 3 * reach else corners


def _fitted(
    luma: Plane,
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    inside: NDArray[np.float64],
    reach: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Return a point and a direction of the line through the strongest steps near a side."""
    length = float(np.linalg.norm(end - start))
    along = (end - start) / max(1e-6, length)
    across = np.array([-along[1], along[0]])
    if float((inside - start) @ across) < 0:
        across = -across
    share = np.linspace(0.05, 0.95, 2 * SUPPORT_STEPS)[:, None]
    spots = start + share * (end - start)
    offsets = np.arange(-reach, reach + 0.5, 0.5)
    profile = _at(luma, spots[None] + offsets[:, None, None] * across)
    width = max(2, round(reach / 2))
    steps = np.abs(profile[width:] - profile[:-width])
    best = steps.argmax(axis=0)
    strong = steps.max(axis=0) > EDGE
    if strong.mean() < SURE_SIDE:
        return None
    offset = offsets[best] + width * 0.25
    points = (spots + across * offset[:, None])[strong].astype(np.float32)
    vx, vy, x, y = cv2.fitLine(points, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().tolist()
    return np.array([x, y]), np.array([vx, vy])


def _crossing(
    one: tuple[NDArray[np.float64], NDArray[np.float64]],
    other: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> NDArray[np.float64] | None:
    """Return where two lines cross; None if they are parallel."""
    (at, along), (there, way) = one, other
    matrix = np.stack([along, -way], axis=1)
    if abs(float(np.linalg.det(matrix))) < 1e-3:
        return None
    return np.asarray(at + along * np.linalg.solve(matrix, there - at)[0])
