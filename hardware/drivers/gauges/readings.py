"""Asks a slow part now and then, in a thread of its own, so that nobody waits for it.

What stops answering is told once and reported as unknown; it is asked on and comes back by
itself. A lesson never ends because a gauge does not answer.
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
"""So many in a row, and what was read before is too old to be believed."""
JOIN_S = 2.0
"""A bus that is held blocks a read for no longer than this."""


class Gauge(Protocol[T_co]):
    """Something that can be asked; used by one thread."""

    def sample(self, now: float) -> T_co:
        """Return what it says now; may block for some milliseconds.

        Raises:
            HardwareError: It does not answer, or with nonsense.
        """
        ...

    def close(self) -> None:
        """Give the device back."""
        ...


class SlowReader(Generic[T]):
    """Asks one gauge; `read` returns the newest answer and never blocks.

    Args:
        gauge: Asked once here, so that a missing one is told at the start.
        unknown: What `read` returns while it is silent.
        every_s: How often it is asked.
        clock: Monotonic seconds.

    Raises:
        HardwareError: It does not answer at all.
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
        """Return what was last heard."""
        return self._newest

    def once(self) -> None:
        """Ask."""
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
