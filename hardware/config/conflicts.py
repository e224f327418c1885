"""PURE. Contradictions in a robot's wires and calibrations. No I/O."""

from collections.abc import Mapping

from hardware.contract.calibration import BusCalibration, PulseCalibration
from hardware.contract.wire import AxisName

Servo = PulseCalibration | BusCalibration

PLACES = ("pin", "channel", "id")
LEAST_RANGE_US = 100.0


def place(servo: Servo) -> tuple[str, int] | None:
    """Return the key and number of the servo's connection, such as ("pin", 12)."""
    for key in PLACES:
        number = getattr(servo, key, None)
        if isinstance(number, int):
            return key, number
    return None


def of_places(driver: str, servos: Mapping[AxisName, Servo]) -> str | None:
    """Return the first two servos that share a pin, channel or id, or None."""
    seen: dict[tuple[str, int], str] = {}
    for name, servo in servos.items():
        here = place(servo)
        if here is None:
            continue
        key, number = here
        if here in seen:
            return (
                f"{driver}.{name}.{key} = {number}: the {seen[here]} servo is there too; "
                f"allowed: a {key} of its own (each servo needs its own)"
            )
        seen[here] = name
    return None


def of_pins(used: Mapping[str, int], taken: Mapping[int, str]) -> str | None:
    """Return the first pin with two uses, or None.

    Args:
        used: Pins by their key, such as "gpio.red_pin".
        taken: Pins of another part, such as I2C.
    """
    seen: dict[int, str] = {}
    for key, pin in used.items():
        if pin in seen:
            return f"{key} = {pin}: {seen[pin]} uses this pin too; allowed: a pin of its own"
        if pin in taken:
            return (
                f"{key} = {pin}: the I2C bus of {taken[pin]} needs pins 2 and 3; allowed: another"
            )
        seen[pin] = key
    return None


def of_calibration(driver: str, servos: Mapping[AxisName, Servo]) -> str | None:
    """Return the first calibration that fits no servo, or None.

    Args:
        driver: Section that the keys are in; "" for keys without a section.
    """
    for name, servo in servos.items():
        keys = ("centre_us", "min_us", "max_us")
        if isinstance(servo, BusCalibration):
            keys = ("centre", "low", "high")
        centre, low, high = (float(getattr(servo, key)) for key in keys)
        where = f"{driver}.{name}" if driver else name
        centre_key, low_key, high_key = (f"{where}.{key}" for key in keys)
        if not low < high:
            return f"{low_key} = {low:g}: allowed: below {high_key} = {high:g}; were they swapped?"
        if not low <= centre <= high:
            return f"{centre_key} = {centre:g}: allowed: {low:g}..{high:g}, where the servo may go"
        if isinstance(servo, PulseCalibration) and high - low < LEAST_RANGE_US:
            return (
                f"{low_key} = {low:g}: leaves {high - low:g} us to {high_key} = {high:g}; "
                f"allowed: at least {LEAST_RANGE_US:g} us for a servo that turns"
            )
    return None
