"""The serial line to the bus servos: the only door to pyserial.

Everything here blocks, for a bounded time, and runs in the one thread of
`BusThread`.
"""

import logging
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import serial

from hardware.bus.config import Feetech
from hardware.bus.feetech_frames import (
    EVERYBODY,
    Decoder,
    Frame,
    encode,
    ping,
    read,
    sync_read,
    sync_write,
    write,
)
from hardware.errors import BusError, HardwareError, NotConnected

log = logging.getLogger(__name__)

PERIOD_S = 0.02
JOIN_S = 2.0
ATTEMPTS = 3
WRITE_S = 0.2
FAILURES = (OSError, termios.error)
"""pyserial's own errors are OSErrors; of a port that is gone it lets termios.error through."""

MOST_STRAY = 8
"""Frames from others than the asked servo that are read past, for one answer."""


class FeetechBus:
    """Requests and answers on one port.

    Raises:
        NotConnected: The port is not there, or is taken.
    """

    def __init__(self, section: Feetech) -> None:
        self._answer_s = section.answer_s
        self._name = f"port {section.port}"
        self._parts = _part_names(section)
        self.decoder = Decoder()
        try:
            self._port = serial.Serial(
                section.port,
                section.baud,
                timeout=section.answer_s / 4,
                write_timeout=WRITE_S,
                exclusive=True,
            )
        except (OSError, ValueError) as error:
            raise NotConnected(self._name, str(error), "servo_bus") from error

    def close(self) -> None:
        """Give the port back."""
        self._port.close()

    def ping(self, servo: int) -> int:
        """Return the servo's error bits; raise if it is not there."""
        return self._ask(ping(servo)).code

    def read(self, servo: int, address: int, count: int) -> Frame:
        """Return the answer with `count` bytes of its memory."""
        answer = self._ask(read(servo, address, count))
        if len(answer.parameters) != count:
            raise BusError(self._part(servo), f"sent {len(answer.parameters)} bytes of {count}")
        return answer

    def write(self, servo: int, address: int, data: bytes) -> None:
        """Write to its memory, and see that it answered."""
        self._ask(write(servo, address, data))

    def sync_write(self, address: int, data: Mapping[int, bytes]) -> None:
        """Write to several at one time; nobody answers."""
        self._send(sync_write(address, data))

    def sync_read(self, servos: Sequence[int], address: int, count: int) -> dict[int, Frame]:
        """Return the answers of those who answered in time."""
        self._send(sync_read(servos, address, count))
        found: dict[int, Frame] = {}
        end_s = time.monotonic() + self._answer_s * len(servos)
        while len(found) < len(servos) and time.monotonic() < end_s:
            for frame in self._receive():
                if frame.servo in servos and len(frame.parameters) == count:
                    found[frame.servo] = frame
        return found

    def _ask(self, request: Frame) -> Frame:
        """Return the answer; a request may be lost twice, since all of them may be repeated."""
        for _ in range(ATTEMPTS - 1):
            try:
                return self._ask_once(request)
            except HardwareError as error:
                log.debug("body: asked again: %s", error)
        return self._ask_once(request)

    def _ask_once(self, request: Frame) -> Frame:
        errors = self.decoder.errors
        self._send(request)
        end_s = time.monotonic() + self._answer_s
        stray = 0
        while time.monotonic() < end_s and stray < MOST_STRAY:
            for frame in self._receive():
                if frame.servo == request.servo:
                    return frame
                stray += 1
        if stray or self.decoder.errors > errors:
            raise BusError(self._part(request.servo), "another answer than its own arrived")
        raise NotConnected(self._part(request.servo), "does not answer")

    def _part(self, servo: int) -> str:
        """Name a servo as its builder does."""
        return "every servo" if servo == EVERYBODY else self._parts.get(servo, f"servo {servo}")

    def _send(self, frame: Frame) -> None:
        self.decoder.clear()
        try:
            self._port.reset_input_buffer()
            self._port.write(encode(frame))
        except FAILURES as error:
            raise NotConnected(self._name, str(error), "servo_bus") from error

    def _receive(self) -> list[Frame]:
        try:
            return self.decoder.feed(self._port.read(max(self._port.in_waiting, 1)))
        except FAILURES as error:
            raise NotConnected(self._name, str(error), "servo_bus") from error


def _part_names(section: Feetech) -> dict[int, str]:
    named = (("pan", section.pan), ("tilt", section.tilt), ("hand", section.hand))
    return {spec.id: f"{name} servo (id {spec.id})" for name, spec in named if spec is not None}


class Cycle(Protocol):
    """What the thread does again and again."""

    def open(self) -> None:
        """Open the port and find the servos; raise if one is missing."""

    def once(self) -> None:
        """Send what is new, and read."""

    def failed(self, error: HardwareError) -> None:
        """Take note of what `once` raised."""

    def close(self) -> None:
        """Take the torque away and close the port; never fails."""


class BusThread:
    """Runs a cycle every PERIOD_S, at once when woken, in a thread of its own."""

    def __init__(self, cycle: Cycle, failed: Callable[[HardwareError], None]) -> None:
        self._cycle = cycle
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._opened = threading.Event()
        self._error: HardwareError | None = None
        self._failed = failed
        self._thread = threading.Thread(target=self._run, name="servo bus", daemon=True)

    def start(self) -> None:
        """Open the port; blocks until that is done.

        Raises:
            HardwareError: The port or a servo is missing.
        """
        self._thread.start()
        self._opened.wait()
        if self._error is not None:
            self._thread.join(JOIN_S)
            raise self._error

    def wake(self) -> None:
        """Do the next cycle now."""
        self._wake.set()

    def stop(self) -> None:
        """End it; blocks until the torque is off, for JOIN_S at most."""
        self._stop.set()
        self._wake.set()
        self._thread.join(JOIN_S)
        if self._thread.is_alive():
            log.error("body: the thread of the servo bus does not end")

    def _run(self) -> None:
        try:
            self._cycle.open()
        except HardwareError as error:
            self._error = error
            self._cycle.close()
            return
        finally:
            self._opened.set()
        try:
            while not self._stop.is_set():
                self._round()
        finally:
            self._cycle.close()
            if not self._stop.is_set():
                # Something nobody foresaw: the traceback follows, the head must not go on.
                self._failed(BusError("servo bus", "its thread died", "driver"))

    def _round(self) -> None:
        self._wake.wait(PERIOD_S)
        self._wake.clear()
        try:
            self._cycle.once()
        except HardwareError as error:
            self._cycle.failed(error)
            self._failed(error)
