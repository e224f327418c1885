"""Driver of the fuel gauge MAX17048, which models one lithium cell and needs no shunt.

Registers have 16 bits, the high byte first.

Source: Maxim 19-6171 (MAX17048/MAX17049), tables "Register Summary" and the sections on VCELL,
SOC, MODE, VERSION, CONFIG, CRATE and STATUS. Untried on hardware.
"""

from typing import Final, Protocol

from hardware.contract.errors import HardwareError, NotConnected
from hardware.contract.interfaces import BatteryReading

ADDRESS = 0x36

VCELL: Final = 0x02
SOC: Final = 0x04
VERSION: Final = 0x08
CONFIG: Final = 0x0C
CRATE: Final = 0x16
STATUS: Final = 0x1A

VCELL_V = 78.125e-6
"""Volts of one count."""
SOC_PERCENT = 1.0 / 256.0
CRATE_PERCENT_H = 0.208
"""Signed; above 0 the cell is being charged."""

FAMILY_MASK, FAMILY = 0xFFF0, 0x0010
"""VERSION reads 0x001x in this family."""

CONFIG_RCOMP = 0x97 << 8
"""Temperature compensation for 20 degrees Celsius, as in a classroom."""
ALERT_PERCENT = 10
CONFIG_ALERT = 32 - ALERT_PERCENT
"""ATHD counts downwards: the pin ALRT falls at this charge, where a builder connects it."""

STATUS_RESET = 0x0100
"""RI: the chip started without its settings; cleared by writing 0."""

FIRST_S = 1.0
"""Time of the first measurement after a reset; SOC and VCELL are invalid until then."""

LEAST_V, MOST_V = 2.0, 5.0
"""Possible voltages for the cell of a running robot; any other means an open wire."""
MOST_PERCENT = 110.0
"""The model may exceed a full cell a little; a higher value is nonsense."""


class Registers(Protocol):
    """A chip with registers; `hardware.drivers.ports.i2c.I2cDevice` is one."""

    part: str

    def read(self, register: int, count: int) -> bytes:
        """Read `count` bytes, starting at this register."""
        ...

    def write(self, register: int, data: bytes = b"") -> None:
        """Write data, starting at this register."""
        ...

    def close(self) -> None:
        """Close the bus."""
        ...


class Max17048:
    """One gauge.

    Args:
        chip: On the bus.

    Raises:
        NotConnected: No chip answers, or another chip does.
    """

    def __init__(self, chip: Registers) -> None:
        self._chip = chip
        self._measured_s = float("-inf")
        version = self._word(VERSION)
        if version & FAMILY_MASK != FAMILY:
            raise NotConnected(
                chip.part,
                f"another chip answers (version {version:#06x}): this address is taken, "
                "or the gauge is no MAX17048",
                "battery",
            )
        self._configure()

    def sample(self, now: float) -> BatteryReading:
        """Return charge, voltage and rate.

        Raises:
            HardwareError: The chip does not answer, was reset, or measures nonsense.
        """
        if self._word(STATUS) & STATUS_RESET:
            self._configure()
            self._measured_s = now + FIRST_S
        if now < self._measured_s:
            raise HardwareError(self._chip.part, "lost its cell and was set up anew", "battery")
        volts = self._word(VCELL) * VCELL_V
        percent = self._word(SOC) * SOC_PERCENT
        if not LEAST_V <= volts <= MOST_V or percent > MOST_PERCENT:
            text = f"says {volts:.2f} V and {percent:.0f} %: look whether the cell is connected"
            raise HardwareError(self._chip.part, text, "battery")
        return BatteryReading(
            percent=min(100.0, percent),
            volts=volts,
            rate_percent_h=_signed(self._word(CRATE)) * CRATE_PERCENT_H,
        )

    def close(self) -> None:
        """Close the bus."""
        self._chip.close()

    def _configure(self) -> None:
        """Set the threshold of the alert, wake the chip, and clear its reset flag."""
        self._write(CONFIG, CONFIG_RCOMP | CONFIG_ALERT)
        self._write(STATUS, self._word(STATUS) & ~STATUS_RESET)

    def _word(self, register: int) -> int:
        return int.from_bytes(self._chip.read(register, 2), "big")

    def _write(self, register: int, value: int) -> None:
        self._chip.write(register, value.to_bytes(2, "big"))


def _signed(word: int) -> int:
    return word - 0x10000 if word & 0x8000 else word
