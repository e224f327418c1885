"""The thread that alone uses the servo bus."""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from hardware.contract.errors import BusError, HardwareError

log = logging.getLogger(__name__)

JOIN_S = 2.0
FAILED_S = 0.2
"""Delay after a failure until the next cycle."""


class Cycle(Protocol):
    """Work that the thread repeats."""

    def open(self) -> None:
        """Open the port and find the servos.

        Raises:
            HardwareError: The port or a servo is missing.
        """

    def once(self) -> float:
        """Send new orders, and read; return the time until the next call is due."""
        ...

    def failed(self, error: HardwareError) -> None:
        """Handle an error that `once` raised."""

    def close(self) -> None:
        """End every torque and close the port. Never fails."""


class BusThread:
    """Runs a cycle in a thread of its own: when it is due, and at once when woken.

    Args:
        cycle: Used by the thread alone.
        failed: Called with each error, in the thread.
    """

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
        """Start the thread; block until the port is open.

        Raises:
            HardwareError: The port or a servo is missing.
        """
        self._thread.start()
        self._opened.wait()
        if self._error is not None:
            self._thread.join(JOIN_S)
            raise self._error

    def wake(self) -> None:
        """Start the next cycle now."""
        self._wake.set()

    def stop(self) -> None:
        """End the thread; block until the torque is off, for JOIN_S at most."""
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
                # An unforeseen error: the traceback follows, and the head must not go on.
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
