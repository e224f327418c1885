"""Serial ports; the only module that imports pyserial.

Every call blocks for a bounded time. A port is used by one thread.
"""

import logging
import termios
from contextlib import suppress

import serial

from hardware.contract.errors import HardwareError, NotConnected
from hardware.drivers.ports import latency_timer
from hardware.drivers.ports.own_echo import OwnEcho
from hardware.drivers.ports.serial_names import SerialPlace, refusal

log = logging.getLogger(__name__)

WRITE_S = 0.2
SLICE_S = 0.005
"""Longest read: longer than an answer takes to begin, too short to be noticed."""

FAILURES = (OSError, termios.error, TypeError)
"""Errors of a port that is gone: pyserial's own ones are OSErrors, the others pass through it."""


class SerialPort:
    """An open serial port that no other process uses. Own bytes that come back are left out.

    Args:
        place: Its device file, or the place of an adapter that was open before.
        baud: Its baud rate.
        slice_s: Longest time until `read` returns.

    Raises:
        NotConnected: The port is missing, taken, or may not be opened.
    """

    def __init__(self, place: str | SerialPlace, baud: int, slice_s: float) -> None:
        self._place = place if isinstance(place, SerialPlace) else SerialPlace(place)
        self.part = f"port {self._place.path}"
        self._echo = OwnEcho()
        self._echo_told = False
        path = self._place.now()
        try:
            self._port = serial.Serial(
                path, baud, timeout=slice_s, write_timeout=WRITE_S, exclusive=True
            )
        except (OSError, ValueError, termios.error) as error:
            code, text = refusal(path, error)
            raise NotConnected(self.part, text, code) from error
        # FTDI adapters hold answers back for 16 ms by default; others do not support this mode.
        with suppress(ValueError, OSError):
            self._port.set_low_latency_mode(True)
        self._tell(path)

    @property
    def echoes(self) -> bool:
        """True if the adapter sends back what is sent."""
        return bool(self._echo.found)

    def set_baud(self, baud: int) -> None:
        """Change the baud rate.

        Raises:
            HardwareError: The port does not support it.
            NotConnected: The port is gone.
        """
        try:
            self._port.baudrate = baud
        except ValueError as error:
            raise HardwareError(self.part, f"does not support {baud} baud", "driver") from error
        except FAILURES as error:
            raise self._gone(error) from error

    def write(self, data: bytes) -> None:
        """Send data; drop what arrived before.

        Data that a port does not take in time is lost, as on a bad wire: no answer comes.

        Raises:
            NotConnected: The port is gone.
        """
        try:
            # Read and not flushed: own bytes that came back are no longer to come. Once: a line
            # that never falls quiet must not hold up an order.
            if waiting := self._port.in_waiting:
                self._echo.heard(self._port.read(waiting))
            self._echo.sent(data)
            self._port.write(data)
        except serial.SerialTimeoutException:
            # Not a sign of a port that is gone: pyserial also counts the time in which this
            # process had no processor, even after the last byte has left.
            log.info("body: %s: took longer than %.1f s to send", self.part, WRITE_S)
        except FAILURES as error:
            raise self._gone(error) from error

    def read(self) -> bytes:
        """Return the bytes that arrived; empty after `slice_s` without a byte of others.

        Raises:
            NotConnected: The port is gone.
        """
        try:
            found: bytes = self._port.read(max(self._port.in_waiting, 1))
        except FAILURES as error:
            raise self._gone(error) from error
        answer = self._echo.heard(found)
        if self._echo.found and not self._echo_told:
            self._echo_told = True
            log.info("body: %s: the adapter sends back what is sent; that is left out", self.part)
        return answer

    def close(self) -> None:
        """Close the port."""
        self._port.close()

    def _tell(self, path: str) -> None:
        """Name what will make trouble later."""
        lasting = self._place.opened()
        if lasting is not None:
            log.warning(
                "body: %s: its number changes with the order of plugging; name it %s",
                self.part,
                lasting,
            )
        slow = latency_timer.hurry(path)
        if slow is not None:
            log.warning("body: %s: %s", self.part, slow)

    def _gone(self, error: BaseException) -> NotConnected:
        return NotConnected(self.part, f"is gone, was it pulled out? ({error})", "servo_unplugged")
