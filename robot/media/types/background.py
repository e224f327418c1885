"""Threads for long work beside the media: sound, picture and commands go first."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

NICENESS = 10
"""Added to that of the process: a tenth of the weight of another thread, see sched(7). With more
the thread could hold the interpreter's lock for long while it waits for the processor."""
MOST_NICENESS = 19


def background_thread(
    name: str, prepare: Callable[[], object] = lambda: None
) -> ThreadPoolExecutor:
    """Return an executor with one thread of low priority.

    Args:
        name: Name of the thread.
        prepare: Called first on the thread.
    """

    def begin() -> None:
        # A sandbox may forbid it; the work is done all the same, beside the media.
        with suppress(OSError):
            _lower()
        prepare()

    return ThreadPoolExecutor(1, thread_name_prefix=name, initializer=begin)


def _lower() -> None:
    """Lower the priority of this thread alone. Source: setpriority(2), "C library/kernel"."""
    thread = threading.get_native_id()
    niceness = os.getpriority(os.PRIO_PROCESS, thread) + NICENESS
    os.setpriority(os.PRIO_PROCESS, thread, min(MOST_NICENESS, niceness))
