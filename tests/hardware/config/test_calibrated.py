import tomllib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.config.calibrated import (
    WrongCalibration,
    applied,
    decode,
    encode,
    file_name,
    range_deg,
)
from hardware.config.config import BodyConfig, ProcessSection, Servo, servos
from hardware.contract.calibration import BusCalibration, PulseCalibration
from hardware.contract.wire import AxisName, DriverName
from hardware.drivers.bus.config import BusServo, Feetech
from hardware.drivers.pulse.config import Gpio, GpioServo

SERIAL = "10000000a1b2c3d4"
GPIO = BodyConfig(
    body=ProcessSection(driver="gpio"),
    gpio=Gpio(pin_factory="mock", pan=GpioServo(pin=12), tilt=GpioServo(pin=13)),
)
BUS = BodyConfig(
    body=ProcessSection(driver="feetech"),
    feetech=Feetech(
        port="/dev/ttyACM0", pan=BusServo(id=1), tilt=BusServo(id=2), lights="none", buttons="none"
    ),
)


def taken(config: BodyConfig, driver: DriverName, axes: dict[AxisName, Servo]) -> BodyConfig:
    return applied(config, decode(encode(SERIAL, driver, axes)), SERIAL)


def test_the_file_is_named_after_the_robot() -> None:
    assert file_name(SERIAL) == "calibration-10000000a1b2c3d4.toml"


@given(
    st.floats(1300, 1700),
    st.floats(5, 15),
    st.sampled_from([1, -1]),
    st.floats(-10, 10),
)
def test_what_was_kept_is_what_is_taken(
    centre_us: float, us_per_deg: float, direction: int, trim_deg: float
) -> None:
    pan = PulseCalibration(
        centre_us=centre_us,
        us_per_deg=us_per_deg,
        direction=1 if direction == 1 else -1,
        trim_deg=trim_deg,
    )
    config = taken(GPIO, "gpio", {"pan": pan})
    servo = servos(config)["pan"]
    assert isinstance(servo, GpioServo)
    assert servo.pin == 12
    for key in PulseCalibration.__struct_fields__:
        assert getattr(servo, key) == getattr(pan, key)
    assert servos(config)["tilt"] == servos(GPIO)["tilt"]
    for angle_deg in (config.motion.pan_min_deg, config.motion.pan_max_deg):
        servo.pulse_us(angle_deg)


def test_a_servo_on_the_bus_keeps_its_id() -> None:
    config = taken(BUS, "feetech", {"tilt": BusCalibration(centre=2100, low=1800, high=2400)})
    servo = servos(config)["tilt"]
    assert isinstance(servo, BusServo)
    assert (servo.id, servo.centre, servo.low, servo.high) == (2, 2100, 1800, 2400)
    assert config.motion.tilt_max_deg == pytest.approx(300 * 360 / 4096)
    assert config.motion.tilt_min_deg == pytest.approx(-300 * 360 / 4096)


def test_limits_shrink_to_what_was_found_and_rest_goes_with_them() -> None:
    tilt = PulseCalibration(min_us=1300, max_us=1900)
    motion = taken(GPIO, "gpio", {"tilt": tilt}).motion
    assert motion.tilt_min_deg == pytest.approx(-20)
    assert motion.tilt_max_deg == 35
    assert motion.rest_tilt_deg == motion.tilt_min_deg
    assert motion.pan_min_deg == -90


def test_the_arm_goes_no_further_than_it_was_found_to_go() -> None:
    assert GPIO.gpio is not None
    section = msgspec.structs.replace(GPIO.gpio, hand=GpioServo(pin=19))
    config = msgspec.structs.replace(GPIO, gpio=section)
    motion = taken(config, "gpio", {"hand": PulseCalibration(max_us=2100)}).motion
    assert motion.hand_up_deg == pytest.approx(60)
    assert motion.hand_down_deg == 0


def test_the_range_of_a_mirrored_servo_is_in_order() -> None:
    low, high = range_deg(PulseCalibration(direction=-1, min_us=1000, max_us=2200))
    assert (low, high) == pytest.approx((-70, 50), abs=1e-5)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"serial = ", "a value is missing", id="half-a-file"),
        pytest.param(b"\xff\xfe", "save it as UTF-8", id="garbage"),
        pytest.param(b'driver = "gpio"\n', "serial", id="nobody's"),
        pytest.param(b'serial = "x"\ndriver = "mock"\n', "driver", id="unknown-driver"),
        pytest.param(b'serial = "x"\ndriver = "gpio"\nneck = 1\n', "neck", id="unknown-axis"),
        pytest.param(b'serial = "x"\ndriver = "gpio"\n[pan]\ncentre_us = "a"\n', "pan", id="text"),
    ],
)
def test_a_broken_file_says_what_is_wrong(data: bytes, why: str) -> None:
    with pytest.raises(WrongCalibration, match=why):
        decode(data)


GOOD = encode(SERIAL, "gpio", {"pan": PulseCalibration()}).decode()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(
            GOOD.replace(SERIAL, "other"), 'serial = "other": made for another robot', id="robot"
        ),
        pytest.param(
            GOOD.replace('"gpio"', '"maestro"'),
            'driver = "maestro": the body has "gpio"',
            id="driver",
        ),
        pytest.param(GOOD.replace("[pan]", "[hand]"), r"hand: \[gpio\] has no such", id="no-hand"),
        pytest.param(GOOD.replace("centre_us", "centre"), r"pan\.centre: unknown key", id="key"),
        pytest.param(GOOD + "pin = 5\n", r"pan\.pin: unknown key", id="moves-no-wire"),
        pytest.param(GOOD.replace("trim_deg = 0.0\n", ""), r"pan\.trim_deg: is missing", id="gap"),
        pytest.param(
            GOOD.replace("1500.0", "9000.0"), r"pan\.centre_us = 9000\.0: Expected", id="bounds"
        ),
        pytest.param(
            GOOD.replace("500.0\nmax_us = 2500.0", "2400.0\nmax_us = 600.0"),
            r"pan\.min_us = 2400: allowed: below pan\.max_us = 600; were they swapped",
            id="swapped",
        ),
        pytest.param(
            GOOD.replace("[pan]", "[tilt]")
            .replace("centre_us = 1500.0", "centre_us = 2450.0")
            .replace("trim_deg = 0.0", "trim_deg = -45.0"),
            "contradicts the configuration",
            id="no-range-left",
        ),
    ],
)
def test_a_calibration_that_does_not_fit_names_key_value_and_rule(text: str, why: str) -> None:
    with pytest.raises(WrongCalibration, match=why):
        applied(GPIO, decode(text.encode()), SERIAL)


def test_the_file_says_who_wrote_it_and_is_plain_toml() -> None:
    first, _, rest = GOOD.partition("\n")
    assert first.startswith("# Written by `karlsson-body calibrate`")
    assert list(tomllib.loads(rest)) == ["serial", "driver", "pan"]
