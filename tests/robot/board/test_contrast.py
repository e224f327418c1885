import numpy as np
import pytest

from robot.board import contrast, merging, still
from robot.board.photo import Photo
from tests.bench import boards
from tests.bench.boards import Kind
from tests.robot.board.views import DISTANCE_M, SENSOR, class_photo, photos

pytestmark = pytest.mark.long


def straight(kind: Kind) -> Photo:
    corners = boards.outline(DISTANCE_M, SENSOR)
    return still.straightened(merging.merge(photos(kind)), corners)


@pytest.mark.parametrize("kind", ["chalk", pytest.param("marker", marks=pytest.mark.thorough)])
def test_shade_and_glare_go_and_strokes_stay(kind: Kind) -> None:
    before = straight(kind)
    after = contrast.clear(before)
    assert after.kind == kind
    height, width = before.y.shape
    empty = (slice(height // 8, height // 5), slice(width // 8, width * 7 // 8))
    uneven, even = (
        np.ptp(np.percentile(photo.y[empty], (2, 98))) for photo in (before, after.photo)
    )
    assert uneven > 12
    assert even < 6
    written = after.photo.y[height // 4 : height * 3 // 4, width // 3 : width * 2 // 3]
    assert np.ptp(np.percentile(written, (1, 99))) > 130


def test_chalk_keeps_its_colour() -> None:
    after = contrast.clear(straight("chalk")).photo
    wide_u = after.u.repeat(2, axis=0).repeat(2, axis=1)
    strokes = wide_u[after.y > 170].astype(int) - 128
    assert np.percentile(strokes, 5) < -15, "yellow"
    assert np.percentile(strokes, 95) > 8, "blue"


def test_who_stands_before_the_board_stays_as_they_are() -> None:
    photo = straight("chalk")
    height, width = photo.y.shape
    box = (slice(height // 2, height), slice(width * 3 // 4, width * 7 // 8))
    half = tuple(slice(part.start // 2, part.stop // 2) for part in box)
    y, u, v = (plane.copy() for plane in photo)
    y[box], u[half], v[half] = 150, 100, 170
    after = contrast.clear(Photo(y, u, v)).photo
    inner = after.y[height * 2 // 3 : height - 20, width * 13 // 16 - 10 : width * 13 // 16 + 10]
    assert np.abs(inner.astype(int) - 150).max() < 12


def test_a_part_of_a_board_is_one_and_a_class_is_none() -> None:
    board = straight("chalk")
    height, width = board.y.shape
    part = board.cut(width // 4 * 2, height // 8 * 2, width // 6 * 2, height // 4 * 2)
    assert contrast.is_mostly_board(part)
    assert not contrast.is_mostly_board(class_photo(0.0, -10.0, 1_700_000_003.0))


def test_an_empty_board_stays_empty() -> None:
    rng = np.random.default_rng(2)
    y = np.clip(rng.normal(70, 2, (300, 600)), 0, 255).astype(np.uint8)
    colour = np.full((150, 300), 124, np.uint8)
    after = contrast.clear(Photo(y, colour, colour)).photo
    assert np.ptp(np.percentile(after.y, (1, 99))) < 40
