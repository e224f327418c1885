import cv2
import numpy as np

from robot.board import coding
from robot.board.photo import Photo


def photo(width: int, height: int, noise: int) -> Photo:
    rng = np.random.default_rng(3)
    y = rng.integers(100, 101 + noise, (height, width), dtype=np.uint8)
    half = np.full((height // 2, width // 2), 90, np.uint8)
    return Photo(y, half, half)


def size(data: bytes) -> tuple[int, int]:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture.shape[1], picture.shape[0]


def test_an_easy_picture_keeps_its_size() -> None:
    data = coding.encode(photo(1200, 600, 3), 60_000)
    assert (data[:4], data[8:12]) == (b"RIFF", b"WEBP")
    assert size(data) == (1200, 600)
    assert len(data) <= 60_000


def test_a_hard_picture_becomes_smaller_until_it_fits() -> None:
    data = coding.encode(photo(1200, 600, 120), 60_000)
    assert len(data) <= 60_000
    width, height = size(data)
    assert 320 <= width < 1200
    assert abs(width - 2 * height) <= 2


def test_a_picture_is_not_larger_than_anybody_can_use() -> None:
    assert size(coding.encode(photo(4000, 200, 1), 500_000))[0] == coding.MOST_WIDTH_PX
