import cv2
import numpy as np
import pytest

from robot.board import coding
from robot.board.photo import Photo
from robot.media.encoders.webp import WebpPicture


def photo(width: int, height: int, noise: int) -> Photo:
    rng = np.random.default_rng(3)
    y = rng.integers(100, 101 + noise, (height, width), dtype=np.uint8)
    half = np.full((height // 2, width // 2), 90, np.uint8)
    return Photo(y, half, half)


def written() -> Photo:
    board = np.full((600, 1200), 60, np.uint8)
    for line in range(40, 600, 40):
        cv2.putText(board, "Der Wasserkreislauf " * 4, (10, line), 0, 0.9, 236, 2, cv2.LINE_AA)
    half = np.full((300, 600), 128, np.uint8)
    return Photo(board, half, half)


def size(data: bytes) -> tuple[int, int]:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture.shape[1], picture.shape[0]


def test_an_easy_picture_keeps_its_size() -> None:
    data = coding.encode(photo(1200, 600, 3), 60_000)
    assert (data[:4], data[8:12]) == (b"RIFF", b"WEBP")
    assert size(data) == (1200, 600)
    assert len(data) <= 60_000


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Qualities of all tries: each of them takes long."""
    qualities: list[int] = []
    coded = WebpPicture.coded

    def noted(picture: WebpPicture, quality: int) -> bytes:
        qualities.append(quality)
        return coded(picture, quality)

    monkeypatch.setattr(WebpPicture, "coded", noted)
    return qualities


def test_writing_loses_quality_before_it_loses_size(tried: list[int]) -> None:
    easy = coding.encode(written(), 120_000)
    assert len(tried) <= 2
    tried.clear()
    hard = coding.encode(written(), len(easy) * 3 // 5)
    assert size(hard) == size(easy) == (1200, 600)
    assert len(easy) // 3 < len(hard) <= len(easy) * 3 // 5
    assert len(tried) <= 3


def test_a_line_for_which_the_last_quality_is_too_large_gets_a_smaller_picture(
    tried: list[int],
) -> None:
    last = len(WebpPicture(written()).coded(coding.LAST))
    tried.clear()
    data = coding.encode(written(), last // 2)
    assert len(data) <= last // 2
    assert 500 < size(data)[0] < 1200
    assert len(tried) <= 5


def test_a_hard_picture_becomes_smaller_until_it_fits() -> None:
    data = coding.encode(photo(1200, 600, 120), 60_000)
    assert len(data) <= 60_000
    width, height = size(data)
    assert 320 <= width < 1200
    assert abs(width - 2 * height) <= 2


def test_a_picture_is_not_larger_than_anybody_can_use() -> None:
    assert size(coding.encode(photo(4000, 200, 1), 500_000))[0] == coding.MOST_WIDTH_PX
