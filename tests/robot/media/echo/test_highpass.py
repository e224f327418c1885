import numpy as np
import pytest

from robot.media.echo.highpass import HighPass
from tests.robot.media.echo.room import level_db


def tone(pitch_hz: float, seconds: float = 1.0) -> np.ndarray:
    return np.asarray(
        9000 * np.sin(2 * np.pi * pitch_hz * np.arange(int(48_000 * seconds)) / 48_000), np.int16
    )


def passed_db(pitch_hz: float, step: int = 480) -> float:
    high_pass = HighPass()
    sound = tone(pitch_hz)
    out = np.concatenate([high_pass(part) for part in sound.reshape(-1, step)])
    return level_db(out[24_000:] / 32768) - level_db(sound[24_000:] / 32768)


@pytest.mark.parametrize(
    ("pitch_hz", "low_db", "high_db"),
    [(10, -40, -30), (50, -12, -9), (80, -7, -5), (300, -1, 0), (3000, -0.1, 0.1)],
)
def test_depths_go_and_voices_stay(pitch_hz: float, low_db: float, high_db: float) -> None:
    assert low_db <= passed_db(pitch_hz) <= high_db


def test_blocks_of_any_length_give_the_same_sound() -> None:
    assert passed_db(50, 480) == pytest.approx(passed_db(50, 960), abs=0.01)
    assert len(HighPass()(np.zeros(0, np.int16))) == 0


def test_a_constant_offset_goes() -> None:
    high_pass = HighPass()
    out = [high_pass(np.full(480, 5000, np.int16)) for _ in range(50)]
    assert np.abs(out[-1]).max() <= 1
