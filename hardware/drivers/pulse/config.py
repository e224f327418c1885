"""Configuration sections of hobby servos, and of lights and buttons on the header."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from msgspec import Meta

from bridge.process.config_file import Section
from hardware.contract.bounds import I2cAddress, I2cBus, PathText, Pin
from hardware.contract.calibration import PulseCalibration


class GpioServo(PulseCalibration, frozen=True, kw_only=True):
    """A servo on a pin, by its BCM number."""

    pin: Pin


class Gpio(Section, frozen=True, kw_only=True):
    """Pins of the header, in BCM numbers.

    Args:
        pin_factory: Library that drives the pins. Has no default; no other one is tried.
        eye_upper_pin: Upper half of both eyes, dark while they are half closed.
        identify_pin: Separate button for the long press of a volume button.
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
    identify_pin: Pin | None = None
    bounce_s: Annotated[float, Meta(ge=0.001, le=0.5)] = 0.03

    def lamps(self) -> Mapping[str, int]:
        """Return the pins of lights that are configured, by their key."""
        keys = ("red_pin", "green_pin", "blue_pin", "eye_upper_pin", "eye_lower_pin")
        return self._named(keys)

    def contacts(self) -> Mapping[str, int]:
        """Return the pins of buttons that are configured, by their key."""
        return self._named(("pause_pin", "volume_up_pin", "volume_down_pin", "identify_pin"))

    def _named(self, keys: Sequence[str]) -> Mapping[str, int]:
        return {key: pin for key in keys if (pin := getattr(self, key)) is not None}


class PwmServo(PulseCalibration, frozen=True, kw_only=True):
    """A servo on a channel of the kernel's PWM.

    Args:
        channel: On a Pi 4: 0 is pin 12 or 18, 1 is pin 13 or 19. On a Pi 5: 0 to 3
            are pins 12, 13, 18, 19.
    """

    channel: Annotated[int, Meta(ge=0, le=15)]


class Pwm(Section, frozen=True, kw_only=True):
    """Hardware PWM of the kernel; `dtoverlay=pwm-2chan` puts it on the pins.

    Args:
        chip: "pwmchip0", or the device behind it, whose name does not depend on the
            boot order: "fe20c000.pwm" on a Pi 4, "1f00098000.pwm" on a Pi 5.
        polarity: "inversed" where a transistor inverts the pulses.
        root: Folder in which the kernel lists its chips.
    """

    chip: Annotated[
        str,
        Meta(
            pattern=r"^[A-Za-z0-9_.:@-]{1,60}\Z",
            description="a name such as pwmchip0, fe20c000.pwm or 1f00098000.pwm",
        ),
    ]
    pan: PwmServo
    tilt: PwmServo
    hand: PwmServo | None = None
    polarity: Literal["normal", "inversed"] = "normal"
    root: PathText = "/sys/class/pwm"


class BoardServo(PulseCalibration, frozen=True, kw_only=True):
    """A servo on an output of a board, by the number printed on it."""

    channel: Annotated[int, Meta(ge=0, le=15)]


class Pca9685(Section, frozen=True, kw_only=True):
    """A board with a PCA9685: 16 outputs on I2C.

    Args:
        bus: The N of /dev/i2c-N.
        oscillator_hz: The chip's own clock: nominally 25 MHz, in reality a few percent
            off. Measure one pulse: requested length / measured length * 25 MHz.
        external_clock: Whether `oscillator_hz` is that of a clock at EXTCLK.
    """

    pan: BoardServo
    tilt: BoardServo
    hand: BoardServo | None = None
    bus: I2cBus = 1
    address: I2cAddress = 0x40
    oscillator_hz: Annotated[float, Meta(ge=20e6, le=50e6)] = 25e6
    external_clock: bool = False


class ButtonsSection(Section, frozen=True, kw_only=True):
    """The class's buttons, independent of the servos.

    Args:
        driver: "gpio" takes their pins from [gpio]; "none" builds none.
    """

    driver: Literal["none", "gpio"]
