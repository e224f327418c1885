"""The serial port of the bus servos: their only door to pyserial.

Everything here blocks, for a bounded time, and runs in the one thread of
`hardware.drivers.bus.worker`.
"""

import termios
from contextlib import suppress

import serial

from hardware.contract.errors import NotConnected

WRITE_S = 0.2
SLICE_S = 0.005
"""Longer than an answer takes to begin, shorter than anybody notices."""

FAILURES = (OSError, termios.error, TypeError)
"""pyserial's own errors are OSErrors; of a port that is gone it lets the others through."""


class Port:
    """An opened port that nobody else has.

    Args:
        path: Its device file.
        slice_s: `read` returns after this time at the latest.

    Raises:
        NotConnected: It is not there, or is taken.
    """

    def __init__(self, path: str, baud: int, slice_s: float) -> None:
        self.part = f"port {path}"
        try:
            self._port = serial.Serial(
                path, baud, timeout=slice_s, write_timeout=WRITE_S, exclusive=True
            )
        except (OSError, ValueError) as error:
            raise NotConnected(self.part, str(error), "servo_unplugged") from error
        # FTDI adapters keep answers back for 16 ms unless told not to; others know no such thing.
        with suppress(ValueError, OSError):
            self._port.set_low_latency_mode(True)

    def write(self, data: bytes) -> None:
        """Send, and forget what came unasked before.

        Raises:
            NotConnected: The port is gone.
        """
        try:
            self._port.reset_input_buffer()
            self._port.write(data)
        except FAILURES as error:
            raise self._gone(error) from error

    def read(self) -> bytes:
        """Return what arrived; empty after `slice_s` without a byte.

        Raises:
            NotConnected: The port is gone.
        """
        try:
            found: bytes = self._port.read(max(self._port.in_waiting, 1))
        except FAILURES as error:
            raise self._gone(error) from error
        return found

    def close(self) -> None:
        """Give it back."""
        self._port.close()

    def _gone(self, error: BaseException) -> NotConnected:
        return NotConnected(self.part, f"is gone, was it pulled out? ({error})", "servo_unplugged")
