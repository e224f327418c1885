import pytest

from robot.media.types.frames import planes
from robot.media.v4l2 import wire
from robot.media.v4l2.device import CameraError, Captured
from robot.media.v4l2.reader import PictureReader
from tests.robot.media.v4l2.pictures import encode, stripes


def test_an_unknown_format_is_named() -> None:
    pixels = wire.PixelFormat(width=64, height=48, pixelformat=wire.fourcc("BA81"))
    with pytest.raises(CameraError, match="it gives BA81"):
        PictureReader(pixels)


def test_odd_sizes_lose_a_line_and_sixteen_bits_are_read() -> None:
    for letters, depth in (("GREY", 1), ("Y16 ", 2)):
        pixels = wire.PixelFormat(width=65, height=49, pixelformat=wire.fourcc(letters))
        data = b"\x80" * (65 * 49 * depth)
        frame = PictureReader(pixels)(Captured(data, 0.0, damaged=False))
        assert frame is not None
        assert (frame.width, frame.height) == (64, 48)
        whole = frame.reformat(format="gray")
        assert bytes(whole.planes[0])[0] == 0x80


def test_what_is_empty_or_marked_is_no_picture() -> None:
    pixels = wire.PixelFormat(width=640, height=480, pixelformat=wire.fourcc("MJPG"))
    read = PictureReader(pixels)
    data = encode(stripes(640, 480, full=True), "mjpeg", "yuvj422p")
    assert read(Captured(data, 0.0, damaged=True)) is None
    assert read(Captured(b"", 0.0, damaged=False)) is None
    frame = read(Captured(data, 0.0, damaged=False))
    assert frame is not None
    assert planes(frame)[0].max() == 255
