import pytest

from hardware.config import conflicts
from hardware.contract.calibration import PulseCalibration
from hardware.drivers.bus.config import BusServo
from hardware.drivers.pulse.config import BoardServo, GpioServo


def test_servos_on_places_of_their_own_are_fine() -> None:
    assert (
        conflicts.of_places("gpio", {"pan": GpioServo(pin=12), "tilt": GpioServo(pin=13)}) is None
    )
    assert conflicts.of_places("gpio", {"pan": PulseCalibration()}) is None


@pytest.mark.parametrize(
    ("driver", "servo", "where"),
    [
        pytest.param("gpio", GpioServo(pin=12), "gpio.hand.pin = 12", id="pin"),
        pytest.param("maestro", BoardServo(channel=3), "maestro.hand.channel = 3", id="channel"),
        pytest.param("feetech", BusServo(id=1), "feetech.hand.id = 1", id="id"),
    ],
)
def test_two_servos_in_one_place_are_named_with_key_value_and_rule(
    driver: str, servo: conflicts.Servo, where: str
) -> None:
    wrong = conflicts.of_places(driver, {"pan": servo, "hand": servo})
    assert wrong is not None
    assert wrong.startswith(f"{where}: the pan servo is there too; allowed: a ")


def test_a_pin_with_two_uses_is_named_with_both() -> None:
    assert conflicts.of_pins({"gpio.red_pin": 5, "gpio.blue_pin": 6}, {}) is None
    wrong = conflicts.of_pins({"gpio.pan.pin": 12, "gpio.red_pin": 12}, {})
    assert wrong == "gpio.red_pin = 12: gpio.pan.pin uses this pin too; allowed: a pin of its own"
    wrong = conflicts.of_pins({"gpio.red_pin": 2}, {2: "pca9685"})
    assert wrong is not None
    assert "I2C bus of pca9685" in wrong


@pytest.mark.parametrize(
    ("servo", "why"),
    [
        pytest.param(
            PulseCalibration(min_us=2400, max_us=600),
            "gpio.pan.min_us = 2400: allowed: below gpio.pan.max_us = 600; were they swapped?",
            id="swapped",
        ),
        pytest.param(
            PulseCalibration(centre_us=2200, max_us=2000),
            "gpio.pan.centre_us = 2200: allowed: 500..2000",
            id="centre-outside",
        ),
        pytest.param(
            PulseCalibration(min_us=1450, max_us=1540), "leaves 90 us", id="hardly-any-range"
        ),
        pytest.param(BusServo(id=1, low=3000, high=1000), "gpio.pan.low = 3000", id="on-the-bus"),
    ],
)
def test_a_calibration_that_no_servo_has_is_refused(servo: conflicts.Servo, why: str) -> None:
    wrong = conflicts.of_calibration("gpio", {"pan": servo})
    assert wrong is not None
    assert why in wrong


def test_the_calibration_of_every_new_servo_is_fine() -> None:
    assert (
        conflicts.of_calibration("gpio", {"pan": GpioServo(pin=1), "tilt": BusServo(id=1)}) is None
    )
