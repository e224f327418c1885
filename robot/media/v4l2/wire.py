"""PURE. Structures, requests and numbers of Video4Linux. No I/O.

Source: linux/videodev2.h and linux/v4l2-controls.h.
"""

import ctypes
from typing import Any

CAPTURE = 1
"""V4L2_BUF_TYPE_VIDEO_CAPTURE."""
MMAP = 1
"""V4L2_MEMORY_MMAP."""
ANY_FIELD = 0

CAN_CAPTURE = 0x1
CAN_STREAM = 0x0400_0000
HAS_DEVICE_CAPS = 0x8000_0000

DISCRETE = 1
"""V4L2_FRMSIZE_TYPE_DISCRETE and V4L2_FRMIVAL_TYPE_DISCRETE."""

BUFFER_ERROR = 0x40
"""The driver knows that the data of this buffer are damaged."""

COLORSPACE_JPEG = 7
FULL_RANGE, LIMITED_RANGE = 1, 2

FOCUS_AUTO, FOCUS_ABSOLUTE = 0x009A_090C, 0x009A_090A
EXPOSURE_AUTO, EXPOSURE_ABSOLUTE = 0x009A_0901, 0x009A_0902
EXPOSURE_AUTO_PRIORITY = 0x009A_0903
POWER_LINE_FREQUENCY = 0x0098_0918
EXPOSURE_ALL_AUTO, EXPOSURE_MANUAL, EXPOSURE_APERTURE_PRIORITY = 0, 1, 3
EXPOSURE_STEPS_MS = 10.0
"""EXPOSURE_ABSOLUTE counts 100 microseconds."""
DISABLED = 0x1

u8, u32, s32 = ctypes.c_uint8, ctypes.c_uint32, ctypes.c_int32


class Capability(ctypes.Structure):
    """v4l2_capability."""

    _fields_ = (
        ("driver", ctypes.c_char * 16),
        ("card", ctypes.c_char * 32),
        ("bus_info", ctypes.c_char * 32),
        ("version", u32),
        ("capabilities", u32),
        ("device_caps", u32),
        ("reserved", u32 * 3),
    )


class FormatDescription(ctypes.Structure):
    """v4l2_fmtdesc."""

    _fields_ = (
        ("index", u32),
        ("type", u32),
        ("flags", u32),
        ("description", ctypes.c_char * 32),
        ("pixelformat", u32),
        ("mbus_code", u32),
        ("reserved", u32 * 3),
    )


class FrameSize(ctypes.Structure):
    """v4l2_frmsizeenum; `values` are width and height, or least, most and step of both."""

    _fields_ = (
        ("index", u32),
        ("pixel_format", u32),
        ("type", u32),
        ("values", u32 * 6),
        ("reserved", u32 * 2),
    )


class FrameInterval(ctypes.Structure):
    """v4l2_frmivalenum; `values` are one fraction of a second, or least, most and step."""

    _fields_ = (
        ("index", u32),
        ("pixel_format", u32),
        ("width", u32),
        ("height", u32),
        ("type", u32),
        ("values", u32 * 6),
        ("reserved", u32 * 2),
    )


class PixelFormat(ctypes.Structure):
    """v4l2_pix_format."""

    _fields_ = (
        ("width", u32),
        ("height", u32),
        ("pixelformat", u32),
        ("field", u32),
        ("bytesperline", u32),
        ("sizeimage", u32),
        ("colorspace", u32),
        ("priv", u32),
        ("flags", u32),
        ("ycbcr_enc", u32),
        ("quantization", u32),
        ("xfer_func", u32),
    )


class _FormatUnion(ctypes.Union):
    _fields_ = (("pix", PixelFormat), ("raw", u8 * 200), ("pointer", ctypes.c_void_p))


class Format(ctypes.Structure):
    """v4l2_format."""

    _fields_ = (("type", u32), ("fmt", _FormatUnion))


class StreamParameters(ctypes.Structure):
    """v4l2_streamparm of a capturing device."""

    _fields_ = (
        ("type", u32),
        ("capability", u32),
        ("capturemode", u32),
        ("numerator", u32),
        ("denominator", u32),
        ("rest", u8 * 184),
    )


class RequestBuffers(ctypes.Structure):
    """v4l2_requestbuffers."""

    _fields_ = (
        ("count", u32),
        ("type", u32),
        ("memory", u32),
        ("capabilities", u32),
        ("flags", u8),
        ("reserved", u8 * 3),
    )


class _Time(ctypes.Structure):
    _fields_ = (("seconds", ctypes.c_long), ("microseconds", ctypes.c_long))


class _Memory(ctypes.Union):
    _fields_ = (("offset", u32), ("userptr", ctypes.c_ulong), ("pointer", ctypes.c_void_p))


class Buffer(ctypes.Structure):
    """v4l2_buffer."""

    _fields_ = (
        ("index", u32),
        ("type", u32),
        ("bytesused", u32),
        ("flags", u32),
        ("field", u32),
        ("timestamp", _Time),
        ("timecode", u8 * 16),
        ("sequence", u32),
        ("memory", u32),
        ("m", _Memory),
        ("length", u32),
        ("reserved2", u32),
        ("request_fd", s32),
    )


class ControlQuery(ctypes.Structure):
    """v4l2_queryctrl."""

    _fields_ = (
        ("id", u32),
        ("type", u32),
        ("name", ctypes.c_char * 32),
        ("minimum", s32),
        ("maximum", s32),
        ("step", s32),
        ("default_value", s32),
        ("flags", u32),
        ("reserved", u32 * 2),
    )


class Control(ctypes.Structure):
    """v4l2_control."""

    _fields_ = (("id", u32), ("value", s32))


def _request(direction: int, number: int, structure: Any) -> int:
    return direction << 30 | ctypes.sizeof(structure) << 16 | ord("V") << 8 | number


_WRITE, _READ, _BOTH = 1, 2, 3

QUERYCAP = _request(_READ, 0, Capability)
ENUM_FMT = _request(_BOTH, 2, FormatDescription)
G_FMT = _request(_BOTH, 4, Format)
S_FMT = _request(_BOTH, 5, Format)
REQBUFS = _request(_BOTH, 8, RequestBuffers)
QUERYBUF = _request(_BOTH, 9, Buffer)
QBUF = _request(_BOTH, 15, Buffer)
DQBUF = _request(_BOTH, 17, Buffer)
STREAMON = _request(_WRITE, 18, ctypes.c_int)
STREAMOFF = _request(_WRITE, 19, ctypes.c_int)
G_PARM = _request(_BOTH, 21, StreamParameters)
S_PARM = _request(_BOTH, 22, StreamParameters)
S_CTRL = _request(_BOTH, 28, Control)
QUERYCTRL = _request(_BOTH, 36, ControlQuery)
ENUM_FRAMESIZES = _request(_BOTH, 74, FrameSize)
ENUM_FRAMEINTERVALS = _request(_BOTH, 75, FrameInterval)


def fourcc(name: str) -> int:
    """Return the number of a format: `fourcc("YUYV")`."""
    return int.from_bytes(name.encode("ascii"), "little")


def name_of(number: int) -> str:
    """Return the name of a format's number; unprintable characters become question marks."""
    text = (number & 0x7FFF_FFFF).to_bytes(4, "little").decode("ascii", "replace")
    return "".join(letter if letter.isprintable() else "?" for letter in text)
