"""Coding of a still into few enough bytes.

WebP needs about half the bytes of JPEG for writing of equal legibility, and every browser that
can join a class shows it.
"""

import math

import cv2
import numpy as np

from robot.board.photo import Photo
from robot.media.encoders.webp import WebpPicture

BEST, LAST = 82, 15
"""Qualities: a better one shows nothing new, and letters remain readable at the last one, more so
than in a smaller picture of more quality."""
FIRST_TRIED, TRIED_SMALLER = 45, 20
"""Quality of the first try, and of the first one of a smaller picture."""
QUALITIES = (15.0, 25.0, 38.0, 52.0, 68.0, 82.0)
SHARES = (0.43, 0.51, 0.6, 0.69, 0.78, 1.0)
"""Qualities, and their usual sizes relative to the best one; small writing differs more."""
AIM, ENOUGH = 0.95, 0.82
"""Share of the bytes at which a try aims, and from which on it is the last one."""
MOST_TRIES = 3
HOPELESS = 1.05
"""Excess over what may be sent at which the last quality is still tried."""
SMALLER, LEAST_STEP, MOST_STEP = 0.8, 0.5, 0.9
"""Power with which the width follows the bytes that are too many, and bounds of one step."""
LEAST_WIDTH_PX = 320
MOST_WIDTH_PX = 3200


def encode(photo: Photo, most_bytes: int) -> bytes:
    """Return a WebP of at most this many bytes, as good and as large as that allows."""
    less = min(1.0, MOST_WIDTH_PX / photo.y.shape[1])
    quality = FIRST_TRIED
    while True:
        shown = _smaller(photo, less)
        if shown.y.shape[1] <= LEAST_WIDTH_PX:
            return WebpPicture(shown).coded(LAST)
        data, expected_bytes = _fitting(shown, most_bytes, quality)
        if data is not None:
            return data
        step = (AIM * most_bytes / expected_bytes) ** SMALLER
        less *= min(MOST_STEP, max(LEAST_STEP, step))
        quality = TRIED_SMALLER


def _fitting(shown: Photo, most_bytes: int, quality: int) -> tuple[bytes | None, float]:
    """Return a picture in this size in about the best quality that fits, None if none does.

    Also returns the bytes that the last quality is expected to need.

    Args:
        shown: The picture.
        most_bytes: Largest size.
        quality: The first one to be tried. Each try takes long, so there are few.
    """
    picture = WebpPicture(shown)
    fitting: bytes | None = None
    under, over = (LAST - 1, 0), (BEST + 1, 0)
    last_bytes = 0.0
    for _ in range(MOST_TRIES):
        data = picture.coded(quality)
        last_bytes = len(data) * _share(LAST) / _share(quality)
        if len(data) <= most_bytes:
            fitting, under = data, (quality, len(data))
        else:
            over = (quality, len(data))
        is_enough = fitting is not None and len(fitting) >= ENOUGH * most_bytes
        is_hopeless = fitting is None and last_bytes > HOPELESS * most_bytes
        if is_enough or is_hopeless or over[0] - under[0] <= 1:
            break
        wanted = _between(under, over, AIM * most_bytes)
        quality = min(over[0] - 1, max(under[0] + 1, wanted))
    return fitting, last_bytes


def _between(under: tuple[int, int], over: tuple[int, int], wanted_bytes: float) -> int:
    """Return the quality of this size, by those that were tried; 0 bytes are of none."""
    if under[1] and over[1]:
        rise = math.log(over[1] / under[1])
        part = math.log(max(1.0, wanted_bytes / under[1])) / rise
        return round(under[0] + part * (over[0] - under[0]))
    quality, size_bytes = under if under[1] else over
    share = wanted_bytes * _share(quality) / size_bytes
    return int(np.interp(share, SHARES, QUALITIES))


def _share(quality: int) -> float:
    """Return the usual size of a quality relative to that of the best one."""
    return float(np.interp(quality, QUALITIES, SHARES))


def _smaller(photo: Photo, less: float) -> Photo:
    if less >= 1.0:
        return photo
    height, width = photo.y.shape
    half = (max(1, round(width * less / 2)), max(1, round(height * less / 2)))
    whole = (2 * half[0], 2 * half[1])
    return Photo(
        *(
            cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
            for plane, size in zip(photo, (whole, half, half), strict=True)
        )
    )
