from dataclasses import replace

import numpy as np
import pytest

from robot.doctor.picture import PictureReading, colours, frames, read_picture

WELL = PictureReading(110.0, 40.0, 3.0, -4.0)
MOVING = [replace(WELL, mark=number) for number in range(20)]


def planes(luma: int, blue: int = 128, red: int = 128, noise: bool = True) -> PictureReading:
    picture = np.full((72, 64), luma, np.uint8)
    if noise:
        picture[:24] = np.clip(luma + 40, 0, 255)
    picture[48:60], picture[60:] = blue, red
    return read_picture(picture, 48)


def test_the_means_of_a_picture() -> None:
    found = planes(100, blue=138, red=118)
    assert (found.luma, found.blue, found.red) == (120.0, 10.0, -10.0)
    assert found.spread == 20.0


@pytest.mark.parametrize(
    ("reading", "outcome", "words"),
    [
        (WELL, "ok", "brightness"),
        (planes(100), "ok", "brightness"),
        (planes(0, noise=False), "failed", "single colour"),
        (replace(WELL, luma=10.0), "failed", "black"),
        (replace(WELL, luma=250.0), "failed", "overexposed"),
        (replace(WELL, blue=30.0), "weak", "colour cast"),
        (planes(100, blue=60, red=60), "failed", "colour cast"),
    ],
)
def test_brightness_and_colours(reading: PictureReading, outcome: str, words: str) -> None:
    found = colours([reading], simulated=False)
    assert found
    assert found.outcome == outcome
    assert words in found.text.en
    assert (outcome in ("failed", "weak")) == (found.remedy is not None)


@pytest.mark.parametrize(
    ("readings", "fps", "lost", "outcome", "words"),
    [
        (MOVING, 29.0, "", "ok", "29/s"),
        (MOVING, 20.0, "", "weak", "20/s"),
        (MOVING, 7.0, "", "failed", "7/s"),
        ([WELL] * 9, 29.0, "", "failed", "stands still"),
        ([], 0.0, "", "failed", "no picture came"),
        ([], 0.0, "/dev/video0 is in use", "failed", "in use"),
    ],
)
def test_the_rate_of_pictures(
    readings: list[PictureReading], fps: float, lost: str, outcome: str, words: str
) -> None:
    found = frames(readings, fps, 30.0, lost, simulated=False)
    assert found.outcome == outcome
    assert words in found.text.en


def test_a_simulated_camera_is_named_so() -> None:
    assert frames([WELL] * 9, 30.0, 30.0, "", simulated=True).outcome == "simulated"
    found = colours([WELL], simulated=True)
    assert found
    assert found.outcome == "simulated"
    assert colours([], simulated=True) is None
