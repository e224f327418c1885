"""Decoding of what a camera of Linux gives; pictures that arrive damaged are left out."""

import av
import numpy as np
from av.codec.context import Flags
from av.video.codeccontext import VideoCodecContext
from av.video.reformatter import ColorRange

from robot.media.v4l2 import wire
from robot.media.v4l2.device import CameraError, Captured
from robot.media.v4l2.formats import LAYOUTS, STRICT, JpegEnds, Layout, bytes_needed

YUV = ("yuv", "yuyv", "uyvy", "yvyu", "nv")
"""Beginnings of the names of pixels whose range the driver tells."""


class PictureReader:
    """Decoder of one camera's pictures.

    Args:
        pixels: The format that the driver has agreed to.
    """

    def __init__(self, pixels: wire.PixelFormat) -> None:
        letters = wire.name_of(pixels.pixelformat)
        if letters not in LAYOUTS:
            raise CameraError(f"it gives {letters}, which cannot be shown")
        self._pixels = pixels
        self._layout = LAYOUTS[letters]
        full = pixels.quantization == wire.FULL_RANGE or (
            pixels.quantization != wire.LIMITED_RANGE and pixels.colorspace == wire.COLORSPACE_JPEG
        )
        self._limited = pixels.quantization == wire.LIMITED_RANGE
        self._range = ColorRange.JPEG if full else ColorRange.MPEG
        self._ends = JpegEnds() if self._layout.codec == "mjpeg" else None
        self._decoder = None if self._layout.pixels else _decoder(self._layout)

    def __call__(self, captured: Captured) -> av.VideoFrame | None:
        """Return the picture, or None if it is damaged."""
        if captured.damaged or not captured.data:
            return None
        if self._decoder is None:
            return self._raw(captured.data)
        if self._ends is not None and not self._ends.whole(captured.data):
            return None
        try:
            frames = self._decoder.decode(av.Packet(captured.data))
        except av.error.FFmpegError:
            return None
        if not frames or frames[-1].is_corrupt:
            return None
        return self._in_its_range(frames[-1])

    def _in_its_range(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Return a JPEG picture of limited range under a name that means it: JPEG means full."""
        name = frame.format.name
        if not (self._limited and name.startswith("yuvj")):
            return frame
        relabelled = av.VideoFrame(frame.width, frame.height, name.replace("yuvj", "yuv"))
        for of, to in zip(frame.planes, relabelled.planes, strict=True):
            lines = np.frombuffer(memoryview(of), np.uint8).reshape(-1, of.line_size)
            drawn = np.frombuffer(memoryview(to), np.uint8).reshape(-1, to.line_size)
            drawn[: to.height, : to.width] = lines[: to.height, : to.width]
        relabelled.color_range = ColorRange.MPEG
        return relabelled

    def _raw(self, data: bytes) -> av.VideoFrame | None:
        pixels, layout = self._pixels, self._layout
        width, height = pixels.width // 2 * 2, pixels.height // 2 * 2
        across = layout.planes[0][0]
        line_bytes = pixels.bytesperline or int(pixels.width * across)
        if len(data) < bytes_needed(layout, pixels.height, line_bytes):
            return None
        frame = av.VideoFrame(width, height, layout.pixels)
        order = (0, 2, 1) if layout.swapped else range(len(layout.planes))
        start = 0
        for number, (part, lines) in zip(order, layout.planes, strict=True):
            stride, rows = int(line_bytes * part / across), pixels.height // lines
            lines_of = np.frombuffer(data, np.uint8, stride * rows, start).reshape(rows, stride)
            plane = frame.planes[number]
            drawn = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
            wide, high = int(width * part), height // lines
            drawn[:high, :wide] = lines_of[:high, :wide]
            start += stride * rows
        if layout.pixels.startswith("gray"):
            frame.color_range = ColorRange.JPEG
        elif layout.pixels.startswith(YUV):
            frame.color_range = self._range
        return frame


def _decoder(layout: Layout) -> VideoCodecContext:
    decoder = av.CodecContext.create(layout.codec, "r")
    assert isinstance(decoder, VideoCodecContext)
    decoder.thread_type = "SLICE"  # frame threads would each delay a picture
    decoder.flags |= Flags.low_delay
    if layout.codec == "mjpeg":
        decoder.options = {**STRICT}
    return decoder
