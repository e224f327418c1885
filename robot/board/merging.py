"""Merging of several frames of one view into one with less noise and without passers-by.

The frames are shifted onto the first one. Of each pixel the lowest and the highest value are left
out and the rest is averaged. Where the frames differ by more than noise, somebody moved: what most
frames show is taken there, such as the board behind somebody who passed; where they do not agree,
the first frame alone, so that nobody has two faces. A frame that shows another part of the class,
since the head has turned, is left out.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from robot.board.photo import Photo, Plane

SHIFT_WORK_PX = 512
"""Width and height of the part by which the frames are aligned."""
LEAST_SHIFT_PX, MOST_SHIFT_PX = 0.15, 24.0
"""Below the first, interpolating would cost more sharpness than it brings, and half of the time."""
LEAST_RESPONSE = 0.03
"""Certainty of a shift below which the frame is taken as it lies."""

LEAST_TRIMMED = 4
"""With fewer frames nothing can be left out."""

COARSE = 4
MOVED = 14
"""Difference between averages of 4 x 4 pixels that is no noise."""
COARSEST, CELLS = 16, 4
"""Size of the pixels in which whole frames are compared, and rows and columns of cells of them."""
LEAST_CHANGED, MOST_CELLS = 0.1, 0.75
"""Share of a cell that must differ, and of the cells in which something may move in one view."""
MOST_AGREE = 0.6
"""Share of the frames that must show the same where somebody passed."""


def merge(photos: Sequence[Photo]) -> Photo:
    """Return one photo of the view of the first one.

    Raises:
        ValueError: There are no photos.
    """
    if not photos:
        raise ValueError("no photos to merge")
    others = [aligned(photo, photos[0]) for photo in photos[1:]]
    return merge_aligned([photos[0], *(other for other in others if other is not None)])


def merge_aligned(aligned: Sequence[Photo]) -> Photo:
    """Return one photo of several that show the same things at the same places."""
    masks = _moved([photo.y for photo in aligned])
    half = tuple(_halved(mask) for mask in masks)
    planes = [
        _merged([photo[index] for photo in aligned], *(half if index else masks))
        for index in range(3)
    ]
    return Photo(*planes)


def aligned(photo: Photo, onto: Photo) -> Photo | None:
    """Return a photo shifted to where the other one has the same things; None if it has others."""
    shift = _shift(photo.y, onto.y)
    if shift is None:
        return None if _is_elsewhere(photo.y, onto.y) else photo
    dx, dy = shift
    if max(abs(dx), abs(dy)) < LEAST_SHIFT_PX:
        return photo
    planes = []
    for plane, scale in zip(photo, (1.0, 0.5, 0.5), strict=True):
        matrix = np.array([[1.0, 0.0, -dx * scale], [0.0, 1.0, -dy * scale]])
        planes.append(
            cv2.warpAffine(
                plane,
                matrix,
                plane.shape[::-1],
                flags=cv2.INTER_CUBIC,
                borderMode=cv2.BORDER_REPLICATE,
            )
        )
    return Photo(*planes)


def _is_elsewhere(luma: Plane, onto: Plane) -> bool:
    """Return whether there are differences all over, since the head has turned.

    Somebody who passes covers a part, however large.
    """
    height, width = onto.shape
    size = (max(CELLS, width // COARSEST), max(CELLS, height // COARSEST))
    one, other = (cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (luma, onto))
    differs = (cv2.absdiff(one, other) > MOVED).astype(np.float32)
    cells = cv2.resize(differs, (CELLS, CELLS), interpolation=cv2.INTER_AREA)
    return float((cells > LEAST_CHANGED).mean()) >= MOST_CELLS


def _shift(moved: Plane, onto: Plane) -> tuple[float, float] | None:
    """Return by how many pixels one picture lies beside the other; None if that is not sure."""
    rows, columns = _most_detailed(onto)
    parts = [plane[rows, columns].astype(np.float32) for plane in (onto, moved)]
    window = cv2.createHanningWindow(parts[0].shape[::-1], cv2.CV_32F)
    (dx, dy), response = cv2.phaseCorrelate(parts[0], parts[1], window)
    if response < LEAST_RESPONSE or max(abs(dx), abs(dy)) > MOST_SHIFT_PX:
        return None
    return dx, dy


def _most_detailed(guide: Plane) -> tuple[slice, slice]:
    """Return rows and columns of the part that has the strongest edges."""
    height, width = guide.shape
    wide, high = min(SHIFT_WORK_PX, width), min(SHIFT_WORK_PX, height)
    small = cv2.resize(
        guide, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA
    )
    relief = cv2.convertScaleAbs(cv2.Laplacian(small, cv2.CV_16S))
    summed = cv2.boxFilter(
        relief, cv2.CV_32F, (max(1, wide // 8), max(1, high // 8)), normalize=False
    )
    _, _, _, (x, y) = cv2.minMaxLoc(summed)
    left = min(max(0, x * 8 - wide // 2), width - wide)
    top = min(max(0, y * 8 - high // 2), height - high)
    return slice(top, top + high), slice(left, left + wide)


def _merged(planes: Sequence[Plane], usual: Plane, unsteady: Plane) -> Plane:
    """Return the trimmed mean; where something moved, what most frames show, or the first one."""
    count = len(planes)
    if count == 1:
        return planes[0]
    total = np.zeros(planes[0].shape, np.float32)
    lowest, highest = planes[0], planes[0]
    for plane in planes:
        cv2.accumulate(plane, total)
        lowest, highest = cv2.min(lowest, plane), cv2.max(highest, plane)
    if count >= LEAST_TRIMMED:
        total -= lowest
        total -= highest
        count -= 2
    merged: Plane = cv2.convertScaleAbs(total, alpha=1.0 / count)
    there = np.nonzero(usual)
    if there[0].size:
        middle = (len(planes) - 1) // 2
        merged[there] = np.partition([plane[there] for plane in planes], middle, axis=0)[middle]
    cv2.copyTo(planes[0], unsteady, merged)
    return merged


def _moved(planes: Sequence[Plane]) -> tuple[Plane, Plane]:
    """Return masks of where somebody moved: where most frames agree, and where they do not."""
    height, width = planes[0].shape
    size = (max(1, width // COARSE), max(1, height // COARSE))
    coarse = [cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in planes]
    lowest, highest = coarse[0], coarse[0]
    for plane in coarse[1:]:
        lowest, highest = cv2.min(lowest, plane), cv2.max(highest, plane)
    moved: Plane = (cv2.subtract(highest, lowest) > MOVED).astype(np.uint8)
    moved = cv2.morphologyEx(moved, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    moved = cv2.dilate(moved, np.ones((5, 5), np.uint8))
    agree = np.zeros(size[::-1], np.uint8)
    if moved.any():
        usual = np.partition(coarse, (len(coarse) - 1) // 2, axis=0)[(len(coarse) - 1) // 2]
        for plane in coarse:
            agree += (cv2.absdiff(plane, usual) <= MOVED).astype(np.uint8)
    steady = (agree >= MOST_AGREE * len(planes)).astype(np.uint8)
    unsteady = cv2.dilate(cv2.bitwise_and(moved, 1 - steady), np.ones((5, 5), np.uint8))
    usual_mask = cv2.bitwise_and(moved, 1 - unsteady)
    # Not in blocks of four pixels, which would be seen along an arm.
    wide: list[Plane] = [
        cv2.resize(255 * mask, (width, height), interpolation=cv2.INTER_LINEAR)
        for mask in (usual_mask, unsteady)
    ]
    return wide[0] >> 7, wide[1] >> 7


def _halved(mask: Plane) -> Plane:
    return np.ascontiguousarray(mask[::2, ::2])
