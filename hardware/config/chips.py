"""PURE. Chips that a configuration puts on I2C, and conflicts between them. No I/O."""

from collections.abc import Iterator
from dataclasses import dataclass

from hardware.drivers.gauges import ina219, max17048
from hardware.drivers.gauges.config import BatterySection
from hardware.drivers.lights.config import SENSOR_ADDRESSES, LightsSection
from hardware.drivers.pulse.config import Pca9685

HEADER_BUS = 1
HEADER_PINS = (2, 3)
"""Pins of /dev/i2c-1, in BCM numbers."""

ALL_CALL = 0x70
"""Second address of every PCA9685 from power-on until it is set up (data sheet, 7.1.1)."""

GAUGES = {"max17048": max17048.ADDRESS, "ina219": ina219.ADDRESS}


@dataclass(frozen=True, slots=True)
class Placed:
    """Chip on I2C: the key that sets its address, its bus and its address."""

    key: str
    bus: int
    address: int


def placed(
    pca9685: Pca9685 | None, battery: BatterySection | None, lights: LightsSection | None
) -> list[Placed]:
    """Return every chip of these sections; None stands for an unused section."""
    found: list[Placed] = []
    if pca9685 is not None:
        found.append(Placed("pca9685.address", pca9685.bus, pca9685.address))
    if battery is not None and battery.driver in GAUGES:
        address = battery.address or GAUGES[battery.driver]
        found.append(Placed("battery.address", battery.bus, address))
    return [*found, *_of_lights(lights)]


def _of_lights(lights: LightsSection | None) -> Iterator[Placed]:
    if lights is None:
        return
    matrix, ambient = lights.matrix, lights.ambient
    if lights.driver == "matrix" and matrix is not None:
        yield Placed("lights.matrix.left", matrix.bus, matrix.left)
        yield Placed("lights.matrix.right", matrix.bus, matrix.right)
    if ambient is not None:
        address = ambient.address or SENSOR_ADDRESSES[ambient.sensor]
        yield Placed("lights.ambient.address", ambient.bus, address)


def clash(chips: list[Placed]) -> str | None:
    """Return the first chip whose address conflicts with another, or None."""
    seen: dict[tuple[int, int], str] = {}
    boards = {chip.bus for chip in chips if chip.key == "pca9685.address"}
    for chip in chips:
        here = (chip.bus, chip.address)
        where = f"{chip.key} = {chip.address:#04x} on I2C bus {chip.bus}"
        if here in seen:
            return (
                f"{where}: {seen[here]} answers there too; allowed: an address of its own, set "
                "on one of the two boards, or another bus"
            )
        if chip.address == ALL_CALL and chip.bus in boards:
            return (
                f"{where}: the all-call of [pca9685] answers there once its supply dipped; "
                "allowed: any other, set by the board's solder bridges"
            )
        seen[here] = chip.key
    return None


def pins(chips: list[Placed]) -> dict[int, str]:
    """Return the header's pins that these chips use, each with the key of one of them."""
    return {
        pin: chip.key for chip in reversed(chips) if chip.bus == HEADER_BUS for pin in HEADER_PINS
    }
