"""PURE. Calibration file of one robot, and its effect on the configuration. No I/O.

# calibration-10000000a1b2c3d4.toml
serial = "10000000a1b2c3d4"
driver = "gpio"
[pan]                       # keys as in [gpio.pan], but for the pin
centre_us = 1487.5
...

It overrides the configuration: its numbers replace those of the section, and no limit
of [motion] reaches further than the servo was found to go.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
import tomli_w
from msgspec import Meta

from bridge.process import toml_words
from bridge.process.config_file import Section
from hardware.config import conflicts
from hardware.config.config import BodyConfig, Servo, contradiction, servos
from hardware.contract.calibration import BusCalibration, PulseCalibration
from hardware.contract.wire import AxisName, DriverName
from hardware.motion.config import Motion

Serial = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_-]{1,64}\Z",
        description="1 to 64 letters without accents, digits, - and _",
    ),
]
Axes = Mapping[AxisName, Servo]

PULSE_KEYS = PulseCalibration.__struct_fields__
BUS_KEYS = BusCalibration.__struct_fields__
ROUNDING_DEG = 1e-6
HEADER = "# Written by `karlsson-body calibrate`; it overrides the configuration."


class WrongCalibration(Exception):
    """The calibration cannot be used; the text names key, value and what is allowed."""


class CalibrationDocument(Section, frozen=True, kw_only=True):
    """Content of the file; the driver decides how its axes are read."""

    serial: Serial
    driver: DriverName
    pan: dict[str, float | int] | None = None
    tilt: dict[str, float | int] | None = None
    hand: dict[str, float | int] | None = None

    def axes(self) -> dict[AxisName, dict[str, float | int]]:
        """Return the axes that the file contains."""
        found: dict[AxisName, dict[str, float | int] | None] = {
            "pan": self.pan,
            "tilt": self.tilt,
            "hand": self.hand,
        }
        return {name: values for name, values in found.items() if values is not None}


def file_name(serial: str) -> str:
    """Return the name of the robot's file."""
    return f"calibration-{serial}.toml"


def encode(serial: str, driver: DriverName, axes: Axes) -> bytes:
    """Return the file."""
    document: dict[str, Any] = {
        "serial": serial,
        "driver": driver,
        **{name: _numbers(calibration) for name, calibration in axes.items()},
    }
    return f"{HEADER}\n{tomli_w.dumps(document)}".encode()


def decode(data: bytes) -> CalibrationDocument:
    """Read the file.

    Raises:
        WrongCalibration: The file does not contain a calibration.
    """
    try:
        return msgspec.convert(toml_words.parse(data), CalibrationDocument)
    except toml_words.NotToml as error:
        raise WrongCalibration(str(error)) from error
    except msgspec.ValidationError as error:
        raise WrongCalibration(_readable(error, "")) from error


def axes_of(config: BodyConfig, kept: CalibrationDocument, serial: str) -> dict[AxisName, Servo]:
    """Return the servos of the configuration with the file's numbers.

    Raises:
        WrongCalibration: It belongs to another robot or driver, or fits no servo.
    """
    driver = config.body.driver
    if kept.serial != serial:
        raise WrongCalibration(f'serial = "{kept.serial}": made for another robot; this: {serial}')
    if kept.driver != driver:
        raise WrongCalibration(f'driver = "{kept.driver}": the body has "{driver}"')
    built_in = servos(config)
    found: dict[AxisName, Servo] = {}
    for name, values in kept.axes().items():
        if name not in built_in:
            raise WrongCalibration(f"{name}: [{driver}] has no such servo")
        found[name] = _above(built_in[name], name, values)
    wrong = conflicts.of_calibration("", found)
    if wrong:
        raise WrongCalibration(wrong)
    return found


def applied(config: BodyConfig, kept: CalibrationDocument, serial: str) -> BodyConfig:
    """Return the configuration overridden by this calibration.

    Raises:
        WrongCalibration: It belongs elsewhere, or contradicts the configuration.
    """
    found = axes_of(config, kept, serial)
    driver = config.body.driver
    section = msgspec.structs.replace(getattr(config, driver), **found)
    changed = msgspec.structs.replace(
        config, **{driver: section}, motion=narrowed(config.motion, found)
    )
    wrong = contradiction(changed)
    if wrong:
        raise WrongCalibration(f"contradicts the configuration: {wrong}")
    return changed


def narrowed(motion: Motion, axes: Axes) -> Motion:
    """Return [motion] with limits that reach no further than the servos were found to go."""
    values: dict[str, float] = {}
    for name in ("pan", "tilt"):
        if name in axes:
            low, high = range_deg(axes[name])
            least, most = getattr(motion, f"{name}_min_deg"), getattr(motion, f"{name}_max_deg")
            values[f"{name}_min_deg"] = max(least, low)
            values[f"{name}_max_deg"] = min(most, high)
            rest = getattr(motion, f"rest_{name}_deg")
            values[f"rest_{name}_deg"] = min(max(rest, low, least), high, most)
    if "hand" in axes:
        low, high = range_deg(axes["hand"])
        for key in ("hand_down_deg", "hand_up_deg"):
            values[key] = min(max(getattr(motion, key), low), high)
    return msgspec.structs.replace(motion, **values)


def range_deg(servo: Servo) -> tuple[float, float]:
    """Return the lowest and highest angle that the servo may be sent to."""
    if isinstance(servo, PulseCalibration):
        ends = (servo.angle_deg(servo.min_us), servo.angle_deg(servo.max_us))
    else:
        ends = (servo.angle_deg(servo.low), servo.angle_deg(servo.high))
    return min(ends) + ROUNDING_DEG, max(ends) - ROUNDING_DEG


def _above(servo: Servo, name: str, values: Mapping[str, float | int]) -> Servo:
    keys = PULSE_KEYS if isinstance(servo, PulseCalibration) else BUS_KEYS
    for key in values:
        if key not in keys:
            allowed = ", ".join(keys)
            raise WrongCalibration(f"{name}.{key}: unknown key; allowed here: {allowed}")
    missing = [key for key in keys if key not in values]
    if missing:
        raise WrongCalibration(f"{name}.{missing[0]}: is missing")
    whole: dict[str, Any] = {**msgspec.to_builtins(servo), **values}
    try:
        return msgspec.convert(whole, type(servo))
    except msgspec.ValidationError as error:
        raise WrongCalibration(_readable(error, f"{name}.", values)) from error


def _numbers(calibration: Servo) -> dict[str, float | int]:
    keys = PULSE_KEYS if isinstance(calibration, PulseCalibration) else BUS_KEYS
    return {key: getattr(calibration, key) for key in keys}


def _readable(
    error: msgspec.ValidationError, prefix: str, values: Mapping[str, float | int] | None = None
) -> str:
    """Return "pan.centre_us = 9000: Expected `float` <= 2600"."""
    text = str(error)
    match = re.search(r" - at `\$\.?([^`]*)`$", text)
    if match is None:
        return prefix + text
    key = match.group(1)
    shown = f" = {values[key]}" if values is not None and key in values else ""
    return f"{prefix}{key}{shown}: {text[: match.start()]}"
