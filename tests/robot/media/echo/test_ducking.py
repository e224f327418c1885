import numpy as np
import pytest

from robot.media.echo.ducking import HOLD_STEPS, Ducking
from tests.robot.media.echo.room import (
    Room,
    child,
    erle_db,
    level_db,
    part,
    samples,
    teacher,
    through,
)


@pytest.mark.parametrize("delay_ms", [20, 300])
def test_nothing_is_heard_of_the_echo_even_where_the_child_pauses(delay_ms: float) -> None:
    played = child(6)
    echo = Room(delay_ms=delay_ms).echo(played)
    assert erle_db(echo, through(Ducking(), echo, played), 0, 6) >= 30


def test_the_class_is_heard_again_after_the_child_has_spoken() -> None:
    said = teacher(6)
    played = np.where(np.arange(len(said)) < 48_000, child(6), 0)
    clean = through(Ducking(), said, played)
    assert level_db(part(clean, 2, 6)) == pytest.approx(level_db(part(said, 2, 6)), abs=1)
    assert level_db(part(clean, 0.1, 1)) < level_db(part(said, 0.1, 1)) - 35


def test_it_opens_without_a_step() -> None:
    ducking = Ducking()
    near, far = np.full(480, 8000, np.int16), samples(child(0.5))[:480]
    ducking.process(near, np.full_like(far, 5000))
    quiet = np.zeros_like(far)
    steps = np.concatenate([ducking.process(near, quiet) for _ in range(HOLD_STEPS + 20)])
    assert np.abs(np.diff(steps.astype(int))).max() < 100
