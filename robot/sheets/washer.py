"""A process of its own that decodes one picture and encodes it anew.

It reads a picture from its standard input and writes the washed one to its standard output.
Before it touches the picture it gives up memory, time, files and new privileges, so that a
bomb or a fault of a decoder ends this process and nothing else. Only `washing` runs it, as
`python -m robot.sheets.washer ORIENTATION`.
"""

import contextlib
import ctypes
import os
import resource
import sys
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from bridge.protocol.transfers import BLOB_BYTES
from robot.sheets.headers import EXIT_BROKEN

MEMORY_BYTES: Final = 512 * 1024 * 1024
"""Address space; interpreter and libraries take 270 MiB of it without using them."""
CPU_S: Final = 10
NICENESS: Final = 10

LONGEST_PX: Final = 2000
QUALITIES: Final = (85, 70, 50, 30)
"""Tried in this order until the result is not too large."""
WHITE: Final = 255

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38

Picture = NDArray[np.uint8]
Decoded = NDArray[np.uint8 | np.uint16]


def give_up() -> None:
    """Give up what decoding does not need; nobody can take it back."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_S,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    with contextlib.suppress(OSError):  # a service may not change its priority
        os.nice(NICENESS)


def wash(data: bytes, orientation: int) -> bytes | None:
    """Return the picture upright, not too large, as JPEG without metadata; None if it is broken."""
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if picture is None:
        return None
    upright = turned(on_paper(shrunk(np.asarray(picture))), orientation)
    for quality in QUALITIES:
        wanted = [cv2.IMWRITE_JPEG_QUALITY, quality]
        done, encoded = cv2.imencode(".jpg", np.ascontiguousarray(upright), wanted)
        if done and encoded.size <= BLOB_BYTES:
            return bytes(encoded)
    return None


def shrunk(picture: Decoded) -> Picture:
    """Return the picture with 8 bits and no side longer than `LONGEST_PX`."""
    longest_px = max(picture.shape[:2])
    if longest_px > LONGEST_PX:
        height_px, width_px = (
            max(1, side * LONGEST_PX // longest_px) for side in picture.shape[:2]
        )
        picture = np.asarray(
            cv2.resize(picture, (width_px, height_px), interpolation=cv2.INTER_AREA)
        )
    return (picture >> 8 if picture.dtype == np.uint16 else picture).astype(np.uint8)


def on_paper(picture: Picture) -> Picture:
    """Return the picture on white, where parts of it are transparent: letters may be black."""
    if picture.ndim < 3 or picture.shape[2] not in (2, 4):
        return picture
    alpha = picture[:, :, -1:].astype(np.uint16)
    over = (picture[:, :, :-1] * alpha + WHITE * (WHITE - alpha)) // WHITE
    return over.astype(np.uint8)


def turned(picture: Picture, orientation: int) -> Picture:
    """Return the picture upright; `orientation` is that of EXIF, 1 to 8."""
    if orientation in (5, 6, 7, 8):
        picture = picture.swapaxes(0, 1)
    flips = {2: (1,), 3: (0, 1), 4: (0,), 6: (1,), 7: (0, 1), 8: (0,)}
    return np.flip(picture, flips[orientation]) if orientation in flips else picture


def main() -> None:
    """Wash the picture on the standard input."""
    cv2.setNumThreads(1)
    give_up()
    washed = wash(sys.stdin.buffer.read(), int(sys.argv[1]))
    if washed is None:
        sys.exit(EXIT_BROKEN)
    sys.stdout.buffer.write(washed)


if __name__ == "__main__":
    main()
