"""Conversion between the configuration's servos and axes that are set up."""

import math
from collections.abc import Mapping

import msgspec

from bridge.process.config_file import ConfigError
from hardware.config.calibration_file import save
from hardware.config.config import BodyConfig, Servo, servos
from hardware.config.conflicts import place
from hardware.contract.calibration import BusCalibration, PulseCalibration
from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import Hardware, Tunable
from hardware.setup.axes import AxisCalibration, AxisName, AxisPlan

ORDER: tuple[AxisName, ...] = ("pan", "tilt", "hand")


def plans_of(config: BodyConfig, hardware: Hardware) -> dict[AxisName, AxisPlan]:
    """Return every axis that the driver lets a technician tune, in the order of the walk."""
    return {
        name: _plan(config, name, hardware.axes[name]) for name in ORDER if name in hardware.axes
    }


def part_name(config: BodyConfig, name: AxisName) -> str:
    """Return the servo's name for the technician: "pan servo (pin 12)"."""
    servo = servos(config).get(name)
    here = None if servo is None else place(servo)
    if here is not None:
        return f"{name} servo ({here[0]} {here[1]})"
    return f"{name} servo ({config.body.driver})"


def _plan(config: BodyConfig, name: AxisName, axis: Tunable) -> AxisPlan:
    section = servos(config).get(name)
    low, high = axis.raw_limits
    known = True
    if isinstance(section, PulseCalibration):
        known = False
        before = AxisCalibration(
            section.centre_us,
            section.us_per_deg,
            section.direction,
            section.trim_deg,
            max(section.min_us, low),
            min(section.max_us, high),
        )
    elif isinstance(section, BusCalibration):
        before = AxisCalibration(
            section.centre,
            section.positions_per_turn / 360,
            section.direction,
            section.trim_deg,
            max(section.low, low),
            min(section.high, high),
        )
    else:
        before = AxisCalibration(0.0, 1.0, 1, 0.0, low, high)
    return AxisPlan(
        name,
        part_name(config, name),
        axis.raw_unit,
        axis.can_be_moved_by_hand,
        (low, high),
        known,
        before,
    )


def servo_of(servo: Servo, found: AxisCalibration) -> Servo:
    """Return the servo's section with the found values, rounded inwards at the limits."""
    if isinstance(servo, PulseCalibration):
        return msgspec.structs.replace(
            servo,
            centre_us=round(found.centre, 1),
            us_per_deg=round(found.per_deg, 4),
            direction=found.direction,
            trim_deg=round(found.trim_deg, 2),
            min_us=math.ceil(found.low),
            max_us=math.floor(found.high),
        )
    return msgspec.structs.replace(
        servo,
        positions_per_turn=found.per_deg * 360,
        centre=round(found.centre),
        direction=found.direction,
        trim_deg=round(found.trim_deg, 2),
        low=math.ceil(found.low),
        high=math.floor(found.high),
    )


def save_found(config: BodyConfig, found: Mapping[AxisName, AxisCalibration]) -> None:
    """Write the found values to the calibration file, which overrides this configuration.

    Raises:
        HardwareError: It fits no servo of this robot, or contradicts the configuration.
        OSError: It cannot be written; the old file is intact.
    """
    built_in = servos(config)
    missing = [name for name in found if name not in built_in]
    if missing:
        text = f"[{config.body.driver}] has no such servo to calibrate"
        raise HardwareError(f"axis {missing[0]}", text, "calibration")
    try:
        save(config, {name: servo_of(built_in[name], each) for name, each in found.items()})
    except ConfigError as error:
        raise HardwareError("calibration", str(error), "calibration") from error
