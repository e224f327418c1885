"""Coding of a still into few enough bytes.

WebP needs about half the bytes of JPEG for writing of equal legibility, and every browser that
can join a class shows it.
"""

import cv2
import numpy as np

from robot.board.photo import Photo

QUALITIES = (82, 68, 52, 38)
"""From the best down; below the last, a smaller picture is better."""
SHRINK = 0.8
LEAST_WIDTH_PX = 320
MOST_WIDTH_PX = 3200


def encode(photo: Photo, most_bytes: int) -> bytes:
    """Return a WebP of at most this many bytes, as good and as large as that allows."""
    picture = cv2.cvtColor(_stacked(photo), cv2.COLOR_YUV2BGR_I420)
    less = min(1.0, MOST_WIDTH_PX / picture.shape[1])
    while True:
        shown = picture
        if less < 1.0:
            shown = cv2.resize(picture, None, fx=less, fy=less, interpolation=cv2.INTER_AREA)
        for quality in QUALITIES:
            done, data = cv2.imencode(".webp", shown, [cv2.IMWRITE_WEBP_QUALITY, quality])
            if done and (
                len(data) <= most_bytes
                or (quality == QUALITIES[-1] and shown.shape[1] <= LEAST_WIDTH_PX)
            ):
                return bytes(data)
            # Bytes fall by a fifth or so with each step: what is far too large skips them.
            if len(data) > 2.2 * most_bytes:
                break
        less *= SHRINK


def _stacked(photo: Photo) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return the planes in one array, as OpenCV takes them."""
    height, width = photo.y.shape
    flat = np.concatenate([np.ascontiguousarray(plane).reshape(-1) for plane in photo])
    return flat.reshape(height * 3 // 2, width)
