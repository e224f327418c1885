"""A UVC camera in user space: the calls of the operating system, answered as its driver does.

camera = FakeCamera({"YUYV": [...], ...})     # what each format gives
camera.unplugged = True                       # every call fails with ENODEV
camera.damaged = 3                            # the next pictures carry V4L2_BUF_FLAG_ERROR
"""

import ctypes
import errno
import os
import struct
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from robot.media.v4l2 import wire

Sizes = Sequence[tuple[int, int, Sequence[int]]]
"""Width, height and rates of each mode."""

VGA: Sizes = ((640, 480, (30, 15)),)
EAGER_S = 0.002


class FakeCamera:
    """One camera and its driver; implements `System`.

    Args:
        sizes: Modes of each format, by its four letters.
        picture: Returns the bytes of the next picture for a format and its lines.
        path: Where it is plugged in.
    """

    def __init__(
        self,
        sizes: Mapping[str, Sizes],
        picture: Callable[["FakeCamera"], bytes],
        path: str = "/dev/video0",
    ) -> None:
        self.sizes = sizes
        self.path = path
        self.picture = picture
        self.format, self.width, self.height = next(iter(sizes)), 0, 0
        self.padding = 0
        """Bytes by which each line is longer than its pixels."""
        self.quantization = self.colorspace = 0
        self.fps = 30.0
        self.controls = {wire.FOCUS_AUTO: 1, wire.FOCUS_ABSOLUTE: 0, wire.EXPOSURE_AUTO: 3}
        self.controls |= {wire.EXPOSURE_ABSOLUTE: 250, wire.EXPOSURE_AUTO_PRIORITY: 1}
        self.ranges = {wire.FOCUS_ABSOLUTE: (0, 250), wire.EXPOSURE_ABSOLUTE: (3, 2047)}
        self.opened = 0
        self.error: int | None = None
        self.refuses: dict[int, int] = {}
        """Error number of a request that is refused, by its number."""
        self.unplugged = self.silent = False
        self.damaged = 0
        self.scales = False
        self.streaming = False
        self._buffers: list[bytearray] = []
        self._queued: list[int] = []
        self._sleep = threading.Event()

    # -- the calls

    def open(self, path: str) -> int:
        if self.error is not None:
            raise OSError(self.error, os.strerror(self.error))
        if path != self.path or self.unplugged:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if self.opened:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        self.opened += 1
        return 7

    def close(self, fd: int) -> None:
        self.opened -= 1
        self.streaming = False
        self._buffers, self._queued = [], []

    def map(self, fd: int, length: int, offset: int) -> Any:
        return _Mapped(self._buffers[offset])

    def wait(self, fd: int, timeout_s: float) -> bool:
        if self.unplugged:
            return True
        self._sleep.wait(timeout_s if self.silent else EAGER_S)
        return not self.silent

    def ioctl(self, fd: int, request: int, argument: Any) -> None:
        if self.unplugged:
            self._fail(errno.ENODEV)
        if request in self.refuses:
            self._fail(self.refuses[request])
        size = request >> 16 & 0x3FFF
        assert ctypes.sizeof(argument) == size, "the kernel would copy another length"
        self._answer(request & 0xFF, argument)

    # -- its driver

    def _answer(self, number: int, told: Any) -> None:
        match number:
            case 0:
                told.card, told.capabilities = b"A camera", 0x8000_0000
                told.device_caps = 0x0400_0001
            case 2:
                names = [*self.sizes]
                self._end(told.index, names)
                told.pixelformat = int.from_bytes(names[told.index].encode(), "little")
            case 74:
                self._size(told)
            case 75:
                rates = self._rates(told)
                self._end(told.index, rates)
                told.type, told.values[0], told.values[1] = 1, 1, rates[told.index]
            case 5:
                self._set_format(told.fmt.pix)
            case 22:
                if told.numerator:
                    self.fps = told.denominator / told.numerator
            case 8:
                length = self._length()
                self._buffers = [bytearray(length) for _ in range(told.count)]
            case 9:
                told.length, told.m.offset = len(self._buffers[told.index]), told.index
            case 15:
                self._queued.append(told.index)
            case 17:
                self._give(told)
            case 18 | 19:
                self.streaming = number == 18
            case 28 | 36:
                self._control(number, told)
            case _:
                self._fail(errno.ENOTTY)

    def _control(self, number: int, told: Any) -> None:
        if told.id not in self.controls:
            self._fail(errno.EINVAL)
        if number == 28:
            self.controls[told.id] = told.value
        else:
            told.minimum, told.maximum = self.ranges.get(told.id, (0, 1))

    def _size(self, told: Any) -> None:
        sizes = self.sizes[_letters(told.pixel_format)]
        if self.scales:
            self._end(told.index, [0])
            told.type = 3
            told.values[:] = [32, 1920, 2, 32, 1080, 2]
            return
        self._end(told.index, sizes)
        told.type = 1
        told.values[0], told.values[1] = sizes[told.index][:2]

    def _rates(self, told: Any) -> Sequence[int]:
        for width, height, rates in self.sizes[_letters(told.pixel_format)]:
            if self.scales or (width, height) == (told.width, told.height):
                return rates
        return ()

    def _set_format(self, pixels: Any) -> None:
        self.format = _letters(pixels.pixelformat)
        self.width, self.height = pixels.width, pixels.height
        across = {"YUYV": 2, "UYVY": 2, "YVYU": 2, "RGB3": 3, "BGR3": 3, "XR24": 4, "Y16 ": 2}
        line = 0 if self.format in ("MJPG", "H264") else self.width * across.get(self.format, 1)
        pixels.bytesperline = line + self.padding if line else 0
        pixels.sizeimage = self._length()
        pixels.quantization, pixels.colorspace = self.quantization, self.colorspace

    def _length(self) -> int:
        return (self.width + self.padding) * self.height * 4 + 4096

    def _give(self, told: Any) -> None:
        if not self._queued:
            self._fail(errno.EAGAIN)
        index = self._queued.pop(0)
        data = self.picture(self)
        self._buffers[index][: len(data)] = data
        told.index, told.bytesused = index, len(data)
        if self.damaged:
            self.damaged -= 1
            told.flags |= 0x40

    def _end(self, index: int, entries: Sequence[Any]) -> None:
        if index >= len(entries):
            self._fail(errno.EINVAL)

    def _fail(self, number: int) -> None:
        raise OSError(number, os.strerror(number))


class _Mapped:
    """A mapped buffer."""

    def __init__(self, buffer: bytearray) -> None:
        self._buffer = buffer

    def __getitem__(self, part: slice) -> bytes:
        return bytes(self._buffer[part])

    def close(self) -> None:
        """Unmap it."""


def _letters(number: int) -> str:
    return struct.pack("<I", number).decode("ascii")


def lines(rows: Iterable[bytes], padding: int = 0) -> bytes:
    """Return rows of pixels as a driver lays them out."""
    return b"".join(row + bytes(padding) for row in rows)
