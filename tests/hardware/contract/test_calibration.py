import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract.calibration import BusCalibration, PulseCalibration
from hardware.contract.errors import OutOfRange

angles = st.floats(-80, 80)


@given(angles, st.sampled_from([1, -1]), st.floats(-15, 15))
def test_a_pulse_means_the_angle_it_was_made_for(
    angle_deg: float, direction: int, trim_deg: float
) -> None:
    servo = PulseCalibration(direction=1 if direction == 1 else -1, trim_deg=trim_deg)
    assert servo.angle_deg(servo.pulse_us(angle_deg)) == pytest.approx(angle_deg, abs=1e-6)


@given(angles, st.sampled_from([1, -1]), st.floats(-15, 15))
def test_a_position_means_the_angle_within_one_step(
    angle_deg: float, direction: int, trim_deg: float
) -> None:
    servo = BusCalibration(direction=1 if direction == 1 else -1, trim_deg=trim_deg)
    assert servo.angle_deg(servo.position(angle_deg)) == pytest.approx(angle_deg, abs=360 / 8192)


@pytest.mark.parametrize(
    ("servo", "angle_deg", "pulse_us"),
    [
        pytest.param(PulseCalibration(), 0.0, 1500.0, id="middle"),
        pytest.param(PulseCalibration(), 90.0, 2400.0, id="left"),
        pytest.param(PulseCalibration(direction=-1), 90.0, 600.0, id="mirrored"),
        pytest.param(PulseCalibration(trim_deg=5.0), 5.0, 1500.0, id="trim"),
        pytest.param(PulseCalibration(centre_us=1520, us_per_deg=8), -10.0, 1440.0, id="other"),
    ],
)
def test_pulses(servo: PulseCalibration, angle_deg: float, pulse_us: float) -> None:
    assert servo.pulse_us(angle_deg) == pulse_us


@pytest.mark.parametrize(
    ("servo", "angle_deg", "position"),
    [
        pytest.param(BusCalibration(), 0.0, 2048, id="middle"),
        pytest.param(BusCalibration(), 90.0, 3072, id="left"),
        pytest.param(BusCalibration(direction=-1), 90.0, 1024, id="mirrored"),
        pytest.param(
            BusCalibration(centre=512, positions_per_turn=1228.8, high=1023), 30.0, 614, id="scs"
        ),
    ],
)
def test_positions(servo: BusCalibration, angle_deg: float, position: int) -> None:
    assert servo.position(angle_deg) == position


def test_a_pulse_out_of_range_is_refused_and_not_clamped() -> None:
    with pytest.raises(OutOfRange, match=r"allowed: 1000\.\.2000 us"):
        PulseCalibration(min_us=1000, max_us=2000).pulse_us(60.0)


def test_a_position_out_of_range_is_refused_and_not_clamped() -> None:
    with pytest.raises(OutOfRange, match=r"allowed: 1000\.\.3000"):
        BusCalibration(low=1000, high=3000).position(-120.0)
