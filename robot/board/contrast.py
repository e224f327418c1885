"""Clear writing from a straightened board: chalk on a dark one, marker on a white one.

What a stroke covers is found relative to the board around it, so that shade and glare go:
a stroke lies between the board's own brightness and that of the chalk, or of nothing. The board
becomes one even colour, which also needs few bytes; strokes keep their colours.
"""

from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from robot.board.photo import MIDDLE, Photo, Plane

Kind = Literal["chalk", "marker"]
Share = NDArray[Any]
"""Numbers from 0 to 1 of 32 bits."""

WHITE_FROM = 118
"""Brightness from which a board is a white one."""

STROKE_M = 0.012
"""Widest stroke relative to the board's width; what is wider belongs to the board."""
LEAST_STROKE_PX = 9

SMALLEST_GAP = 28.0
"""Least distance between board and chalk in brightness: in a glare there is no more to be had."""

NOISE_FACTOR = 1.7
"""Standard deviations from the board's brightness within which everything is the board."""
NOISE_OF_MEDIAN, LEAST_NOISE = 1.9, 0.3
"""From the median of what a slight blur takes away to the noise's standard deviation."""
FULL_AT = 0.72
"""Share of the strongest strokes from which a stroke counts as fully covering."""
LEAST_STROKE, FEW = 0.16, 50
"""Faintest cover that is drawn in full, and pixels that are too few to be writing."""

MOST_CHALK_BOARD, CHALK_WHITE = 70, 236
MARKER_BOARD, MARKER_INK = 240, 28
"""Brightness of board and strokes in the result. A dark board keeps its colour."""
VIVID, DIMMED = 1.5, 0.9
"""Gain in colour of strokes, and loss of brightness of a coloured chalk against a white one."""
MOST_COLOUR = 2.2
"""Largest gain of a stroke's colour over the colour in the picture."""


OTHERS_WORK_PX = 480
OTHER_COLOUR = 14.0
DARKER_CHALK, DARKER_MARKER = 0.55, 0.6
MOST_OTHERS = 0.35
BRIGHTER, STEEP = 30.0, 22.0
"""Limits beyond which a place is not the board: another colour; much darker; or brighter with a
sharp edge, which a glare does not have."""


@dataclass(frozen=True)
class Clear:
    """A board made clear, and what kind it is."""

    photo: Photo
    kind: Kind


def clear(photo: Photo) -> Clear:
    """Return the writing on an even board; people before it stay as they are."""
    own = [_median(plane) for plane in photo]
    kind: Kind = "marker" if own[0] >= WHITE_FROM else "chalk"
    ground = _ground(photo.y, kind)
    cover = _cover(photo.y, ground, kind)
    half = cv2.resize(cover, photo.u.shape[::-1], interpolation=cv2.INTER_AREA)
    board = MARKER_BOARD if kind == "marker" else min(MOST_CHALK_BOARD, own[0])
    plain = (MIDDLE, MIDDLE) if kind == "marker" else own[1:]
    u, v = (
        _coloured(plane, half, even) for plane, even in zip((photo.u, photo.v), plain, strict=True)
    )
    written = Photo(_brightness(cover, u, v, board, kind), u, v)
    # Who stands before it is lit as the board is now.
    lit = cv2.convertScaleAbs(photo.y, alpha=board / max(1, own[0]))
    people = Photo(lit, photo.u, photo.v)
    return Clear(_before(people, written, _others(photo, ground, kind)), kind)


def is_mostly_board(photo: Photo) -> bool:
    """Return whether a picture shows little more than a board, evenly coloured and written on."""
    kind: Kind = "marker" if _median(photo.y) >= WHITE_FROM else "chalk"
    others = _others(photo, _ground(photo.y, kind), kind)
    return float(others.mean()) <= MOST_OTHERS


def _brightness(cover: Share, u: Plane, v: Plane, board: int, kind: Kind) -> Plane:
    """Return the brightness of board and strokes; a coloured chalk is not quite white."""
    if kind == "marker":
        return np.asarray(board + cover * np.float32(MARKER_INK - board)).astype(np.uint8)
    none = np.full_like(u, MIDDLE)
    colour = cv2.max(cv2.absdiff(u, none), cv2.absdiff(v, none))
    wide = cv2.resize(colour, cover.shape[::-1], interpolation=cv2.INTER_LINEAR)
    stroke = CHALK_WHITE - DIMMED * wide.astype(np.float32)
    return np.asarray(board + cover * (stroke - board)).astype(np.uint8)


def _others(photo: Photo, ground: Share, kind: Kind) -> Share:
    """Return where somebody or something stands before the board, 0 to 1, coarsely."""
    height, width = photo.y.shape
    wide = min(OTHERS_WORK_PX, width // 2)
    size = (wide, max(2, round(wide * height / width)))
    # Opened with more than a stroke, so that no coloured writing counts.
    kernel = 2 * (max(3, round(STROKE_M * wide)) // 2) + 3
    planes = [
        cv2.medianBlur(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), kernel)
        for plane in (photo.u, photo.v)
    ]
    off = np.zeros(size[::-1], np.float32)
    for plane in planes:
        off += cv2.absdiff(plane, np.full_like(plane, _median(plane)))
    luma = cv2.resize(ground, size, interpolation=cv2.INTER_AREA)
    usual = float(np.median(luma))
    darker = luma < usual * (DARKER_MARKER if kind == "marker" else DARKER_CHALK)
    steps = cv2.morphologyEx(luma, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    brighter = (luma > usual + BRIGHTER) & (cv2.dilate(steps, np.ones((9, 9), np.uint8)) > STEEP)
    found: Plane = ((off > OTHER_COLOUR) | darker | brighter).astype(np.uint8)
    found = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((kernel, kernel), np.uint8))
    # Joints of thick letters are no people; an arm is thin as well, but hangs on somebody.
    thick = cv2.erode(found, np.ones((2 * kernel, 2 * kernel), np.uint8))
    _, pieces = cv2.connectedComponents(found)
    edges = np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]])
    somebody = np.union1d(np.unique(pieces[thick > 0]), np.unique(edges))
    found = (np.isin(pieces, somebody) & (pieces > 0)).astype(np.uint8)
    found = cv2.dilate(found, np.ones((kernel + 4, kernel + 4), np.uint8))
    soft: Share = cv2.GaussianBlur(found.astype(np.float32), (0, 0), 2.0)
    return soft


def _before(photo: Photo, written: Photo, others: Share) -> Photo:
    """Return the writing, and the photo where others stand before it."""
    if not others.any():
        return written
    planes = []
    for seen, drawn in zip(photo, written, strict=True):
        share = cv2.resize(others, seen.shape[::-1], interpolation=cv2.INTER_LINEAR)
        planes.append(cv2.blendLinear(seen, drawn, share, 1.0 - share))
    return Photo(*planes)


def _ground(luma: Plane, kind: Kind) -> Share:
    """Return the brightness of the board without the writing on it."""
    height, width = luma.shape
    stroke_px = max(LEAST_STROKE_PX, round(STROKE_M * width))
    # Coarsely: the board's brightness changes slowly, and a large kernel is slow.
    coarse = max(1, stroke_px // LEAST_STROKE_PX)
    size = (max(8, width // coarse), max(8, height // coarse))
    small = cv2.resize(luma, size, interpolation=cv2.INTER_AREA)
    kernel = cv2.getStructuringElement(
        cv2.MORPH_ELLIPSE, (2 * LEAST_STROKE_PX + 1, 2 * LEAST_STROKE_PX + 1)
    )
    how = cv2.MORPH_CLOSE if kind == "marker" else cv2.MORPH_OPEN
    # The median first: opening follows the darkest noise, closing the brightest.
    ground = cv2.morphologyEx(cv2.medianBlur(small, 3), how, kernel)
    ground = cv2.GaussianBlur(ground.astype(np.float32), (0, 0), LEAST_STROKE_PX / 2)
    wide: Share = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    return wide


def _cover(luma: Plane, ground: Share, kind: Kind) -> Share:
    """Return how much of the board each pixel's stroke covers, 0 to 1."""
    seen = luma.astype(np.float32)
    relief = cv2.subtract(ground, seen) if kind == "marker" else cv2.subtract(seen, ground)
    # The ground follows the darkest noise, or the brightest; most of a board is board.
    relief -= np.median(relief[::4, ::4])
    # Where the board itself is nearly white from glare, a small step is a whole stroke.
    most = ground if kind == "marker" else np.float32(CHALK_WHITE + 8) - ground
    room = np.maximum(most, np.float32(SMALLEST_GAP))
    fine = cv2.absdiff(seen, cv2.GaussianBlur(seen, (0, 0), 1.2))
    noise = NOISE_OF_MEDIAN * float(np.median(fine[::3, ::3])) + LEAST_NOISE
    share = cv2.divide(relief, room)
    strokes = share[relief > 2 * NOISE_FACTOR * noise]
    strongest = float(np.percentile(strokes, 90)) if strokes.size > FEW else 0.0
    high = max(FULL_AT * strongest, LEAST_STROKE)
    low = np.minimum(np.float32(NOISE_FACTOR * noise) / room, np.float32(0.6 * high))
    # In place: new arrays of this size take longer than the sums.
    np.subtract(share, low, out=share)
    np.divide(share, np.float32(high) - low, out=share)
    np.clip(share, 0.0, 1.0, out=share)
    smooth = 3.0 - 2.0 * share
    smooth *= share
    smooth *= share
    return np.asarray(smooth, np.float32)


def _coloured(plane: Plane, cover: Share, even: int) -> Plane:
    """Return a plane of colour: that of the strokes, on an even board."""
    own = cv2.GaussianBlur(plane, (0, 0), 1.0)
    ground = float(_median(own))
    # A pixel of a stroke is mixed with the board; its own colour lies further out.
    mixed = (own.astype(np.float32) - ground) / np.maximum(cover, 1.0 / MOST_COLOUR)
    colour = ground + mixed - MIDDLE
    drawn = MIDDLE + colour * VIVID
    result: Plane = np.clip(even + (drawn - even) * np.sqrt(cover), 0, 255).astype(np.uint8)
    return result


def _median(plane: Plane) -> int:
    """Return the median of numbers of 8 bits, in a fraction of the time of sorting them."""
    counts = np.cumsum(cv2.calcHist([plane], [0], None, [256], [0, 256]), dtype=np.float64)
    return int(np.searchsorted(counts, counts[-1] / 2))
