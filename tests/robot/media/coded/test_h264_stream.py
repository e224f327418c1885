import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.media.coded.h264_stream import Profile, StreamReader, is_b_slice
from robot.media.types.h264_packets import split, to_send
from tests.robot.media.coded.lens import Lens
from tests.robot.media.encoders.receiving import START


@pytest.mark.parametrize(
    ("camera", "negotiated", "fits"),
    [
        ("42e01f", "42e01f", True),
        ("42c01e", "42e01f", True),
        ("42c028", "42e01f", False),
        ("42001f", "42e01f", False),
        ("42001f", "42001f", True),
        ("42c01f", "4d001f", True),
        ("4d001f", "4d001f", True),
        ("4d001f", "42e01f", False),
        ("64001f", "4d001f", False),
        ("42c01f", "64001f", False),
    ],
)
def test_a_stream_is_sent_on_only_to_who_can_decode_it(
    camera: str, negotiated: str, fits: bool
) -> None:
    assert Profile.parse(camera).fits(Profile.parse(negotiated)) is fits


@pytest.mark.parametrize("text", ["", "42", "42e01f00", "hello!"])
def test_a_broken_profile_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Profile.parse(text)


def test_pictures_are_what_the_camera_gave() -> None:
    lens, reader = Lens(), StreamReader()
    for number in range(3):
        data = lens.shoot()
        picture = reader.read(data, number)
        assert picture is not None
        assert list(picture.units) == to_send(data)
        assert list(split(picture.stream)) == to_send(data)
        assert (picture.key, picture.pts) == (number == 0, number)
    assert reader.profile is not None
    assert (reader.profile.idc, reader.profile.level) == (66, 31)
    assert not reader.reordered


def test_what_the_camera_says_once_is_repeated_with_every_key_picture() -> None:
    lens, reader = Lens(once=True), StreamReader()
    first = reader.read(lens.shoot(), 0)
    lens.key_frame()
    second = reader.read(lens.shoot(), 1)
    assert first is not None
    assert second is not None
    assert [unit[0] & 31 for unit in second.units] == [7, 8, 5]
    assert second.units[:2] == first.units[:2]


def test_a_key_picture_whose_parameters_never_came_is_none() -> None:
    assert StreamReader().read(START + b"\x65picture", 0) is None
    assert StreamReader().read(START + b"\x67\x42\xc0\x1f" + START + b"\x68a", 0) is None


def test_pictures_out_of_their_order_are_noticed() -> None:
    lens = Lens({"profile": "main", "preset": "veryfast", "tune": "psnr", "bf": "2"})
    reader = StreamReader()
    for _ in range(60):
        reader.read(lens.shoot(), 0)
    assert reader.reordered


@given(st.binary(max_size=200))
def test_bytes_that_are_no_stream_are_read_without_complaint(data: bytes) -> None:
    StreamReader().read(data, 0)
    StreamReader().read(START + b"\x41" + data + START + b"\x67" + data, 0)
    is_b_slice(b"\x41" + data)
