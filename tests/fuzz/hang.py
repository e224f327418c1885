"""A limit on the processor time of a piece of work, so that an endless loop is found.

Processor time, not time on the clock: a busy machine changes nothing.
"""

import contextlib
import signal
import types
from collections.abc import Iterator


class Hung(BaseException):
    """The work took longer than allowed; no `except Exception` may swallow it."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise `Hung` in the main thread once this process has worked for so long."""

    def expired(number: int, frame: types.FrameType | None) -> None:
        raise Hung(f"more than {seconds:.0f} s of processor time")

    before = signal.signal(signal.SIGVTALRM, expired)
    # Again and again: the first may end a callback that nobody waits for.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
