"""The sections [battery] and [board]."""

from typing import Annotated, Literal

from msgspec import Meta

from bridge.process.config_file import Section
from hardware.contract.bounds import I2cAddress, I2cBus, PathText

Seconds = Annotated[float, Meta(ge=0.2, le=60)]


class BatterySection(Section, frozen=True, kw_only=True):
    """The gauge of the battery's charge.

    Args:
        driver: "servos" takes the voltage that bus servos measure.
        every_s: Interval between readings.
        bus: The N of /dev/i2c-N.
        address: Of the chip; without it its factory default.
        cells: Number of cells in series; a MAX17048 measures one only.
        capacity_ah: Of the pack, as printed on it; needed for the INA219.
        shunt_ohm: On the board of the INA219.
        most_a: Largest current that the INA219 is to measure.
        resistance_ohm: Internal resistance of one cell with its share of the wires.
    """

    driver: Literal["none", "max17048", "ina219", "servos"]
    every_s: Seconds = 2.0
    bus: I2cBus = 1
    address: I2cAddress | None = None
    cells: Annotated[int, Meta(ge=1, le=6)] = 1
    capacity_ah: Annotated[float, Meta(ge=0.1, le=100)] | None = None
    shunt_ohm: Annotated[float, Meta(ge=0.001, le=1)] = 0.1
    most_a: Annotated[float, Meta(ge=0.1, le=50)] = 3.2
    resistance_ohm: Annotated[float, Meta(ge=0, le=1)] = 0.06


class BoardSection(Section, frozen=True, kw_only=True):
    """The computer's own temperature and supply.

    Args:
        driver: "raspberry_pi" reads files of kernel and firmware.
        every_s: Interval between readings.
        root: Folder that holds `sys`; another one for tests.
    """

    driver: Literal["none", "raspberry_pi"] = "none"
    every_s: Seconds = 2.0
    root: PathText = "/"


INA219_MOST_V = 0.32
"""Largest drop over the shunt that an INA219 can measure (SBOS448G, 8.6.2.1, PGA)."""


def contradiction(battery: BatterySection) -> str | None:
    """Return the first contradiction, or None."""
    if battery.driver == "max17048" and battery.cells != 1:
        return f"battery.cells = {battery.cells}: a MAX17048 measures one cell; allowed: 1"
    if battery.driver != "ina219":
        return None
    if battery.capacity_ah is None:
        return 'battery.driver = "ina219": needs battery.capacity_ah, as printed on the pack'
    drop_v = battery.shunt_ohm * battery.most_a
    if drop_v > INA219_MOST_V + 1e-9:
        most_a = INA219_MOST_V / battery.shunt_ohm
        return (
            f"battery.most_a = {battery.most_a}: too much for a shunt of "
            f"{battery.shunt_ohm} ohm; allowed: up to {most_a:.2f}"
        )
    return None
