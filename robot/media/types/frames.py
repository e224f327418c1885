"""Pictures in the common form of all cameras: yuv420p of BT.601, black at 16, stamps of 90 kHz."""

import time

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from robot.media.types.framing import WHOLE, Box, Pixels, Region, place
from robot.media.types.spec import Size
from robot.media.types.tracks import PICTURE_TICKS_HZ, PICTURE_TIME_BASE

Plane = NDArray[np.uint8]

BLACK_Y = 16
NO_COLOUR = 128

OTHER_COLOURS = (Colorspace.ITU709, Colorspace.SMPTE240M, Colorspace.BT2020)
"""Ways to YUV that are not BT.601's; a source that says nothing is taken for that."""

SHRINKS = 2.0
"""From this ratio on pixels are averaged, which is cheap and free of flicker.

Below it, Tesseract named 88 % of letters at the limit of a sensor after Lanczos, 80 % after a cubic
and 63 % after a linear filter. Lanczos takes three times as long to set up for another size, so
that it waits until the zoom rests."""

PIXEL_BYTES = {
    **dict.fromkeys(("yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p"), (1, 1, 1)),
    **dict.fromkeys(("yuyv422", "uyvy422"), (2,)),
    **dict.fromkeys(("rgb24", "bgr24"), (3,)),
    **dict.fromkeys(("nv12", "nv21"), (1, 2)),
    "gray": (1,),
}
"""Bytes of a pixel in each plane, for formats of which a part can be copied; others are converted
as a whole first."""


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
    return black(Pixels(size.width_px, size.height_px))


def black(size: Pixels) -> av.VideoFrame:
    """Return a new black frame."""
    frame = av.VideoFrame(size.width, size.height, "yuv420p")
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
    """Converter of frames to one size: the whole picture, with black bars where needed, or a part.

    Args:
        size: Size of the child's picture.
    """

    def __init__(self, size: Size) -> None:
        self._shown = Pixels(size.width_px, size.height_px)
        self._reformatter = VideoReformatter()
        self._part: av.VideoFrame | None = None
        self._sizes = (0, 0, 0, 0)

    def __call__(
        self, frame: av.VideoFrame, region: Region = WHOLE, target: Pixels | None = None
    ) -> av.VideoFrame:
        """Return a region of the picture in the target size, not yet stamped.

        Args:
            frame: Frame as the camera gives it.
            region: Part of the child's whole picture.
            target: Size to return; that of the child's picture unless told.
        """
        target = target or self._shown
        source, drawn = place(region, Pixels(frame.width, frame.height), self._shown, target)
        part = self._cut(frame, source)
        how = self._how(source, drawn, region)
        scaled = self._reformatter.reformat(
            part,
            drawn.width,
            drawn.height,
            "yuv420p",
            interpolation=how,
            # Browsers are told BT.601; high-definition sources may say that they have another.
            dst_colorspace=Colorspace.ITU601 if part.colorspace in OTHER_COLOURS else None,
            dst_color_range=ColorRange.MPEG,
        )
        if scaled is self._part:
            self._part = None  # it is handed out as it is, and must not be drawn over
        if (scaled.width, scaled.height) == (target.width, target.height):
            return scaled
        padded = black(target)
        for shift, to, of in zip((0, 1, 1), planes(padded), planes(scaled), strict=True):
            height, width = of.shape
            x, y = drawn.left >> shift, drawn.top >> shift
            to[y : y + height, x : x + width] = of
        return padded

    def _how(self, source: Box, drawn: Box, region: Region) -> Interpolation:
        """Return the way of scaling."""
        sizes = (source.width, source.height, drawn.width, drawn.height)
        rests, self._sizes = sizes == self._sizes, sizes
        if source.width >= SHRINKS * drawn.width:
            return Interpolation.AREA
        return Interpolation.LANCZOS if rests and region != WHOLE else Interpolation.BICUBIC

    def _cut(self, frame: av.VideoFrame, box: Box) -> av.VideoFrame:
        """Return a part of a frame, valid until the next call."""
        if (box.width, box.height) == (frame.width, frame.height):
            return frame
        if frame.format.name not in PIXEL_BYTES:
            frame = self._reformatter.reformat(
                frame, format="yuv420p", dst_color_range=ColorRange.MPEG
            )
        part = self._part
        if part is None or (part.width, part.height, part.format.name) != (
            box.width,
            box.height,
            frame.format.name,
        ):
            part = self._part = av.VideoFrame(box.width, box.height, frame.format.name)
        part.color_range, part.colorspace = frame.color_range, frame.colorspace
        for size, of, to in zip(
            PIXEL_BYTES[frame.format.name], frame.planes, part.planes, strict=True
        ):
            across, along = frame.width // of.width, frame.height // of.height
            top, left = box.top // along, box.left // across * size
            rows = np.frombuffer(memoryview(of), np.uint8).reshape(-1, of.line_size)
            drawn = np.frombuffer(memoryview(to), np.uint8).reshape(-1, to.line_size)
            wide = to.width * size
            drawn[: to.height, :wide] = rows[top : top + to.height, left : left + wide]
        return part
