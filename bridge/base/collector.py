"""Python's collector, kept out while a bridge handles thousands of objects for a moment.

Objects that live while the collector runs are taken for long-lived ones, and once there are a
quarter more of those, all objects are looked at (Python's `gc` module). With the links of 3,000
robots that holds every link for some 300 ms. What is done for all robots at once, every few
seconds, would cause it again and again, although its objects are freed by their counts.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


class _Pauses:
    """Number of those who want the collector to wait; their tasks may overlap."""

    number = 0


def keep_for_good() -> None:
    """Let the collector look no more at what is there now: modules, classes, templates, settings.

    A process calls this once, when it serves. Looking at all of that takes some 80 ms, and a page
    of thousands of rows brings it about.
    """
    gc.collect()
    gc.freeze()


@contextmanager
def no_collection() -> Iterator[None]:
    """Let the collector wait inside the `with`, which takes seconds at most."""
    was_enabled = _Pauses.number or gc.isenabled()
    gc.disable()
    _Pauses.number += 1
    try:
        yield
    finally:
        _Pauses.number -= 1
        if was_enabled and not _Pauses.number:
            gc.enable()
