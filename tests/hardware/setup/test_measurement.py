import pytest

from hardware.setup.measurement import TURN_DEG, AxisMeasurement
from tests.hardware.setup.rig import BUS, PULSE


def test_the_first_limit_tells_the_direction_of_an_axis_turned_by_hand() -> None:
    measurement = AxisMeasurement(BUS["pan"])
    measurement.take_centre(2048)
    assert measurement.take_first(1200, known_direction=False)
    assert measurement.found.direction == -1
    assert measurement.take_second(2900)
    measurement.set_range()
    assert (measurement.found.low, measurement.found.high) == (1200, 2900)
    assert measurement.judge() is None


def test_a_limit_on_the_wrong_side_is_refused_once_the_direction_is_known() -> None:
    measurement = AxisMeasurement(PULSE["pan"])
    measurement.take_centre(1500)
    assert not measurement.take_first(1100, known_direction=True)
    measurement.reverse()
    assert measurement.take_first(1100, known_direction=True)
    assert not measurement.take_second(1200)


def test_a_limit_beside_the_centre_is_too_near() -> None:
    measurement = AxisMeasurement(PULSE["pan"])
    measurement.take_centre(1500)
    assert measurement.is_near_centre(1510)
    assert not measurement.is_near_centre(1900)


def test_a_scale_that_no_servo_has_is_a_note_and_changes_nothing() -> None:
    measurement = AxisMeasurement(PULSE["pan"])
    measurement.take_centre(1500)
    before = measurement.found
    note = measurement.take_scale(1501)
    assert note is not None
    assert note.key == "note_scale"
    assert measurement.found == before
    assert measurement.take_scale(1950) is None
    assert measurement.found.per_deg == pytest.approx(10.0)


def test_the_trim_is_the_angle_at_the_centre() -> None:
    measurement = AxisMeasurement(PULSE["pan"])
    measurement.take_centre(1500)
    measurement.take_trim(1520)
    assert measurement.found.raw(0.0) == pytest.approx(1520)
    assert measurement.turned_raw() == pytest.approx(1500 + TURN_DEG * measurement.found.per_deg)


def test_a_place_belongs_to_the_nearer_limit() -> None:
    measurement = AxisMeasurement(BUS["pan"])
    measurement.take_centre(2048)
    measurement.take_first(2900, known_direction=False)
    measurement.take_second(1200)
    assert measurement.is_nearer_to_first(2800)
    assert not measurement.is_nearer_to_first(1300)
