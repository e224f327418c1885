import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol.transfers import TRANSFER_CODES
from robot.sheets.headers import PictureHeader, SheetRefused, exif_orientation, read
from tests.robot.sheets import pictures
from tests.robot.sheets.pictures import BAD, GOOD


@pytest.mark.parametrize("name", GOOD)
def test_the_header_of_every_kind_is_read(name: str) -> None:
    header = read(GOOD[name])
    assert header.format in name
    assert (header.width_px, header.height_px, header.orientation) == (64, 48, 1)


@pytest.mark.parametrize("name", BAD)
def test_everything_else_is_refused_with_a_code(name: str) -> None:
    data, code = BAD[name]
    with pytest.raises(SheetRefused) as refused:
        read(data)
    assert refused.value.code == code


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("little", [True, False])
def test_the_orientation_is_found_wherever_it_stands(orientation: int, little: bool) -> None:
    data = pictures.exif(orientation, little)
    assert read(pictures.jpeg_with(b"Exif\0\0" + data)).orientation == orientation
    assert read(pictures.png_with(b"eXIf", data)).orientation == orientation
    webp = pictures.riff(pictures.vp8x(flags=8), pictures.webp_chunk(), (b"EXIF", data))
    assert read(webp).orientation == orientation


@pytest.mark.parametrize(
    "data",
    [b"", b"II", b"XX*\0", b"II*\0\xff\xff\xff\xff", pictures.exif(0), pictures.exif(9)]
    + [pictures.exif(6)[:at] for at in (7, 9, 12, 19)],
)
def test_odd_exif_turns_nothing(data: bytes) -> None:
    assert exif_orientation(data) == 1


def test_the_largest_picture_is_taken() -> None:
    assert read(pictures.png_of_size(4_000, 3_000)) == PictureHeader("png", 4_000, 3_000)


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "extended webp"])
def test_a_picture_cut_anywhere_is_no_picture(name: str) -> None:
    for length in range(len(GOOD[name])):
        with pytest.raises(SheetRefused):
            read(GOOD[name][:length])


def code_of(data: bytes) -> str | None:
    try:
        read(data)
    except SheetRefused as refused:
        return refused.code
    return None


STARTS = st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x20\0\0\0WEBP"])


@given(STARTS, st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_refused(start: bytes, rest: bytes) -> None:
    assert code_of(start + rest) in (None, *TRANSFER_CODES)


@given(st.sampled_from(sorted(GOOD)), st.integers(0, 10**6), st.binary(min_size=1, max_size=4))
def test_a_picture_with_any_change_is_a_picture_or_refused(
    name: str, at: int, change: bytes
) -> None:
    data = bytearray(GOOD[name])
    at %= len(data)
    data[at : at + len(change)] = change
    assert code_of(bytes(data)) in (None, *TRANSFER_CODES)
