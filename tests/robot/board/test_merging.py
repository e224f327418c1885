import numpy as np
import pytest

from robot.board import merging
from robot.board.photo import Photo, Plane
from tests.robot.board.views import class_photo, photos

pytestmark = pytest.mark.long


def scene(seed: int = 0) -> Plane:
    """Return a flat wall with a few letters, noisy."""
    wall = np.full((240, 320), 90, np.uint8)
    wall[100:140:8, 60:260] = 200
    wall[80:160, 60:260:25] = 200
    noise = np.random.default_rng(seed).normal(0, 6, wall.shape)
    return np.clip(wall + noise, 0, 255).astype(np.uint8)


def photo(y: Plane) -> Photo:
    half = np.full((y.shape[0] // 2, y.shape[1] // 2), 128, np.uint8)
    return Photo(y, half, half)


def test_noise_becomes_less() -> None:
    frames = [photo(scene(seed)) for seed in range(6)]
    merged = merging.merge(frames)
    assert merged.y[:60].std() < 0.55 * frames[0].y[:60].std()


def test_a_shaking_camera_does_not_blur() -> None:
    frames = photos("marker")
    merged = merging.merge(frames)
    still = merging.merge([frames[0]] * 5)
    edges = [np.abs(np.diff(one.y.astype(int))).clip(20).mean() for one in (merged, still)]
    assert edges[0] > 0.93 * edges[1]


def test_frames_are_shifted_onto_the_first() -> None:
    first = scene(1)
    moved = [np.roll(scene(seed), (3, -5), axis=(0, 1)) for seed in range(2, 6)]
    merged = merging.merge([photo(first), *(photo(one) for one in moved)])
    inner = (slice(20, -20), slice(20, -20))
    assert np.abs(merged.y[inner].astype(int) - first[inner]).mean() < 6


def test_a_robot_that_stands_still_costs_no_shifting() -> None:
    first, second = photo(scene(1)), photo(scene(2))
    assert merging.aligned(second, first) is second


def test_somebody_who_walks_by_is_left_out() -> None:
    frames = []
    for step in range(6):
        y = scene(step)
        y[170:230, 10 + 50 * step : 50 + 50 * step] = 20
        frames.append(photo(y))
    merged = merging.merge(frames)
    assert merged.y[175:225, 10:310].min() > 60


def test_a_frame_of_a_head_that_has_turned_is_left_out() -> None:
    first = class_photo(0.0, 6.0, 1_700_000_000.0)
    for pan_deg, tilt_deg in ((4.0, 6.0), (-12.0, 6.0), (25.0, 6.0), (0.0, -4.0)):
        turned = class_photo(pan_deg, tilt_deg, 1_700_000_000.1)
        assert merging.aligned(turned, first) is None
        assert (merging.merge([first, turned, turned, turned]).y == first.y).all()


def test_somebody_who_hides_half_of_the_view_is_no_turned_head() -> None:
    first = class_photo(0.0, 6.0, 1_700_000_000.0)
    hidden = Photo(first.y.copy(), first.u, first.v)
    hidden.y[:, :512] = 200
    assert merging.aligned(hidden, first) is not None


def test_one_frame_is_itself_and_none_is_an_error() -> None:
    one = photo(scene())
    assert (merging.merge([one]).y == one.y).all()
    with pytest.raises(ValueError, match="no photos"):
        merging.merge([])
