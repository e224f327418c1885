"""Reading of letters by Tesseract, and how many of them it named."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.bench.children import BenchError

LETTER_PX = 34.0
"""Height of capital letters that Tesseract reads best."""

MARGIN_PX = 30
TIMEOUT_S = 60.0


THRESHOLDS = (0, 2)
"""Ways of Tesseract to tell ink from ground: one for the whole picture (Otsu), and one for each
place (Sauvola). A child's eye adapts to a shine on the board as the latter does, and to
faint writing as the former."""


def read(luma: NDArray[Any], letter_px: float, threshold: int) -> str:
    """Return the words in a picture of one block of writing, dark or bright.

    Args:
        letter_px: Height of a capital letter.
        threshold: One of `THRESHOLDS`.

    Raises:
        BenchError: Tesseract does not run here.
    """
    scale = LETTER_PX / letter_px
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    picture = cv2.resize(luma, None, fx=scale, fy=scale, interpolation=how)
    if np.median(picture) < 128:
        picture = 255 - picture
    # A margin, as a page has one.
    page = np.full(
        [length + 2 * MARGIN_PX for length in picture.shape], np.median(picture), np.uint8
    )
    page[MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX] = picture
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "board.png"
        cv2.imwrite(str(path), page)
        command = ["tesseract", str(path), "-", "-l", "deu", "--psm", "6"]
        command += ["-c", f"thresholding_method={threshold}"]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                check=True,
                timeout=TIMEOUT_S,
                env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise BenchError(f"tesseract: {error}") from error
    return done.stdout.decode()


def most_named(lines: Sequence[str], luma: NDArray[Any], letter_px: float) -> float:
    """Return the percentage of letters that are named, by the better threshold.

    Raises:
        BenchError: Tesseract does not run here.
    """
    found = (named(lines, read(luma, letter_px, threshold)) for threshold in THRESHOLDS)
    return max(100.0 * right / count for right, count in found)


def named(lines: Sequence[str], text: str) -> tuple[int, int]:
    """Return how many letters of the lines stand in a text in their order, and how many there are.

    Capital and small letters of the same shape count as equal, and so does white space.
    """
    true = "".join("".join(lines).split()).lower()
    seen = "".join(text.split()).lower()
    best = np.zeros(len(seen) + 1, int)
    for letter in true:
        before = best.copy()
        hits = np.array([letter == other for other in seen], int)
        for index in range(len(seen)):
            best[index + 1] = max(before[index] + hits[index], before[index + 1], best[index])
    return int(best[-1]), len(true)
