"""One thread that does one thing again and again, and at once when woken."""

import threading
from collections.abc import Callable
from types import TracebackType

JOIN_S = 2.0
"""A bus that is held blocks a round for no longer than this."""


class Rounds:
    """Calls `once` every so often while the context lasts.

    Args:
        name: Of the thread.
        once: One round; may block for some milliseconds, and ends its own errors.
        every_s: At least so often.
    """

    def __init__(self, name: str, once: Callable[[], None], every_s: float) -> None:
        self._once = once
        self._every_s = every_s
        self._woken = threading.Event()
        self._stop = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def wake(self) -> None:
        """Begin a round now, or right after the one that runs."""
        self._woken.set()

    def __enter__(self) -> "Rounds":
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
