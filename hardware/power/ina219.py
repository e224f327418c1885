"""The current sensor INA219: voltage and current of the pack, from which the charge is counted.

IN+ goes to the battery and IN- to the robot, so that a current above 0 drains. Registers are
of 16 bits, the high byte first.

Source: Texas Instruments SBOS448G (INA219), 8.5.1 (calibration), 8.6.2.1 (configuration),
8.6.3 (data output), 8.6.4 (calibration register). Untried on hardware.
"""

import math
from typing import Final

from hardware.errors import HardwareError
from hardware.interfaces import BatteryReading
from hardware.power.charge import ChargeCount
from hardware.power.config import Battery
from hardware.power.max17048 import Registers

ADDRESS = 0x40

CONFIGURATION: Final = 0x00
BUS_VOLTAGE: Final = 0x02
CURRENT: Final = 0x04
CALIBRATION: Final = 0x05

RANGE_32_V = 1 << 13
"""BRNG; the chip itself measures no more than 26 V."""
GAINS_V: Final = ((0.04, 0 << 11), (0.08, 1 << 11), (0.16, 2 << 11), (0.32, 3 << 11))
"""(largest drop over the shunt, PG)."""
AVERAGE_128 = 0b1111 << 7 | 0b1111 << 3
"""BADC and SADC: each value is the mean of 128 samples, 68 ms."""
CONTINUOUS = 0b111

BUS_V = 0.004
"""Volts of one count, which stands in bits 3 to 15."""
BUS_SHIFT = 3
OVERFLOW = 0x0001
CALIBRATION_CONSTANT = 0.04096
MOST_CALIBRATION = 0xFFFE
COUNTS = 32768

LEAST_CELL_V, MOST_CELL_V = 2.0, 4.5


class Ina219:
    """One sensor and the count of what flows through it.

    Args:
        chip: On the bus.
        section: Shunt, pack and largest current.

    Raises:
        HardwareError: Nobody answers.
    """

    def __init__(self, chip: Registers, section: Battery) -> None:
        assert section.capacity_ah is not None, "refused by `contradiction`"
        self._chip = chip
        self._cells = section.cells
        self._count = ChargeCount(section.cells, section.capacity_ah, section.resistance_ohm)
        self._capacity_ah = section.capacity_ah
        self.calibration, self.amps_per_count = calibration(section.most_a, section.shunt_ohm)
        self._configuration = configuration(section.most_a, section.shunt_ohm)
        self._configure()

    def sample(self, now: float) -> BatteryReading:
        """Return what the count says, and what was measured."""
        if self._word(CALIBRATION) != self.calibration:
            self._configure()
            raise HardwareError(self._chip.part, "lost its supply and was set up anew", "battery")
        bus = self._word(BUS_VOLTAGE)
        amps = _signed(self._word(CURRENT)) * self.amps_per_count
        volts = (bus >> BUS_SHIFT) * BUS_V
        if bus & OVERFLOW:
            text = "measures more current than battery.most_a; raise it, or take a smaller shunt"
            raise HardwareError(self._chip.part, text, "battery")
        if not LEAST_CELL_V <= volts / self._cells <= MOST_CELL_V:
            text = f"says {volts:.2f} V for {self._cells} cells; check IN+, IN- and battery.cells"
            raise HardwareError(self._chip.part, text, "battery")
        return BatteryReading(
            percent=self._count.take(volts, amps, now),
            volts=volts,
            amps=amps,
            rate_percent_h=-100.0 * amps / self._capacity_ah,
        )

    def close(self) -> None:
        """Give the bus back."""
        self._chip.close()

    def _configure(self) -> None:
        self._write(CONFIGURATION, self._configuration)
        self._write(CALIBRATION, self.calibration)

    def _word(self, register: int) -> int:
        return int.from_bytes(self._chip.read(register, 2), "big")

    def _write(self, register: int, value: int) -> None:
        self._chip.write(register, value.to_bytes(2, "big"))


def calibration(most_a: float, shunt_ohm: float) -> tuple[int, float]:
    """Return the calibration register's value and what one count of current then is, in amps.

    Bit 0 of the register is always 0, so the count is computed back from what it can hold.
    """
    wanted = CALIBRATION_CONSTANT / (most_a / COUNTS * shunt_ohm)
    value = min(MOST_CALIBRATION, math.floor(wanted)) & ~1
    return value, CALIBRATION_CONSTANT / (value * shunt_ohm)


def configuration(most_a: float, shunt_ohm: float) -> int:
    """Return the configuration register's value: the finest gain that the largest current fits."""
    drop_v = most_a * shunt_ohm - 1e-9
    gain = next((bits for most_v, bits in GAINS_V if drop_v <= most_v), GAINS_V[-1][1])
    return RANGE_32_V | gain | AVERAGE_128 | CONTINUOUS


def _signed(word: int) -> int:
    return word - 0x10000 if word & 0x8000 else word
