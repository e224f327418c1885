import ctypes
import errno
import os
import struct
from pathlib import Path

import pytest

from robot.media.coded import v4l2_control
from robot.media.coded.v4l2_control import RefusedError, V4l2Control, open_control


class Device:
    """Takes calls as the kernel does, and refuses some controls."""

    def __init__(self, *refused: int) -> None:
        self.refused = refused
        self.set: list[tuple[int, int]] = []

    def ioctl(self, fd: int, request: int, data: bytearray) -> int:
        assert (fd, request & 0xFFFF, request >> 30) == (77, ord("V") << 8 | 72, 3)
        assert request >> 16 & 0x3FFF == len(data)
        which, count, _, _, _, pointer = struct.unpack("@IIIiIP", data)
        assert (which, count) == (0, 1)
        control, size, _, value, _ = struct.unpack("=IIIiI", ctypes.string_at(pointer, 20))
        assert size == 0
        if control in self.refused:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self.set.append((control, value))
        return 0


@pytest.mark.skipif(struct.calcsize("P") != 8, reason="the number is another on 32 bits")
def test_the_call_has_the_number_that_linux_gives_it() -> None:
    assert v4l2_control.SET_CONTROLS == 0xC0205648


def test_rate_and_key_frame_reach_the_device() -> None:
    device = Device()
    control = V4l2Control(77, device.ioctl)
    device.set.clear()
    control.set_rate(400_000)
    control.key_frame()
    control.set_rate(1)
    assert device.set == [(0x009909CF, 400_000), (0x009909E5, 1), (0x009909CF, 25_000)]


def test_before_it_runs_the_device_is_asked_for_what_every_browser_decodes() -> None:
    device = Device()
    V4l2Control(77, device.ioctl)
    assert device.set == [(0x00990A6B, 1), (0x00990A67, 9), (0x009909E2, 1), (0x009909CE, 1)]


def test_a_device_that_does_not_know_a_wish_is_used_all_the_same() -> None:
    device = Device(v4l2_control.PROFILE, v4l2_control.LEVEL)
    V4l2Control(77, device.ioctl).set_rate(300_000)
    assert device.set[-1] == (v4l2_control.BITRATE, 300_000)


def test_a_refusal_is_told_in_words() -> None:
    device = Device(v4l2_control.BITRATE, v4l2_control.FORCE_KEY_FRAME)
    control = V4l2Control(77, device.ioctl)
    with pytest.raises(RefusedError, match=r"does not follow a rate \(Invalid argument\)"):
        control.set_rate(300_000)
    with pytest.raises(RefusedError, match="does not make a key frame when asked"):
        control.key_frame()


def test_what_is_no_such_device_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="cannot be controlled"):
        open_control(str(tmp_path / "none"))
    plain = tmp_path / "plain"
    plain.touch()
    control = open_control(str(plain))
    with pytest.raises(RefusedError, match="does not"):
        control.key_frame()
    control.close()
