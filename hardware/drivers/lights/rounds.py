"""A periodic thread: it repeats one task, and starts it at once when woken."""

import threading
from collections.abc import Callable
from types import TracebackType

JOIN_S = 2.0
"""Longest time for which a held bus blocks a round."""


class PeriodicThread:
    """Calls `once` at regular intervals while the context is open.

    Args:
        name: Of the thread.
        once: One round; may block for some milliseconds, and handles its own errors.
        every_s: Longest interval between rounds.
    """

    def __init__(self, name: str, once: Callable[[], None], every_s: float) -> None:
        self._once = once
        self._every_s = every_s
        self._woken = threading.Event()
        self._stop = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def wake(self) -> None:
        """Start a round now, or right after the current one."""
        self._woken.set()

    def __enter__(self) -> "PeriodicThread":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop = True
        self._woken.set()
        self._thread.join(JOIN_S)

    def _run(self) -> None:
        while True:
            self._woken.wait(self._every_s)
            if self._stop:
                return
            self._woken.clear()
            self._once()
