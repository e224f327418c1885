import numpy as np
import pytest

from robot.media.echo.gain_control import LEAST_DB, MOST_DB, TARGET_DB, GainControl
from tests.robot.media.echo.room import Room, child, level_db, part, teacher, through


@pytest.mark.parametrize("said_db", [-34.0, -18.0])
def test_soft_and_loud_voices_come_nearer_to_each_other(said_db: float) -> None:
    said = teacher(15, said_db)
    levelled = through(GainControl(), said, np.zeros(len(said)))
    before_db = abs(said_db - TARGET_DB)
    after_db = abs(level_db(part(levelled, 10, 15)) - TARGET_DB)
    assert after_db < before_db - 2


@pytest.mark.parametrize(
    ("said_db", "gain_db"), [(-50.0, MOST_DB), (-3.0, LEAST_DB)], ids=["soft", "loud"]
)
def test_the_gain_has_bounds(said_db: float, gain_db: float) -> None:
    said = teacher(20, said_db)
    control = GainControl()
    through(control, said, np.zeros(len(said)))
    assert control.gain_db == pytest.approx(gain_db, abs=0.5)


def test_noise_is_not_taken_for_a_voice() -> None:
    noise = Room(noise_db=-60.0).noise(5 * 48_000)
    control = GainControl()
    through(control, noise, np.zeros(len(noise)))
    assert control.gain_db == 0.0


def test_nothing_is_learnt_while_the_child_speaks() -> None:
    played = child(5)
    control = GainControl()
    through(control, Room().echo(played) * 0.02, played)
    assert control.gain_db == 0.0
