import numpy as np
import pytest

from robot.board import outline
from robot.board.photo import Photo
from tests.bench import boards
from tests.bench.boards import Kind
from tests.robot.board.views import DISTANCE_M, SENSOR, class_photo, photos, writing

pytestmark = pytest.mark.long


@pytest.mark.parametrize("kind", ["chalk", "marker"])
def test_a_board_is_found_on_its_frame(kind: Kind) -> None:
    found = outline.find(photos(kind)[0])
    assert found is not None
    assert found.support > 0.9
    frame_px = boards.FRAME_M / DISTANCE_M * SENSOR.width / 2 / 0.65
    true = boards.outline(DISTANCE_M, SENSOR)
    # The inner or the outer edge of its frame.
    assert np.abs(found.corners - true).max() < 1.7 * frame_px


def test_the_board_of_the_drawn_class_is_found_behind_heads_and_arms() -> None:
    found = outline.find(class_photo(0.0, 8.0, 1_700_000_008.0))
    assert found is not None
    top_left, top_right, bottom_right, _ = found.corners / (1024, 768)
    assert top_left == pytest.approx((0.135, 0.356), abs=0.03)
    assert top_right == pytest.approx((0.79, 0.356), abs=0.03)
    assert bottom_right == pytest.approx((0.80, 0.67), abs=0.03)


@pytest.mark.parametrize(("pan_deg", "tilt_deg"), [(-60.0, 0.0), (80.0, 0.0), (0.0, -35.0)])
def test_chairs_windows_and_maps_are_no_boards(pan_deg: float, tilt_deg: float) -> None:
    assert outline.find(class_photo(pan_deg, tilt_deg, 1_700_000_003.0)) is None


def test_noise_has_no_outline() -> None:
    rng = np.random.default_rng(1)
    y = rng.integers(0, 255, (480, 640), dtype=np.uint8)
    assert outline.find(Photo(y, y[::2, ::2].copy(), y[::2, ::2].copy())) is None
    assert outline.find(Photo(y * 0, y[::2, ::2] * 0, y[::2, ::2] * 0)) is None


def test_a_board_elsewhere_is_not_the_one_looked_at() -> None:
    photo = photos("chalk")[0]
    assert outline.find(photo, near=(0.5, 0.5)) is not None
    assert outline.find(photo, near=(0.05, 0.95)) is None


def test_writing_is_told_from_other_things() -> None:
    words = boards.text_outline(writing("chalk"), DISTANCE_M, SENSOR)
    (left, top), (right, bottom) = words.min(axis=0).astype(int), words.max(axis=0).astype(int)
    photo = photos("chalk")[0]
    assert outline.is_written(photo.y[top:bottom, left:right])
    assert not outline.is_written(photo.y[:200, :300])


def test_a_straightened_board_has_straight_edges() -> None:
    corners = boards.outline(DISTANCE_M, SENSOR)
    flat = outline.straighten(photos("marker")[0].y, corners, (600, 240), 16)
    inside = flat[20:220, 20:580]
    assert inside[:, :60].std() < 12, "nothing of frame and wall"
    assert flat.shape == (240, 600)
