from hypothesis import given, settings
from hypothesis import strategies as st

from robot.media.types.pace import Pace


def test_a_rhythm_does_not_drift() -> None:
    pace = Pace(0.02, 10.0)
    for beat in range(100):
        assert pace.wait_s(10.0 + beat * 0.02) < 1e-9
        pace.advance(10.0 + beat * 0.02 + 0.005)
    assert abs(pace.due - 12.0) < 1e-9
    assert pace.skipped == 0


def test_beats_that_are_long_gone_are_left_out() -> None:
    pace = Pace(0.02, 0.0, slack=2)
    pace.advance(1.01)
    assert pace.skipped == 49
    assert 0.99 < pace.due <= 1.01


def test_a_little_lateness_is_caught_up() -> None:
    pace = Pace(0.02, 0.0, slack=10)
    pace.advance(0.1)
    assert (pace.due, pace.skipped) == (0.02, 0)
    assert pace.wait_s(0.1) == 0.0


def test_a_beat_may_be_shorter() -> None:
    pace = Pace(0.02, 0.0)
    pace.advance(0.0, 0.005)
    assert pace.due == 0.005


@settings(deadline=None)
@given(st.lists(st.floats(0, 5), max_size=30))
def test_the_next_beat_is_never_far_behind(steps: list[float]) -> None:
    pace, now = Pace(0.1, 0.0, slack=3), 0.0
    for step in steps:
        now += step
        pace.advance(now)
        assert pace.due > now - 0.1 * 4 - 1e-6
