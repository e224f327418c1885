import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.setup.step_response import Sample, step_response


def curve(values: Sequence[float], every_s: float = 0.02) -> list[Sample]:
    return [Sample(index * every_s, 30.0, value) for index, value in enumerate(values)]


def test_a_straight_ramp_rises_in_eight_tenths_of_its_time() -> None:
    found = step_response(curve([*range(31), *[30] * 20]), 0.0, 30.0)
    assert found.delay_s == pytest.approx(3 * 0.02)
    assert found.rise_s == pytest.approx(24 * 0.02)
    assert found.overshoot_percent == 0.0
    assert found.rest_deg == 0.0


def test_a_swing_overshoots_and_settles_late() -> None:
    values = [30 * (1 - math.exp(-t / 10) * math.cos(t / 5)) for t in range(100)]
    found = step_response(curve(values), 0.0, 30.0)
    assert 15 < found.overshoot_percent < 25
    assert found.settling_s is not None
    assert found.settling_s > 0.5


def test_a_step_downwards_is_read_the_same_way() -> None:
    up = step_response(curve([0, 10, 20, 33, 31, 30]), 0.0, 30.0)
    down = step_response(curve([0, -10, -20, -33, -31, -30]), 0.0, -30.0)
    assert up.overshoot_percent == down.overshoot_percent == pytest.approx(10)
    assert up.rise_s == down.rise_s


def test_what_never_arrives_has_neither_rise_nor_settling() -> None:
    found = step_response(curve([0, 2, 10, 11, 11]), 0.0, 30.0)
    assert found.rise_s is None
    assert found.settling_s is None
    assert found.rest_deg == -19


def test_no_samples_or_no_way_is_no_step() -> None:
    with pytest.raises(ValueError, match="step"):
        step_response([], 0.0, 30.0)
    with pytest.raises(ValueError, match="step"):
        step_response(curve([1.0]), 1.0, 1.1)


@given(st.lists(st.floats(-200, 200), min_size=1, max_size=60))
def test_any_samples_give_times_within_them(values: list[float]) -> None:
    found = step_response(curve(values), 0.0, 30.0)
    for seconds in (found.delay_s, found.rise_s, found.settling_s):
        assert seconds is None or -1e-9 <= seconds <= 60 * 0.02
