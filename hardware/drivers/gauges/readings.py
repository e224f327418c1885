"""Regular readings of a slow gauge, in a thread of its own, so that nothing waits for it.

A gauge that stops answering is logged once and its value becomes unknown. It is still read, and
comes back by itself. A lesson never ends because a gauge does not answer.
"""

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Generic, Protocol, TypeVar

from hardware.contract.errors import HardwareError

log = logging.getLogger(__name__)

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

MOST_MISSED = 5
"""Missed readings in a row after which the last value is too old to be used."""
JOIN_S = 2.0
"""Longest time for which a held bus blocks a reading."""


class Gauge(Protocol[T_co]):
    """A gauge that may block; used by one thread."""

    def sample(self, now: float) -> T_co:
        """Return a measurement; may block for some milliseconds.

        Raises:
            HardwareError: The gauge does not answer, or measures nonsense.
        """
        ...

    def close(self) -> None:
        """Close the device."""
        ...


class SlowReader(Generic[T]):
    """Reads one gauge at intervals; `read` returns the newest value and never blocks.

    Args:
        gauge: Read once here, so that a missing one is noticed at the start.
        unknown: Value while the gauge is silent.
        every_s: Interval between readings.
        clock: Monotonic seconds.

    Raises:
        HardwareError: The gauge does not answer.
    """

    def __init__(
        self, gauge: Gauge[T], unknown: T, every_s: float, clock: Callable[[], float]
    ) -> None:
        self._gauge = gauge
        self._unknown = unknown
        self._every_s = every_s
        self._clock = clock
        self._missed = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="power", daemon=True)
        try:
            self._newest = gauge.sample(clock())
        except HardwareError:
            gauge.close()
            raise

    def read(self) -> T:
        """Return the newest value."""
        return self._newest

    def once(self) -> None:
        """Read the gauge once."""
        try:
            self._newest = self._gauge.sample(self._clock())
        except HardwareError as error:
            self._missed += 1
            if self._missed == MOST_MISSED:
                log.warning("power: %s; it counts as unknown until it answers", error)
                self._newest = self._unknown
            return
        if self._missed >= MOST_MISSED:
            log.info("power: the gauge answers again")
        self._missed = 0

    def __enter__(self) -> "SlowReader[T]":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(JOIN_S)
        self._gauge.close()

    def _run(self) -> None:
        while not self._stop.wait(self._every_s):
            self.once()
