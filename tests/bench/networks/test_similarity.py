import cv2
import numpy as np
import pytest

from robot.media.devices.testcard import write_time_code
from robot.media.types.spec import Size
from tests.bench.networks.loop import luma, picture_at, picture_bytes
from tests.bench.networks.similarity import Plane, shown_ssim, ssim

SIZE = Size(320, 240, 30)
STAMP_MS = 1_800_000_000_123


def scene(seed: int = 1) -> Plane:
    chance = np.random.default_rng(seed)
    rough = chance.integers(0, 255, (12, 16), np.uint8)
    return np.asarray(cv2.resize(rough, (SIZE.width_px, SIZE.height_px)), np.uint8)


def test_equal_pictures_are_wholly_alike_and_others_are_not() -> None:
    assert ssim(scene(), scene()) == pytest.approx(1.0)
    assert ssim(scene(), scene(2)) < 0.5


def test_more_noise_is_less_alike() -> None:
    chance = np.random.default_rng(3)
    values = []
    for strength in (2, 8, 30):
        noisy = scene() + chance.normal(0, strength, scene().shape)
        values.append(ssim(scene(), np.clip(noisy, 0, 255).astype(np.uint8)))
    assert 1 > values[0] > values[1] > values[2] > 0


def test_pictures_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        ssim(scene(), scene()[:-1])
    with pytest.raises(ValueError, match="cannot be compared"):
        ssim(scene()[:8], scene()[:8])


def shown() -> tuple[Plane, np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
    """A picture as it was stamped, and all pictures."""
    pictures = np.zeros((4, picture_bytes(SIZE)), np.uint8)
    for index in range(4):
        luma(pictures[index], SIZE)[:] = scene(index)
    picture = luma(pictures[picture_at(STAMP_MS, 4)], SIZE).copy()
    write_time_code(picture, STAMP_MS)
    return picture, pictures


def test_a_shown_picture_is_held_against_the_one_that_its_stamp_names() -> None:
    picture, pictures = shown()
    assert shown_ssim(picture, pictures, SIZE) == pytest.approx(1.0)
    write_time_code(picture, STAMP_MS + 34)
    other = shown_ssim(picture, pictures, SIZE)
    assert other is not None
    assert other < 0.5


def test_a_smaller_picture_is_enlarged_first() -> None:
    picture, pictures = shown()
    small = np.asarray(cv2.resize(picture, (160, 120), interpolation=cv2.INTER_AREA), np.uint8)
    alike = shown_ssim(small, pictures, SIZE)
    assert alike is not None
    assert 0.8 < alike < 1


def test_a_picture_without_a_stamp_is_compared_with_nothing() -> None:
    _, pictures = shown()
    assert shown_ssim(np.full((240, 320), 128, np.uint8), pictures, SIZE) is None
