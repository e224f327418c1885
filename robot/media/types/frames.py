"""Pictures in the common form of all cameras: yuv420p, time stamps of 90 kHz."""

import time

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from robot.media.types.spec import Size
from robot.media.types.tracks import PICTURE_TICKS_HZ, PICTURE_TIME_BASE

Plane = NDArray[np.uint8]

BLACK_Y = 16
NO_COLOUR = 128


def planes(frame: av.VideoFrame) -> tuple[Plane, Plane, Plane]:
    """Return the frame's own Y, U and V memory, to be read or drawn into."""
    y, u, v = (
        np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[
            : plane.height, : plane.width
        ]
        for plane in frame.planes
    )
    return y, u, v


def blank(size: Size) -> av.VideoFrame:
    """Return a new black frame."""
    frame = av.VideoFrame(size.width_px, size.height_px, "yuv420p")
    y, u, v = planes(frame)
    y[:] = BLACK_Y
    u[:] = NO_COLOUR
    v[:] = NO_COLOUR
    return frame


def stamp(frame: av.VideoFrame) -> av.VideoFrame:
    """Mark a frame as captured now, and return it."""
    frame.pts = int(time.monotonic() * PICTURE_TICKS_HZ)
    frame.time_base = PICTURE_TIME_BASE
    return frame


class FrameFitter:
    """Converter of frames to one size: the whole picture, with black bars where needed."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._reformatter = VideoReformatter()

    def __call__(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Return the picture in the target size, not yet stamped."""
        size = self._size
        scale = min(size.width_px / frame.width, size.height_px / frame.height)
        width_px = min(size.width_px, 2 * round(frame.width * scale / 2))
        height_px = min(size.height_px, 2 * round(frame.height * scale / 2))
        scaled = self._reformatter.reformat(frame, max(2, width_px), max(2, height_px), "yuv420p")
        if (scaled.width, scaled.height) == (size.width_px, size.height_px):
            return scaled
        padded = blank(size)
        left = (size.width_px - scaled.width) // 4 * 2
        top = (size.height_px - scaled.height) // 4 * 2
        for shift, target, source in zip((0, 1, 1), planes(padded), planes(scaled), strict=True):
            height, width = source.shape
            x, y = left >> shift, top >> shift
            target[y : y + height, x : x + width] = source
        return padded
