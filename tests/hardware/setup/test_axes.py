from dataclasses import replace
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.setup.axes import AxisCalibration, judge, moved_instead, wrapped
from tests.hardware.setup.rig import BUS, PULSE

DIRECTIONS: st.SearchStrategy[Literal[1, -1]] = st.sampled_from([1, -1])
GOOD = AxisCalibration(2048, 4096 / 360, 1, 0.0, 1200, 3000)


@given(st.floats(-180, 180), DIRECTIONS, st.floats(-45, 45))
def test_degrees_and_raw_numbers_are_each_others_way_back(
    angle: float, direction: Literal[1, -1], trim: float
) -> None:
    found = replace(GOOD, direction=direction, trim_deg=trim)
    assert found.angle_deg(found.raw(angle)) == pytest.approx(angle, abs=1e-6)


def test_a_good_calibration_is_not_judged() -> None:
    assert judge(BUS["pan"], GOOD) is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param({"low": 3000, "high": 1200}, "wrong_range", id="swapped"),
        pytest.param({"high": 5000}, "wrong_range", id="beyond-the-servo"),
        pytest.param({"low": 2100}, "wrong_sides", id="one-side"),
        pytest.param({"low": 2000}, "wrong_narrow", id="pinched"),
        pytest.param({"trim_deg": 50.0}, "wrong_trim", id="trim"),
        pytest.param({"low": 0, "centre": 4000, "high": 4095}, "wrong_narrow", id="no-room"),
    ],
)
def test_what_cannot_be_right_is_named(change: dict[str, Any], why: str) -> None:
    problem = judge(BUS["pan"], replace(GOOD, **change))
    assert problem is not None
    assert problem.key == why
    assert problem.values["part"] == "pan servo (id 1)"


def test_more_than_half_a_turn_to_one_side_is_refused() -> None:
    problem = judge(PULSE["pan"], AxisCalibration(1500, 4.0, 1, 0.0, 500, 2500))
    assert problem is not None
    assert problem.key == "wrong_wide"


def test_an_arm_needs_room_on_one_side_only() -> None:
    assert judge(PULSE["hand"], AxisCalibration(1000, 10.0, 1, 0.0, 1000, 1900)) is None


def test_only_another_axis_that_clearly_moved_counts_as_swapped() -> None:
    assert moved_instead("pan", BUS, {"pan": 5, "tilt": 400}) == "tilt"
    assert moved_instead("pan", BUS, {"pan": 300, "tilt": 400}) is None
    assert moved_instead("pan", BUS, {"pan": 5, "tilt": 30}) is None
    assert moved_instead("pan", BUS, {"tilt": 400}) is None


def test_a_jump_over_the_servos_zero_is_no_turn() -> None:
    assert wrapped(BUS["pan"], 4090, 10)
    assert not wrapped(BUS["pan"], 2000, 2600)
