"""PURE. From the configuration to what is known of each axis before it is set up. No I/O."""

from typing import Any

from hardware.calibration import BusCalibration, PulseCalibration
from hardware.config import Config
from hardware.interfaces import Hardware, Tunable
from hardware.setup.axes import AxisCalibration, AxisName, AxisPlan

ORDER: tuple[AxisName, ...] = ("pan", "tilt", "hand")


def plans_of(config: Config, hardware: Hardware) -> dict[AxisName, AxisPlan]:
    """Return every axis that the driver lets a technician tune, in the order of a walk."""
    return {
        name: _plan(config, name, hardware.axes[name]) for name in ORDER if name in hardware.axes
    }


def servo_section(config: Config, name: AxisName) -> Any:
    """Return the section of one servo, such as [gpio.pan]; None for a simulated one."""
    return getattr(getattr(config, config.body.driver, None), name, None)


def part_name(config: Config, name: AxisName) -> str:
    """Return what the technician calls the servo: "pan servo (pin 12)"."""
    section = servo_section(config, name)
    for key in ("pin", "channel", "id"):
        number = getattr(section, key, None)
        if number is not None:
            return f"{name} servo ({key} {number})"
    return f"{name} servo ({config.body.driver})"


def _plan(config: Config, name: AxisName, axis: Tunable) -> AxisPlan:
    section = servo_section(config, name)
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
