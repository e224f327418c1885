"""The one thread in which everything on the bus happens."""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from hardware.contract.errors import BusError, HardwareError

log = logging.getLogger(__name__)

JOIN_S = 2.0
FAILED_S = 0.2
"""So long after a failure until the next look."""


class Cycle(Protocol):
    """What the thread does again and again."""

    def open(self) -> None:
        """Open the port and find the servos; raise if one is missing."""

    def once(self) -> float:
        """Send what is new, and read; return the time until this is due again."""
        ...

    def failed(self, error: HardwareError) -> None:
        """Take note of what `once` raised."""

    def close(self) -> None:
        """Take the torque away and close the port; never fails."""


class BusThread:
    """Runs a cycle when it is due, and at once when woken, in a thread of its own."""

    def __init__(self, cycle: Cycle, failed: Callable[[HardwareError], None]) -> None:
        self._cycle = cycle
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._opened = threading.Event()
        self._error: HardwareError | None = None
        self._failed = failed
        self._due_s = 0.0
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
        self._wake.wait(self._due_s)
        self._wake.clear()
        try:
            self._due_s = self._cycle.once()
        except HardwareError as error:
            self._due_s = FAILED_S
            self._cycle.failed(error)
            self._failed(error)
