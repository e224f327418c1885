"""Serial ports; the only module that imports pyserial.

Every call blocks for a bounded time. A port is used by one thread.
"""

import termios
from contextlib import suppress

import serial

from hardware.contract.errors import NotConnected

WRITE_S = 0.2
SLICE_S = 0.005
"""Longest read: longer than an answer takes to begin, too short to be noticed."""

FAILURES = (OSError, termios.error, TypeError)
"""Errors of a port that is gone: pyserial's own ones are OSErrors, the others pass through it."""


class SerialPort:
    """An open serial port that no other process uses.

    Args:
        path: Its device file.
        baud: Its baud rate.
        slice_s: Longest time until `read` returns.

    Raises:
        NotConnected: The port is missing or taken.
    """

    def __init__(self, path: str, baud: int, slice_s: float) -> None:
        self.part = f"port {path}"
        try:
            self._port = serial.Serial(
                path, baud, timeout=slice_s, write_timeout=WRITE_S, exclusive=True
            )
        except (OSError, ValueError) as error:
            raise NotConnected(self.part, str(error), "servo_unplugged") from error
        # FTDI adapters hold answers back for 16 ms by default; others do not support this mode.
        with suppress(ValueError, OSError):
            self._port.set_low_latency_mode(True)

    def write(self, data: bytes) -> None:
        """Send data; drop what arrived before.

        Raises:
            NotConnected: The port is gone.
        """
        try:
            self._port.reset_input_buffer()
            self._port.write(data)
        except FAILURES as error:
            raise self._gone(error) from error

    def read(self) -> bytes:
        """Return the bytes that arrived; empty after `slice_s` without a byte.

        Raises:
            NotConnected: The port is gone.
        """
        try:
            found: bytes = self._port.read(max(self._port.in_waiting, 1))
        except FAILURES as error:
            raise self._gone(error) from error
        return found

    def close(self) -> None:
        """Close the port."""
        self._port.close()

    def _gone(self, error: BaseException) -> NotConnected:
        return NotConnected(self.part, f"is gone, was it pulled out? ({error})", "servo_unplugged")
