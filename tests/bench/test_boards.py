import numpy as np
import pytest

from robot.media.types.frames import planes
from robot.media.types.framing import Pixels
from tests.bench import board_ways, boards
from tests.bench.board_ways import Scene

SENSOR = Pixels(820, 616)


def test_words_are_german_and_fill_their_lines() -> None:
    writing = boards.written("chalk", 0.08, 1)
    letters = "".join(writing.lines)
    assert len(writing.lines) == 6
    assert set("äöüÄÖÜß") & set(letters)
    assert boards.written("chalk", 0.08, 1) == writing
    assert boards.written("chalk", 0.08, 2) != writing


@pytest.mark.long
def test_letters_are_as_high_as_the_lens_makes_them() -> None:
    writing = boards.written("marker", 0.08, 1)
    frames = boards.photographed(writing, 3.0, SENSOR, 2)
    scene = Scene(writing, 3.0, frames)
    sight = board_ways.live(scene)
    # 0.08 / 3 of the focal length, 493 px at 640 px; the board is turned a little.
    assert sight.letter_px == pytest.approx(0.08 / 3 * 493, rel=0.06)
    assert np.ptp(np.percentile(sight.luma, (1, 99))) > 90, "there are words"
    noise = [planes(frame)[0][:40, :40].std() for frame in frames]
    assert min(noise) > 3
    assert board_ways.zoomed(scene).letter_px > 1.3 * sight.letter_px


def test_writing_fits_into_the_zoomed_picture() -> None:
    eight_megapixels = Pixels(3280, 2464)
    assert board_ways.text_width_m(0.04, 6.0, eight_megapixels) == pytest.approx(0.98, abs=0.05)
    assert board_ways.text_width_m(0.02, 3.0, eight_megapixels) < 0.55
