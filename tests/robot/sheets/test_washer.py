import numpy as np
import pytest
from numpy.typing import NDArray

from robot.sheets.headers import read
from robot.sheets.washer import LONGEST_PX, on_paper, shrunk, turned, wash
from tests.robot.sheets import pictures


def corner_colours(picture: NDArray[np.uint8]) -> list[tuple[int, ...]]:
    height_px, width_px = picture.shape[:2]
    places = ((4, 4), (4, width_px - 5), (height_px - 5, 4), (height_px - 5, width_px - 5))
    return [tuple(int(value) for value in picture[place]) for place in places]


def near(found: list[tuple[int, ...]], wanted: list[tuple[int, int, int]]) -> bool:
    return bool(np.allclose(found, wanted, atol=24))


R, G, B, Y = pictures.RED, pictures.GREEN, pictures.BLUE, pictures.GREY

UPRIGHT = {
    1: [R, G, B, Y],
    2: [G, R, Y, B],
    3: [Y, B, G, R],
    4: [B, Y, R, G],
    5: [R, B, G, Y],
    6: [B, R, Y, G],
    7: [Y, G, B, R],
    8: [G, Y, R, B],
}
"""Corners of the picture that stands upright, for each orientation in which it was stored."""


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_the_picture_is_turned_upright(orientation: int) -> None:
    found = turned(pictures.corners(), orientation)
    assert corner_colours(found) == UPRIGHT[orientation]


@pytest.mark.parametrize("name", pictures.GOOD)
def test_every_kind_comes_out_as_a_jpeg_that_looks_alike(name: str) -> None:
    washed = wash(pictures.GOOD[name], 6)
    assert washed is not None
    header = read(washed)
    assert (header.format, header.width_px, header.height_px) == ("jpeg", 48, 64)
    assert near(corner_colours(pictures.decoded(washed)), UPRIGHT[6])


def test_nothing_but_the_picture_comes_out() -> None:
    data = pictures.jpeg_with(b"Exif\0\0" + pictures.exif(6))
    assert b"home" in data
    washed = wash(data, 6)
    assert washed is not None
    assert b"home" not in washed
    assert b"Exif" not in washed
    assert read(washed).orientation == 1


def test_a_large_picture_is_made_smaller_and_a_small_one_stays() -> None:
    assert shrunk(pictures.corners(3_000, 1_500)).shape == (LONGEST_PX // 2, LONGEST_PX, 3)
    assert shrunk(pictures.corners(300, 150)).shape == (150, 300, 3)
    assert shrunk(pictures.corners(9_000, 2)).shape == (1, LONGEST_PX, 3)


def test_black_letters_on_nothing_stand_on_white() -> None:
    clear = np.zeros((48, 64, 4), np.uint8)
    clear[:, :32, 3] = 255
    washed = wash(pictures.encoded("png", clear), 1)
    assert washed is not None
    found = pictures.decoded(washed)
    assert found[24, 4].max() < 24
    assert found[24, 60].min() > 230


def test_grey_pictures_stay_as_they_are() -> None:
    grey = np.full((48, 64), 77, np.uint8)
    assert on_paper(grey) is grey
    washed = wash(pictures.encoded("png", grey), 1)
    assert washed is not None
    assert abs(int(pictures.decoded(washed)[5, 5, 0]) - 77) < 4


def test_more_bits_than_a_screen_has_are_left_out() -> None:
    deep = pictures.corners().astype(np.uint16) * 257
    washed = wash(pictures.encoded("png", deep), 1)
    assert washed is not None
    assert near(corner_colours(pictures.decoded(washed)), UPRIGHT[1])


@pytest.mark.parametrize("data", [b"", b"text", pictures.encoded("png")[:-40]])
def test_what_cannot_be_decoded_gives_nothing(data: bytes) -> None:
    assert wash(data, 1) is None


def test_noise_is_encoded_worse_and_not_too_large() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (1_990, 2_000, 3), np.uint8)
    washed = wash(pictures.encoded("jpg", noise), 1)
    assert washed is not None
    assert len(washed) <= 2 * 1024 * 1024
