"""The fuel gauge MAX17048: it models one lithium cell by itself, and needs no shunt.

Registers are of 16 bits, the high byte first.

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
"""Compensation for the temperature: the value for 20 degrees, which is a classroom's."""
ALERT_PERCENT = 10
CONFIG_ALERT = 32 - ALERT_PERCENT
"""ATHD counts downwards: the pin ALRT falls at so many percents, for whoever wires it."""

STATUS_RESET = 0x0100
"""RI: the chip came up without its settings; cleared by writing it back as 0."""

FIRST_S = 1.0
"""After a reset its first measurement takes so long; until then SOC and VCELL say nothing."""

LEAST_V, MOST_V = 2.0, 5.0
"""What the cell of a running robot can have; anything else is an open wire."""
MOST_PERCENT = 110.0
"""The model may run a little over the full cell; more is nonsense."""


class Registers(Protocol):
    """What this needs of a chip on the bus (see `hardware.drivers.ports.i2c`)."""

    part: str

    def read(self, register: int, count: int) -> bytes:
        """Return so many bytes from this register on."""
        ...

    def write(self, register: int, data: bytes = b"") -> None:
        """Write from this register on."""
        ...

    def close(self) -> None:
        """Give the bus back."""
        ...


class Max17048:
    """One gauge.

    Args:
        chip: On the bus.

    Raises:
        NotConnected: Nobody answers, or another chip does.
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
        """Return charge, voltage and rate."""
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
        """Give the bus back."""
        self._chip.close()

    def _configure(self) -> None:
        """Set the threshold of the alert, wake the chip, and take note of its reset."""
        self._write(CONFIG, CONFIG_RCOMP | CONFIG_ALERT)
        self._write(STATUS, self._word(STATUS) & ~STATUS_RESET)

    def _word(self, register: int) -> int:
        return int.from_bytes(self._chip.read(register, 2), "big")

    def _write(self, register: int, value: int) -> None:
        self._chip.write(register, value.to_bytes(2, "big"))


def _signed(word: int) -> int:
    return word - 0x10000 if word & 0x8000 else word
