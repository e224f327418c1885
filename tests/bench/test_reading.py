import shutil

import cv2
import numpy as np
import pytest

from tests.bench import reading


@pytest.mark.parametrize(
    ("text", "right"),
    [
        pytest.param("Größe und Maß", 11, id="all"),
        pytest.param("größe\nUND maß", 11, id="other case and lines"),
        pytest.param("Gröbe und Maß", 10, id="another letter"),
        pytest.param("Gr und Maß und mehr", 8, id="too few and too many"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_named_letters_are_counted_in_their_order(text: str, right: int) -> None:
    assert reading.named(["Größe und", "Maß"], text) == (right, 11)


@pytest.mark.long
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
@pytest.mark.parametrize("threshold", reading.THRESHOLDS)
def test_dark_and_bright_boards_are_read(threshold: int) -> None:
    board = np.full((120, 640), 40, np.uint8)
    cv2.putText(board, "Größe und Maß", (20, 80), 230, cv2.FontFace("sans"), 48, weight=500)
    for picture in (board, 255 - board):
        text = reading.read(picture, 35.0, threshold)
        assert reading.named(["Größe und Maß"], text) == (11, 11)
