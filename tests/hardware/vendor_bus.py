"""The I2C bus that Adafruit's libraries want, over the chips of `i2c_bench`.

They take any object with these five methods, as CircuitPython's `busio.I2C` has them, so that
nothing of a board is needed: the same chips answer our drivers and theirs.
"""

import errno
import os

from tests.hardware.drivers.ports.i2c_bench import Chip


class VendorBus:
    """One bus with one or more chips."""

    def __init__(self, chips: dict[int, Chip]) -> None:
        self._chips = chips
        self._locked = False

    def try_lock(self) -> bool:
        was_locked, self._locked = self._locked, True
        return not was_locked

    def unlock(self) -> None:
        self._locked = False

    def writeto(self, address: int, data: bytes, *, start: int = 0, end: int | None = None) -> None:
        sent = bytes(data)[start:end]
        chip = self._chip(address)
        if sent:  # an empty write only asks whether somebody is there
            chip.take(sent)

    def readfrom_into(
        self, address: int, buffer: bytearray, *, start: int = 0, end: int | None = None
    ) -> None:
        stop = len(buffer) if end is None else end
        buffer[start:stop] = self._chip(address).give(stop - start)

    def writeto_then_readfrom(
        self,
        address: int,
        out_buffer: bytes,
        in_buffer: bytearray,
        *,
        out_start: int = 0,
        out_end: int | None = None,
        in_start: int = 0,
        in_end: int | None = None,
    ) -> None:
        self.writeto(address, out_buffer, start=out_start, end=out_end)
        self.readfrom_into(address, in_buffer, start=in_start, end=in_end)

    def _chip(self, address: int) -> Chip:
        assert self._locked, "the bus belongs to nobody"
        chip = self._chips.get(address)
        if chip is None or chip.unplugged:
            raise OSError(errno.EREMOTEIO, os.strerror(errno.EREMOTEIO))
        return chip
