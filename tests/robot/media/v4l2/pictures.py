"""Grey stripes in every format that cameras give, made without our own code."""

from collections.abc import Callable
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from tests.robot.media.v4l2.camera import FakeCamera, lines

GREYS = (0, 12, 40, 90, 160, 215, 240, 255)
STRIPE_PX = 80


def stripes(width: int, height: int, full: bool) -> NDArray[np.uint8]:
    """Return luma: as it is in full range, or from 16 to 235."""
    at = np.arange(width) * len(GREYS) // width
    row = np.array(GREYS, np.float64)[at]
    return np.tile(np.rint(row if full else 16 + row * 219 / 255).astype(np.uint8), (height, 1))


def raw(letters: str, full: bool = False) -> Callable[[FakeCamera], bytes]:
    """Return what makes pictures of one raw format, for a camera of any size."""

    def make(camera: FakeCamera) -> bytes:
        width, height, pad = camera.width, camera.height, camera.padding
        rgb = letters in ("RGB3", "BGR3", "XR24")
        y = stripes(width, height, full or rgb or letters == "GREY")
        half = np.full((height // 2, width // 2), 128, np.uint8)
        match letters:
            case "YUYV" | "UYVY" | "YVYU":
                pixels = np.full((height, width, 2), 128, np.uint8)
                pixels[:, :, int(letters == "UYVY")] = y
                return lines((row.tobytes() for row in pixels), pad)
            case "NV12" | "NV21":
                both = np.full((height // 2, width), 128, np.uint8)
                return lines((row.tobytes() for row in (*y, *both)), pad)
            case "YU12" | "YV12":
                luma = lines((row.tobytes() for row in y), pad)
                return luma + 2 * lines((row.tobytes() for row in half), pad // 2)
            case "GREY":
                return lines((row.tobytes() for row in y), pad)
            case _:
                depth = 4 if letters == "XR24" else 3
                return lines((np.repeat(row, depth).tobytes() for row in y), pad)

    return make


def coded(codec: str, pixels: str, full: bool, **options: str) -> Callable[[FakeCamera], bytes]:
    """Return what makes pictures of one coded format; one made once is repeated."""
    made: dict[tuple[int, int], bytes] = {}

    def make(camera: FakeCamera) -> bytes:
        size = (camera.width, camera.height)
        if size not in made:
            made[size] = encode(stripes(*size, full), codec, pixels, **options)
        return made[size]

    return make


def encode(y: NDArray[np.uint8], codec: str, pixels: str, **options: str) -> bytes:
    """Return one key picture of this luma without colour."""
    height, width = y.shape
    frame = av.VideoFrame(width, height, pixels)
    for plane, value in zip(frame.planes, (y, None, None), strict=True):
        drawn = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        drawn[:] = 128
        if value is not None:
            drawn[:height, :width] = value
    encoder = av.CodecContext.create(codec, "w")
    assert isinstance(encoder, av.VideoCodecContext)
    encoder.width, encoder.height, encoder.pix_fmt = width, height, pixels
    encoder.time_base = Fraction(1, 30)
    encoder.options = options
    frame.pts = 0
    return b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))


def mjpeg(full: bool = True) -> Callable[[FakeCamera], bytes]:
    return coded("mjpeg", "yuvj422p", full, qmin="2", qmax="2")


def h264(full: bool = False) -> Callable[[FakeCamera], bytes]:
    extra = "fullrange=on" if full else "fullrange=off"
    return coded("libx264", "yuv420p", full, qp="12", **{"x264-params": extra})


def itu601(make: Callable[[FakeCamera], bytes]) -> Callable[[FakeCamera], bytes]:
    """Return pictures with the comment by which an encoder says that their range is limited."""
    comment = b"CS=ITU601\x00"
    marker = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment

    def marked(camera: FakeCamera) -> bytes:
        data = make(camera)
        return data[:2] + marker + data[2:]

    return marked
