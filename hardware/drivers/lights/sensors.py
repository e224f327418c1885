"""Drivers of two light sensors on I2C: BH1750 and VEML7700. Untried on hardware."""

from typing import Protocol

from hardware.drivers.lights.config import SENSOR_ADDRESSES
from hardware.drivers.lights.ht16k33 import Chip


class WordlessChip(Chip, Protocol):
    """A chip that can be read without naming a register."""

    def read_alone(self, count: int) -> bytes:
        """Read `count` bytes without naming a register."""
        ...


class Bh1750:
    """A ROHM BH1750FVI in continuous mode.

    Source: BH1750FVI data sheet, rev. D: instruction set and measurement result.
    """

    address = SENSOR_ADDRESSES["bh1750"]
    POWER_ON = 0x01
    CONTINUOUSLY = 0x10
    """Continuous mode: steps of 1 lx, every 120 ms."""
    COUNTS_PER_LUX = 1.2

    def __init__(self, chip: WordlessChip) -> None:
        self._chip = chip
        self._asleep = True
        self._lit = False

    def lux(self) -> float | None:
        """Return the illuminance, or None before the first measurement.

        Raises:
            HardwareError: The chip does not answer.
        """
        if self._asleep:
            self._set_up()
            return None
        counts = int.from_bytes(self._chip.read_alone(2), "big")
        was_lit, self._lit = self._lit, counts > 0
        if counts == 0:
            # Either darkness, or a chip that lost its supply and sleeps: the next reading tells.
            self._set_up()
            if was_lit:
                return None
        return counts / self.COUNTS_PER_LUX

    def forget(self) -> None:
        """Set up the chip anew at the next measurement: it may have been unplugged."""
        self._asleep = True

    def close(self) -> None:
        """Close the bus."""
        self._chip.close()

    def _set_up(self) -> None:
        self._chip.write(self.POWER_ON)
        self._chip.write(self.CONTINUOUSLY)
        self._asleep = False


class Veml7700:
    """A Vishay VEML7700 at its least gain, which is not saturated by sunlight.

    Source: VEML7700 data sheet (document 84286), rev. 1.8: command register formats and
    resolution table. Older revisions give 0.46 lx a step, which makes no difference here.
    """

    address = SENSOR_ADDRESSES["veml7700"]
    CONFIGURATION = 0x00
    GAIN_EIGHTH_100_MS_ON = 0x1000
    AMBIENT = 0x04
    LUX_PER_COUNT = 0.5376

    def __init__(self, chip: WordlessChip) -> None:
        self._chip = chip
        self._asleep = True

    def lux(self) -> float | None:
        """Return the illuminance, or None before the first measurement.

        Raises:
            HardwareError: The chip does not answer.
        """
        word = self.GAIN_EIGHTH_100_MS_ON.to_bytes(2, "little")
        # A chip that lost its supply has shut itself down and would report darkness.
        if self._asleep or self._chip.read(self.CONFIGURATION, 2) != word:
            self._chip.write(self.CONFIGURATION, word)
            self._asleep = False
            return None
        return int.from_bytes(self._chip.read(self.AMBIENT, 2), "little") * self.LUX_PER_COUNT

    def forget(self) -> None:
        """Set up the chip anew at the next measurement: it may have been unplugged."""
        self._asleep = True

    def close(self) -> None:
        """Close the bus."""
        self._chip.close()
