"""A camera: gives the prepared pictures to whoever connects, each stamped as it leaves.

A process of its own, so that nothing else delays it. It listens on a Unix
socket, which network namespaces do not part, and FFmpeg reads it as raw video:

    python -m tests.bench.networks.feeder SOCKET PICTURES 640x480
"""

import contextlib
import json
import os
import socket
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from robot.demo.children import die_with_parent
from robot.media.devices.testcard import write_time_code
from robot.media.types.spec import Size
from tests.bench.networks.loop import luma, next_due_s, open_loop, picture_at
from tests.bench.networks.material import size_of

SEND_TIMEOUT_S = 5.0
SEND_BUFFER_BYTES = 1 << 20


def main(argv: list[str]) -> None:
    """Serve one after another until told to stop."""
    die_with_parent()
    path, pictures_path, size_text = argv
    size = size_of(size_text)
    pictures = open_loop(Path(pictures_path), size)
    # Read it all once: the first round must not wait for the disk.
    pictures.sum(dtype=np.int64)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        print(json.dumps({"socket": path, "pid": os.getpid()}), flush=True)
        while True:
            reader, _ = listening.accept()
            with reader, contextlib.suppress(BrokenPipeError, ConnectionResetError, TimeoutError):
                reader.settimeout(SEND_TIMEOUT_S)
                reader.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
                feed(reader, pictures, size)


def feed(reader: socket.socket, pictures: NDArray[np.uint8], size: Size) -> None:
    """Send until the reader is gone; a reader that is too slow misses pictures."""
    picture = np.empty_like(pictures[0])
    plane = luma(picture, size)
    while True:
        now_s = time.time()
        time.sleep(next_due_s(now_s) - now_s)
        stamp_ms = time.time_ns() // 1_000_000
        np.copyto(picture, pictures[picture_at(stamp_ms, len(pictures))])
        write_time_code(plane, stamp_ms)
        reader.sendall(picture)


def options(size: Size) -> dict[str, str]:
    """Return what FFmpeg must know about the raw video."""
    return {
        "video_size": f"{size.width_px}x{size.height_px}",
        "pixel_format": "yuv420p",
        "framerate": f"{size.fps:g}",
    }


if __name__ == "__main__":
    main(sys.argv[1:])
