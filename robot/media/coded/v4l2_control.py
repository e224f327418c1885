"""Control of a Video4Linux camera that encodes by itself: key frames and rate.

FFmpeg offers no such control, so the device is opened a second time.

Source: linux/videodev2.h (VIDIOC_S_EXT_CTRLS) and linux/v4l2-controls.h.
"""

import ctypes
import fcntl
import os
import struct
from collections.abc import Callable
from typing import Protocol

CODEC_BASE = 0x0099_0900
BITRATE_MODE = CODEC_BASE + 206
BITRATE = CODEC_BASE + 207
REPEAT_PARAMETER_SETS = CODEC_BASE + 226
FORCE_KEY_FRAME = CODEC_BASE + 229
LEVEL = CODEC_BASE + 359
PROFILE = CODEC_BASE + 363

CONSTANT_RATE = 1
LEVEL_3_1 = 9
CONSTRAINED_BASELINE = 1
BEFORE_IT_RUNS = (
    (PROFILE, CONSTRAINED_BASELINE),
    (LEVEL, LEVEL_3_1),
    (REPEAT_PARAMETER_SETS, 1),
    (BITRATE_MODE, CONSTANT_RATE),
)
"""Settings that every browser can decode. A camera may not know all of them."""

LEAST_RATE_BPS = 25_000
CONTROL = struct.Struct("=IIIiI")
"""v4l2_ext_control: id, size, reserved, value and the rest of its union; packed."""
CONTROLS = struct.Struct("@IIIiIP")
"""v4l2_ext_controls: class, count, error index, request, reserved, pointer to the controls."""
SET_CONTROLS = 3 << 30 | CONTROLS.size << 16 | ord("V") << 8 | 72

Ioctl = Callable[[int, int, bytearray], object]


class RefusedError(Exception):
    """Refusal of a request by the camera; the text says which, and why."""


class CameraControl(Protocol):
    """Control of a camera that encodes by itself; used on the camera's thread."""

    def set_rate(self, rate_bps: int) -> None:
        """Encode at this rate from now on.

        Raises:
            RefusedError: The camera cannot do it.
        """

    def key_frame(self) -> None:
        """Make one of the next pictures a key picture.

        Raises:
            RefusedError: The camera cannot do it.
        """

    def close(self) -> None:
        """Close the device."""


class V4l2Control:
    """See `CameraControl`.

    Args:
        fd: File descriptor of the device; closed by `close`.
        ioctl: Like `fcntl.ioctl`.
    """

    def __init__(self, fd: int, ioctl: Ioctl = fcntl.ioctl) -> None:
        self._fd = fd
        self._ioctl = ioctl
        for control, value in BEFORE_IT_RUNS:
            self._try(control, value)

    def set_rate(self, rate_bps: int) -> None:
        """See `CameraControl`."""
        self._set(BITRATE, max(LEAST_RATE_BPS, rate_bps), "follow a rate")

    def key_frame(self) -> None:
        """See `CameraControl`."""
        self._set(FORCE_KEY_FRAME, 1, "make a key frame when asked")

    def close(self) -> None:
        """See `CameraControl`."""
        os.close(self._fd)

    def _try(self, control: int, value: int) -> None:
        try:
            self._set(control, value, "")
        except RefusedError:
            return

    def _set(self, control: int, value: int, what: str) -> None:
        one = ctypes.create_string_buffer(CONTROL.pack(control, 0, 0, value, 0), CONTROL.size)
        request = bytearray(CONTROLS.pack(0, 1, 0, 0, 0, ctypes.addressof(one)))
        try:
            self._ioctl(self._fd, SET_CONTROLS, request)
        except OSError as error:
            raise RefusedError(f"the camera does not {what} ({error.strerror})") from error


def open_control(device: str) -> CameraControl:
    """Return the control of this device.

    Raises:
        RefusedError: It cannot be opened a second time.
    """
    try:
        return V4l2Control(os.open(device, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC))
    except OSError as error:
        raise RefusedError(f"the camera cannot be controlled ({error.strerror})") from error
