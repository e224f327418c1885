"""Driver of the current sensor INA219, whose voltage and current give the charge of a pack.

IN+ goes to the battery and IN- to the robot, so that a current above 0 drains the pack. Registers
have 16 bits, the high byte first.

Source: Texas Instruments SBOS448G (INA219), 8.5.1 (calibration), 8.6.2.1 (configuration),
8.6.3 (data output), 8.6.4 (calibration register). Untried on hardware.
"""

import math
import time
from typing import Final

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import BatteryReading
from hardware.drivers.gauges.charge import ChargeCount
from hardware.drivers.gauges.config import BatterySection
from hardware.drivers.gauges.max17048 import Registers

ADDRESS = 0x40

CONFIGURATION: Final = 0x00
BUS_VOLTAGE: Final = 0x02
POWER: Final = 0x03
CURRENT: Final = 0x04
CALIBRATION: Final = 0x05

RANGE_32_V = 1 << 13
"""BRNG; the chip measures up to 26 V only."""
GAINS_V: Final = ((0.04, 0 << 11), (0.08, 1 << 11), (0.16, 2 << 11), (0.32, 3 << 11))
"""Pairs of the largest drop over the shunt and PG."""
AVERAGE_128 = 0b1111 << 7 | 0b1111 << 3
"""BADC and SADC: each value is the mean of 128 samples, 68 ms."""
CONTINUOUS = 0b111

BUS_V = 0.004
"""Volts of one count; the count is in bits 3 to 15."""
BUS_SHIFT = 3
OVERFLOW = 0x0001
CONVERTED = 0x0002
"""CNVR: a measurement is complete; reading POWER clears it."""
CONVERSION_S = 0.5
"""Longest wait for a measurement; voltage and current of 128 samples take 0.14 s."""
LOOK_S = 0.005
CALIBRATION_CONSTANT = 0.04096
MOST_CALIBRATION = 0xFFFE
COUNTS = 32768
NEARLY = 0.999
"""Share of the range from which a drop over the shunt counts as beyond the range."""

LEAST_CELL_V, MOST_CELL_V = 2.0, 4.5


class Ina219:
    """One sensor, with the count of the charge that flows through it.

    Args:
        chip: On the bus.
        section: Shunt, pack and largest current.

    Raises:
        HardwareError: The chip does not answer, or does not measure.
    """

    def __init__(self, chip: Registers, section: BatterySection) -> None:
        assert section.capacity_ah is not None, "refused by `contradiction`"
        self._chip = chip
        self._cells = section.cells
        self._count = ChargeCount(section.cells, section.capacity_ah, section.resistance_ohm)
        self._capacity_ah = section.capacity_ah
        self.calibration, self.amps_per_count = calibration(section.most_a, section.shunt_ohm)
        self._configuration = configuration(section.most_a, section.shunt_ohm)
        self._saturated_a = NEARLY * range_v(section.most_a * section.shunt_ohm) / section.shunt_ohm
        self._configure()
        self._await_conversion()

    def sample(self, now: float) -> BatteryReading:
        """Return the counted charge, and the measured voltage and current.

        Raises:
            HardwareError: The chip does not answer, lost its settings, or measures nonsense.
        """
        if self._word(CALIBRATION) != self.calibration:
            self._configure()
            raise HardwareError(self._chip.part, "lost its supply and was set up anew", "battery")
        bus = self._word(BUS_VOLTAGE)
        amps = _signed(self._word(CURRENT)) * self.amps_per_count
        volts = (bus >> BUS_SHIFT) * BUS_V
        # The drop over the shunt saturates at the end of its range. Where that is also the
        # largest count of current, the overflow bit stays clear.
        if bus & OVERFLOW or abs(amps) >= self._saturated_a:
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
        """Close the bus."""
        self._chip.close()

    def _configure(self) -> None:
        self._write(CONFIGURATION, self._configuration)
        self._write(CALIBRATION, self.calibration)

    def _await_conversion(self) -> None:
        """Wait for the first measurement with our calibration.

        Raises:
            HardwareError: It does not come.
        """
        self._word(POWER)
        end_s = time.monotonic() + CONVERSION_S
        while not self._word(BUS_VOLTAGE) & CONVERTED:
            if time.monotonic() > end_s:
                text = "does not measure: this is no INA219, or another chip has its address"
                raise HardwareError(self._chip.part, text, "battery")
            time.sleep(LOOK_S)

    def _word(self, register: int) -> int:
        return int.from_bytes(self._chip.read(register, 2), "big")

    def _write(self, register: int, value: int) -> None:
        self._chip.write(register, value.to_bytes(2, "big"))


def calibration(most_a: float, shunt_ohm: float) -> tuple[int, float]:
    """Return the value of the calibration register, and the amps of one count of current.

    Bit 0 of the register is always 0, so the amps are computed from the rounded value.
    """
    wanted = CALIBRATION_CONSTANT / (most_a / COUNTS * shunt_ohm)
    value = min(MOST_CALIBRATION, math.floor(wanted)) & ~1
    return value, CALIBRATION_CONSTANT / (value * shunt_ohm)


def range_v(drop_v: float) -> float:
    """Return the finest range of the shunt voltage that includes this drop."""
    fits = (most_v for most_v, _ in GAINS_V if drop_v <= most_v + 1e-9)
    return next(fits, GAINS_V[-1][0])


def configuration(most_a: float, shunt_ohm: float) -> int:
    """Return the value of the configuration register, with the finest gain for this current."""
    gain = dict(GAINS_V)[range_v(most_a * shunt_ohm)]
    return RANGE_32_V | gain | AVERAGE_128 | CONTINUOUS


def _signed(word: int) -> int:
    return word - 0x10000 if word & 0x8000 else word
