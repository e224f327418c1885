"""Numbers by `linux/videodev2.h` on 64 bits, as a C compiler prints them."""

import ctypes

import pytest

from robot.media.v4l2 import wire

NUMBERS = {
    "QUERYCAP": 0x80685600,
    "ENUM_FMT": 0xC0405602,
    "G_FMT": 0xC0D05604,
    "S_FMT": 0xC0D05605,
    "REQBUFS": 0xC0145608,
    "QUERYBUF": 0xC0585609,
    "QBUF": 0xC058560F,
    "DQBUF": 0xC0585611,
    "STREAMON": 0x40045612,
    "STREAMOFF": 0x40045613,
    "G_PARM": 0xC0CC5615,
    "S_PARM": 0xC0CC5616,
    "QUERYCTRL": 0xC0445624,
    "S_CTRL": 0xC008561C,
    "ENUM_FRAMESIZES": 0xC02C564A,
    "ENUM_FRAMEINTERVALS": 0xC034564B,
}


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="numbers of 64 bits")
@pytest.mark.parametrize("name", NUMBERS)
def test_requests_are_those_of_the_kernel(name: str) -> None:
    assert getattr(wire, name) == NUMBERS[name]


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="offsets of 64 bits")
def test_members_lie_where_the_kernel_has_them() -> None:
    assert wire.Format.fmt.offset == 8
    assert (wire.Buffer.timestamp.offset, wire.Buffer.m.offset, wire.Buffer.length.offset) == (
        0x18,
        0x40,
        0x48,
    )
    assert wire.StreamParameters.numerator.offset == 0xC
    assert wire.PixelFormat.quantization.offset == 0x28


def test_formats_have_four_letters() -> None:
    assert wire.fourcc("YUYV") == 0x56595559
    assert wire.name_of(0x56595559) == "YUYV"
    assert wire.name_of(0x0001_4142) == "BA??"
