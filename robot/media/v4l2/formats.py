"""PURE. Pixel formats of cameras, and the choice among a camera's modes. No I/O."""

from collections.abc import Iterable
from dataclasses import dataclass

STRICT = {"err_detect": "explode"}
"""A JPEG picture that was cut short is refused; else its lower part would be grey or torn."""

MOST_WIDE_PX = 8192

GOOD_FPS = 15.0
"""Pictures a second below which a smaller picture is the better one."""


@dataclass(frozen=True)
class Layout:
    """FFmpeg's way to read one format.

    Args:
        codec: Its decoder; `rawvideo` for pixels as they are.
        pixels: Its name of raw pixels; empty for a compressed format.
        planes: Bytes of a pixel across, and lines of the picture for one line, for each plane.
        cost: Order among formats of the same size and rate: the cheapest for us comes first.
        swapped: Whether the second and third plane change places.
    """

    codec: str
    pixels: str = ""
    planes: tuple[tuple[float, int], ...] = ()
    cost: int = 1
    swapped: bool = False


_PLANAR_420 = ((1.0, 1), (0.5, 2), (0.5, 2))
_PLANAR_422 = ((1.0, 1), (0.5, 1), (0.5, 1))

LAYOUTS = {
    "YU12": Layout("rawvideo", "yuv420p", _PLANAR_420, 0),
    "YV12": Layout("rawvideo", "yuv420p", _PLANAR_420, 0, swapped=True),
    "NV12": Layout("rawvideo", "nv12", ((1.0, 1), (1.0, 2)), 0),
    "NV21": Layout("rawvideo", "nv21", ((1.0, 1), (1.0, 2)), 0),
    "YUYV": Layout("rawvideo", "yuyv422", ((2.0, 1),)),
    "UYVY": Layout("rawvideo", "uyvy422", ((2.0, 1),)),
    "YVYU": Layout("rawvideo", "yvyu422", ((2.0, 1),)),
    "422P": Layout("rawvideo", "yuv422p", _PLANAR_422),
    "NV16": Layout("rawvideo", "nv16", ((1.0, 1), (1.0, 1))),
    "RGB3": Layout("rawvideo", "rgb24", ((3.0, 1),), 2),
    "BGR3": Layout("rawvideo", "bgr24", ((3.0, 1),), 2),
    "XR24": Layout("rawvideo", "bgr0", ((4.0, 1),), 2),
    "BGR4": Layout("rawvideo", "bgr0", ((4.0, 1),), 2),
    "AR24": Layout("rawvideo", "bgra", ((4.0, 1),), 2),
    "RGB4": Layout("rawvideo", "0rgb", ((4.0, 1),), 2),
    "RGBP": Layout("rawvideo", "rgb565le", ((2.0, 1),), 2),
    "MJPG": Layout("mjpeg", cost=3),
    "JPEG": Layout("mjpeg", cost=3),
    "H264": Layout("h264", cost=4),
    "GREY": Layout("rawvideo", "gray", ((1.0, 1),), 5),
    "Y16 ": Layout("rawvideo", "gray16le", ((2.0, 1),), 5),
}
"""Formats of cameras by their four letters. Grey ones come last: they have no colour."""


@dataclass(frozen=True)
class CameraMode:
    """One way in which a camera can work.

    Args:
        fourcc: Its four letters.
        fps: Most pictures a second; 0 if the camera does not tell.
    """

    fourcc: str
    width: int
    height: int
    fps: float


def named(name: str) -> frozenset[str]:
    """Return the four letters that a name of FFmpeg, or the letters themselves, mean."""
    wanted = name.strip()
    return frozenset(
        letters
        for letters, layout in LAYOUTS.items()
        if wanted.upper() == letters.strip()
        or wanted.lower() in (layout.pixels, layout.codec if not layout.pixels else "")
    )


def choose(modes: Iterable[CameraMode], width: int, height: int, fps: float) -> CameraMode | None:
    """Return the mode to use for a picture of this size and rate; None if there is none.

    A mode that covers the size and reaches the rate is best, the smallest of them first. Else
    the size counts more than the rate, down to `GOOD_FPS`.
    """
    usable = [mode for mode in modes if mode.fourcc in LAYOUTS]

    def order(mode: CameraMode) -> tuple[float, ...]:
        covers = mode.width >= width and mode.height >= height
        rate = min(mode.fps or fps, fps)
        area = mode.width * mode.height
        smooth = rate >= min(fps, GOOD_FPS)
        return (
            not (covers and rate >= fps * 0.95),
            not smooth,
            not covers,
            -rate if covers else -area,
            area if covers else -rate,
            LAYOUTS[mode.fourcc].cost,
        )

    return min(usable, key=order, default=None)


def largest(modes: Iterable[CameraMode]) -> CameraMode | None:
    """Return the mode with the most pixels, for a still; the fastest one of those."""
    usable = [mode for mode in modes if mode.fourcc in LAYOUTS and mode.width <= MOST_WIDE_PX]

    def order(mode: CameraMode) -> tuple[float, ...]:
        return mode.width * mode.height, mode.fps, -LAYOUTS[mode.fourcc].cost

    return max(usable, key=order, default=None)


def bytes_needed(layout: Layout, height: int, line_bytes: int) -> int:
    """Return the length of a raw picture whose first plane has lines of this length."""
    across = layout.planes[0][0]
    return sum(int(line_bytes * part / across) * (height // lines) for part, lines in layout.planes)


class JpegEnds:
    """Judge of JPEG pictures by their end.

    A decoder takes a picture that lacks its last few bytes for a whole one. A camera that ends
    its pictures with the marker for it has cut one short that lacks it; some never send it.
    """

    def __init__(self) -> None:
        self._marks = False

    def whole(self, data: bytes) -> bool:
        """Return whether the picture begins and ends as this camera's whole pictures do."""
        if data[:2] != b"\xff\xd8":
            return False
        ended = data.rstrip(b"\x00").endswith(b"\xff\xd9")
        self._marks |= ended
        return ended or not self._marks
