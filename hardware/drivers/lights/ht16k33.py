"""Driver of an 8x8 LED matrix with an HT16K33 on I2C. Untried on hardware.

Source: Holtek HT16K33 data sheet, rev. 1.20: command table and display memory map.
"""

from typing import Protocol

from hardware.contract.errors import HardwareError
from hardware.signals.drawings import SIDE, rows, turned

MEMORY = 0x00
OSCILLATOR_ON = 0x21
STANDBY = 0x20
DISPLAY_ON = 0x81
"""Bits 1 and 2 stay 0: the chip's own blinking would not keep our limit on flashes."""
DIMMING = 0xE0
LEVELS = 16
BYTES = 16
"""Two for each row; 8x8 boards use the first of them."""


class Chip(Protocol):
    """One chip on I2C; `hardware.drivers.ports.i2c.I2cDevice` is one."""

    part: str

    def read(self, register: int, count: int) -> bytes:
        """Read `count` bytes, starting at this register."""
        ...

    def write(self, register: int, data: bytes = b"") -> None:
        """Write data, starting at this register, or send a command."""
        ...

    def close(self) -> None:
        """Close the bus."""
        ...


class Ht16k33:
    """One eye.

    Args:
        chip: The HT16K33.
        quarter_turns: Clockwise turns of the board as mounted, seen from the front.
        first_column: Bit of a row that lights its leftmost LED.
    """

    def __init__(self, chip: Chip, quarter_turns: int = 0, first_column: int = 0) -> None:
        self._chip = chip
        self._turns = quarter_turns
        self._first = first_column
        self._memory: bytes | None = None
        self._level: int | None = None

    def show(self, cells: int, brightness: float) -> None:
        """Show a drawing; set up the chip first where needed. An equal drawing is not rewritten.

        Raises:
            HardwareError: The chip does not answer, or forgot its drawing.
        """
        try:
            self._check()
            self._dim(max(min(round(brightness * LEVELS), LEVELS), 1) - 1)
            self._write(self._bytes(cells))
        except HardwareError:
            self._memory = self._level = None
            raise

    def close(self) -> None:
        """Switch the LEDs off and close the bus."""
        try:
            self._chip.write(STANDBY)
        except HardwareError:
            return  # the chip is gone, so its LEDs are off
        finally:
            self._chip.close()

    def _check(self) -> None:
        """Check that the chip still holds its drawing, which it forgets when its supply dips."""
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
        if anew:  # last, so that its old memory is never shown
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
