"""Coding of a still into few enough bytes.

WebP needs about half the bytes of JPEG for writing of equal legibility, and every browser that
can join a class shows it.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from robot.board.photo import Photo

Picture = NDArray[Any]

SIZES = {82: 1.0, 68: 0.76, 52: 0.66, 38: 0.58, 25: 0.48, 15: 0.41}
"""Qualities from the best down, with their sizes relative to the first one. Letters remain
readable at the last one, and are more so than in a smaller picture of more quality."""
LAST, TRIED = 15, 52
TRIED_SHARE = 0.46
"""Size of a picture of half the width relative to the whole one."""
SHRINK, SHRUNK_SHARE = 0.8, 0.7
"""Step to a smaller picture, and what it leaves of the bytes."""
HOPELESS = 1.15
"""Excess over what may be sent at which the last quality is still tried."""
LEAST_WIDTH_PX = 320
MOST_WIDTH_PX = 3200


def encode(photo: Photo, most_bytes: int) -> bytes:
    """Return a WebP of at most this many bytes, as good and as large as that allows."""
    picture = cv2.cvtColor(_stacked(photo), cv2.COLOR_YUV2BGR_I420)
    less = min(1.0, MOST_WIDTH_PX / picture.shape[1])
    half = _coded(_smaller(picture, less / 2), TRIED)
    # Each try takes long, so what will not fit is left out by this expectation.
    best_bytes = len(half) / TRIED_SHARE / SIZES[TRIED]
    while True:
        shown = _smaller(picture, less)
        data = _fitting(shown, most_bytes, best_bytes)
        if data is not None:
            return data
        less *= SHRINK
        best_bytes *= SHRUNK_SHARE


def _fitting(shown: Picture, most_bytes: int, best_bytes: float) -> bytes | None:
    """Return a picture in this size in the best quality that fits; None if none does."""
    is_least = shown.shape[1] <= LEAST_WIDTH_PX
    data = None
    for quality, share in SIZES.items():
        is_last = quality == LAST
        if share * best_bytes > most_bytes * (HOPELESS if is_last else 1.0) and not is_least:
            continue
        data = _coded(shown, quality)
        if len(data) <= most_bytes:
            return data
        best_bytes = max(best_bytes, len(data) / share)
    return data if is_least else None


def _coded(picture: Picture, quality: int) -> bytes:
    _, data = cv2.imencode(".webp", picture, [cv2.IMWRITE_WEBP_QUALITY, quality])
    return data.tobytes()


def _smaller(picture: Picture, less: float) -> Picture:
    if less >= 1.0:
        return picture
    return cv2.resize(picture, None, fx=less, fy=less, interpolation=cv2.INTER_AREA)


def _stacked(photo: Photo) -> Picture:
    """Return the planes in one array, as OpenCV takes them."""
    height, width = photo.y.shape
    flat = np.concatenate([np.ascontiguousarray(plane).reshape(-1) for plane in photo])
    return flat.reshape(height * 3 // 2, width)
