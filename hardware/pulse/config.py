"""The sections of servos on pulses, and of what else sits on the header."""

from typing import Annotated, Literal

from msgspec import Meta

from bridge.process.config_file import Section
from hardware.bounds import Pin
from hardware.calibration import PulseCalibration


class GpioServo(PulseCalibration, frozen=True, kw_only=True):
    """A servo on a pin (BCM numbers)."""

    pin: Pin


class Gpio(Section, frozen=True, kw_only=True):
    """Pins of the header, in BCM numbers.

    Args:
        pin_factory: Which library drives them; no default, none is tried in turn.
        eye_upper_pin: Upper half of both eyes: dark while they are half closed.
    """

    pin_factory: Literal["lgpio", "rpigpio", "pigpio", "native", "mock"]
    pan: GpioServo | None = None
    tilt: GpioServo | None = None
    hand: GpioServo | None = None
    red_pin: Pin | None = None
    green_pin: Pin | None = None
    blue_pin: Pin | None = None
    eye_upper_pin: Pin | None = None
    eye_lower_pin: Pin | None = None
    pause_pin: Pin | None = None
    volume_up_pin: Pin | None = None
    volume_down_pin: Pin | None = None
    bounce_s: Annotated[float, Meta(ge=0.001, le=0.5)] = 0.03


class Buttons(Section, frozen=True, kw_only=True):
    """The class's buttons, apart from the servos.

    Args:
        driver: "gpio" takes their pins from [gpio]; "none" builds none.
    """

    driver: Literal["none", "gpio"]
