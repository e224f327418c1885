"""One camera of Linux: opened, asked for its modes, set, and read buffer by buffer.

Every call is bounded in time. A camera belongs to one thread.
"""

import ctypes
import errno
import fcntl
import mmap
import os
import select
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from bridge.process.device_place import present
from robot.media.v4l2 import wire
from robot.media.v4l2.formats import CameraMode

DEVICES = Path("/dev")
FOLDERS = (Path("/dev/v4l/by-id"), Path("/dev/v4l/by-path"))
NUMBERED = ("video[0-9]*",)

BUFFERS = 4
MOST_ENUMERATED = 256
"""Most entries of each list that a driver is asked for."""


class CameraError(Exception):
    """Failure of a camera; the text says what was found and what to do."""


class Captured(NamedTuple):
    """One picture as the camera gave it."""

    data: bytes
    at_s: float
    """Time of capture by the monotonic clock, or 0 where the driver gives none."""
    damaged: bool


class System(Protocol):
    """Calls of the operating system that a camera needs; tests replace them."""

    def open(self, path: str) -> int: ...
    def close(self, fd: int) -> None: ...
    def ioctl(self, fd: int, request: int, argument: Any) -> None: ...
    def map(self, fd: int, length: int, offset: int) -> Any: ...
    def wait(self, fd: int, timeout_s: float) -> bool: ...


class Linux:
    """The real calls."""

    def open(self, path: str) -> int:
        """Open a device without blocking."""
        return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)

    def close(self, fd: int) -> None:
        """Close it."""
        os.close(fd)

    def ioctl(self, fd: int, request: int, argument: Any) -> None:
        """Send a request, whose structure is changed in place."""
        fcntl.ioctl(fd, request, argument)

    def map(self, fd: int, length: int, offset: int) -> Any:
        """Map a buffer of the driver."""
        return mmap.mmap(fd, length, mmap.MAP_SHARED, mmap.PROT_READ, offset=offset)

    def wait(self, fd: int, timeout_s: float) -> bool:
        """Wait for a picture; return False if none came in time."""
        waiting = select.poll()
        waiting.register(fd, select.POLLIN | select.POLLPRI)
        return bool(waiting.poll(timeout_s * 1000))


LINUX = Linux()


class V4l2Device:
    """One open camera.

    Args:
        path: Its device file.
        system: The operating system.

    Raises:
        CameraError: It is missing, taken, forbidden, or no camera.
    """

    def __init__(self, path: str, system: System = LINUX) -> None:
        self._path = path
        self._system = system
        self._maps: list[Any] = []
        self.pixels = wire.PixelFormat()
        """Format that the driver has agreed to."""
        self.fps = 0.0
        """Rate that the driver has agreed to; 0 if it does not tell."""
        try:
            self._fd = system.open(path)
        except OSError as error:
            raise CameraError(_refusal(path, error)) from error
        try:
            self._check()
        except CameraError:
            system.close(self._fd)
            raise

    def modes(self, width: int, height: int) -> list[CameraMode]:
        """Return every mode that the driver tells of.

        Args:
            width: Width wanted, for a driver that scales to any size, or tells of none.
            height: Height, likewise.
        """
        return [mode for name in self._formats() for mode in self._sizes(name, width, height)]

    def set(self, mode: CameraMode, fps: float) -> None:
        """Set format, size and rate; `pixels` and `fps` are what the driver makes of them.

        Raises:
            CameraError: The camera is in use, or refuses.
        """
        asked = wire.Format(type=wire.CAPTURE)
        pixels = asked.fmt.pix
        pixels.width, pixels.height = mode.width, mode.height
        pixels.pixelformat, pixels.field = wire.fourcc(mode.fourcc), wire.ANY_FIELD
        self._ask(wire.S_FMT, asked, f"does not take {mode.fourcc} {mode.width}x{mode.height}")
        self.pixels = pixels
        rate = wire.StreamParameters(type=wire.CAPTURE)
        rate.numerator, rate.denominator = 1000, max(1, round(fps * 1000))
        try:
            self._system.ioctl(self._fd, wire.S_PARM, rate)
        except OSError:
            return  # a camera with one rate only
        self.fps = rate.denominator / rate.numerator if rate.numerator else 0.0

    def start(self) -> None:
        """Map buffers and begin.

        Raises:
            CameraError: The camera is in use, or has too little room on its bus.
        """
        request = wire.RequestBuffers(count=BUFFERS, type=wire.CAPTURE, memory=wire.MMAP)
        self._ask(wire.REQBUFS, request, "gives no buffers")
        for index in range(request.count):
            buffer = self._buffer(index)
            self._ask(wire.QUERYBUF, buffer, "shows no buffer")
            try:
                mapped = self._system.map(self._fd, buffer.length, buffer.m.offset)
            except (OSError, ValueError) as error:
                raise CameraError(f"{self._path} gives no memory: {error}") from error
            self._maps.append(mapped)
            self._ask(wire.QBUF, buffer, "takes no buffer")
        self._ask(wire.STREAMON, ctypes.c_int(wire.CAPTURE), "does not start")

    def next(self, timeout_s: float) -> Captured | None:
        """Return the next picture, or None if none came in time.

        Raises:
            CameraError: The camera is gone.
        """
        if not self._system.wait(self._fd, timeout_s):
            return None
        buffer = self._buffer(0)
        try:
            self._system.ioctl(self._fd, wire.DQBUF, buffer)
        except OSError as error:
            if error.errno == errno.EAGAIN:
                return None
            raise CameraError(_refusal(self._path, error)) from error
        damaged = bool(buffer.flags & wire.BUFFER_ERROR)
        data = bytes(self._maps[buffer.index][: buffer.bytesused])
        at_s = buffer.timestamp.seconds + buffer.timestamp.microseconds / 1e6
        self._ask(wire.QBUF, self._buffer(buffer.index), "takes no buffer back")
        return Captured(data, at_s, damaged)

    def range_of(self, control: int) -> tuple[int, int] | None:
        """Return least and greatest value of a control; None if the camera has no such."""
        query = wire.ControlQuery(id=control)
        try:
            self._system.ioctl(self._fd, wire.QUERYCTRL, query)
        except OSError:
            return None
        return None if query.flags & wire.DISABLED else (query.minimum, query.maximum)

    def control(self, control: int, value: int) -> bool:
        """Set a control; return whether the camera took it."""
        try:
            self._system.ioctl(self._fd, wire.S_CTRL, wire.Control(id=control, value=value))
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """End the stream and give the buffers back: another mode can be set. Never fails."""
        if not self._maps:
            return
        with suppress(OSError):  # it may be gone
            self._system.ioctl(self._fd, wire.STREAMOFF, ctypes.c_int(wire.CAPTURE))
        for mapped in self._maps:
            mapped.close()
        self._maps = []
        with suppress(OSError):
            none = wire.RequestBuffers(count=0, type=wire.CAPTURE, memory=wire.MMAP)
            self._system.ioctl(self._fd, wire.REQBUFS, none)

    def close(self) -> None:
        """End the stream and close the device. Never fails."""
        self.stop()
        self._system.close(self._fd)

    def _check(self) -> None:
        known = wire.Capability()
        self._ask(wire.QUERYCAP, known, "is no camera")
        has = known.device_caps if known.capabilities & wire.HAS_DEVICE_CAPS else known.capabilities
        if not has & wire.CAN_CAPTURE or not has & wire.CAN_STREAM:
            raise CameraError(f"{self._path} gives no pictures; {_there()}")

    def _formats(self) -> Iterator[str]:
        for index in range(MOST_ENUMERATED):
            told = wire.FormatDescription(index=index, type=wire.CAPTURE)
            if not self._told(wire.ENUM_FMT, told):
                return
            yield wire.name_of(told.pixelformat)

    def _sizes(self, letters: str, width: int, height: int) -> Iterator[CameraMode]:
        for index in range(MOST_ENUMERATED):
            told = wire.FrameSize(index=index, pixel_format=wire.fourcc(letters))
            if not self._told(wire.ENUM_FRAMESIZES, told):
                if index == 0:
                    yield CameraMode(letters, width, height, 0.0)
                return
            if told.type != wire.DISCRETE:
                wide, high = (
                    _on_grid(wanted, *told.values[at : at + 3])
                    for wanted, at in ((width, 0), (height, 3))
                )
                yield CameraMode(letters, wide, high, self._fps(letters, wide, high))
                return
            wide, high = told.values[:2]
            yield CameraMode(letters, wide, high, self._fps(letters, wide, high))

    def _fps(self, letters: str, width: int, height: int) -> float:
        most = 0.0
        for index in range(MOST_ENUMERATED):
            told = wire.FrameInterval(
                index=index, pixel_format=wire.fourcc(letters), width=width, height=height
            )
            if not self._told(wire.ENUM_FRAMEINTERVALS, told):
                break
            if told.values[0]:
                most = max(most, told.values[1] / told.values[0])
            if told.type != wire.DISCRETE:
                break
        return most

    def _told(self, request: int, structure: Any) -> bool:
        try:
            self._system.ioctl(self._fd, request, structure)
        except OSError:
            return False
        return True

    def _buffer(self, index: int) -> wire.Buffer:
        return wire.Buffer(index=index, type=wire.CAPTURE, memory=wire.MMAP)

    def _ask(self, request: int, structure: Any, failing: str) -> None:
        try:
            self._system.ioctl(self._fd, request, structure)
        except OSError as error:
            if error.errno in (errno.ENOTTY, errno.EINVAL):
                raise CameraError(f"{self._path} {failing}; {_there()}") from error
            raise CameraError(_refusal(self._path, error)) from error


def _on_grid(wanted: int, least: int, most: int, step: int) -> int:
    """Return the nearest length that the driver can scale to."""
    inside = min(max(wanted, least), most)
    return least + (inside - least) // max(step, 1) * max(step, 1)


def _refusal(path: str, error: OSError) -> str:
    """Return why a camera cannot be used, and what to do."""
    match error.errno:
        case errno.ENOENT | errno.ENODEV | errno.ENXIO:
            return f"{path} is not there: plug the camera in, or name another; {_there()}"
        case errno.EACCES | errno.EPERM:
            return (
                f"{path} may not be opened: its user is not in the group video: "
                "`sudo usermod -aG video USER`, then log in anew, or restart the service"
            )
        case errno.EBUSY:
            return f"{path} is in use by another program: `sudo fuser -v {path}` names it; stop it"
        case errno.ENOSPC:
            return (
                f"{path} finds no room on its USB bus: use another socket without a hub, a "
                "smaller size, or input_format mjpeg"
            )
        case _:
            return f"{path}: {error.strerror or error}"


def _there() -> str:
    names = present(FOLDERS, DEVICES, NUMBERED)
    return f"there now: {', '.join(names)}" if names else "no camera is there now"
