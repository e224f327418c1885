"""PURE. Choice of the prepared picture for a time: there and back again. No I/O.

The time stamped on a picture names its content, so what a child saw can be held
against what was sent, pixel by pixel, without any list of what was sent when.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from robot.media.devices.testcard import CODE_MS, ROW_PARTS, ROWS
from robot.media.types.spec import Size

Plane = NDArray[np.uint8]

FPS = 30


def picture_at(stamp_ms: int, count: int) -> int:
    """Return the index of the picture that is due at this time: 0, 1 .. count-1, count-2 .. 1, 0.

    Args:
        stamp_ms: Unix time in ms, modulo 2^24 or not.
        count: How many pictures there are.
    """
    if count < 2:
        return 0
    step = stamp_ms % CODE_MS * FPS // 1000 % (2 * count - 2)
    return min(step, 2 * count - 2 - step)


def next_due_s(now_s: float) -> float:
    """Return the next moment at which a picture is due, a little into its period.

    In the middle of a period a sender that is late by some ms still takes its own picture.
    """
    # The code counts from a whole multiple of 2^24 ms: so must the periods.
    day_s = CODE_MS / 1000
    start_s = now_s // day_s * day_s
    # A tenth of a millisecond more: rounding shall not make a moment due that is now.
    period = int((now_s - start_s) * FPS + 0.703) + 0.3
    return start_s + period / FPS


def picture_bytes(size: Size) -> int:
    """Size of one I420 picture."""
    return size.width_px * size.height_px * 3 // 2


def open_loop(path: Path, size: Size) -> NDArray[np.uint8]:
    """Return the prepared pictures, shape (count, bytes of one), read from disk when touched."""
    pictures = np.memmap(path, np.uint8, "r")
    return pictures.reshape(-1, picture_bytes(size))


def luma(picture: NDArray[np.uint8], size: Size) -> Plane:
    """Return the Y plane of an I420 picture, a view of it."""
    return picture[: size.width_px * size.height_px].reshape(size.height_px, size.width_px)


def below_code(plane: Plane) -> Plane:
    """Return a picture without the blocks on top, which every engine shows alike."""
    return plane[-(-plane.shape[0] * ROWS // ROW_PARTS) :]
