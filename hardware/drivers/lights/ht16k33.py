"""One 8x8 matrix of LEDs behind an HT16K33, over I2C. Untried on hardware.

Source: Holtek HT16K33 data sheet, rev. 1.20: command table and display memory map.
"""

from typing import Protocol

from hardware.contract.errors import HardwareError
from hardware.signals.drawings import SIDE, rows, turned

MEMORY = 0x00
OSCILLATOR_ON = 0x21
STANDBY = 0x20
DISPLAY_ON = 0x81
"""Bits 1 and 2 stay 0: the chip's own blinking would know nothing of our limit on flashes."""
DIMMING = 0xE0
LEVELS = 16
BYTES = 16
"""Two a row; boards of 8x8 use the first."""


class Chip(Protocol):
    """What `hardware.drivers.ports.i2c.I2cDevice` offers of one chip."""

    part: str

    def read(self, register: int, count: int) -> bytes:
        """Return bytes from this register on."""
        ...

    def write(self, register: int, data: bytes = b"") -> None:
        """Write from this register on, or send a command."""
        ...

    def close(self) -> None:
        """Give the bus back."""
        ...


class Ht16k33:
    """One eye.

    Args:
        chip: At its address.
        quarter_turns: How often the board is turned clockwise, seen from in front.
        first_column: Which bit of a row its leftmost LED is.
    """

    def __init__(self, chip: Chip, quarter_turns: int = 0, first_column: int = 0) -> None:
        self._chip = chip
        self._turns = quarter_turns
        self._first = first_column
        self._memory: bytes | None = None
        self._level: int | None = None

    def show(self, cells: int, brightness: float) -> None:
        """Show a drawing, if it is another one; set up the chip if that was not done.

        Raises:
            HardwareError: It does not answer, or lost what it showed.
        """
        try:
            self._check()
            self._dim(max(min(round(brightness * LEVELS), LEVELS), 1) - 1)
            self._write(self._bytes(cells))
        except HardwareError:
            self._memory = self._level = None
            raise

    def close(self) -> None:
        """Go dark and give the bus back."""
        try:
            self._chip.write(STANDBY)
        except HardwareError:
            return  # it is gone: nothing shines there
        finally:
            self._chip.close()

    def _check(self) -> None:
        """See that the chip still knows what it was told: it forgets when its supply dips."""
        if self._memory is not None and self._chip.read(MEMORY, BYTES) != self._memory:
            text = "forgot what it showed: its supply dipped; check its plug and its supply"
            raise HardwareError(self._chip.part, text, "lights")

    def _dim(self, level: int) -> None:
        if level != self._level:
            self._chip.write(DIMMING | level)
            self._level = level

    def _write(self, memory: bytes) -> None:
        if memory == self._memory:
            return
        anew = self._memory is None
        if anew:
            self._chip.write(OSCILLATOR_ON)
        self._chip.write(MEMORY, memory)
        if anew:  # last, so that no leftovers of its memory are seen
            self._chip.write(DISPLAY_ON)
        self._memory = memory

    def _bytes(self, cells: int) -> bytes:
        for _ in range(-self._turns % 4):
            cells = turned(cells)
        memory = bytearray(BYTES)
        for number, row in enumerate(rows(cells)):
            first = row << self._first
            memory[2 * number] = (first | first >> SIDE) & 0xFF
        return bytes(memory)
