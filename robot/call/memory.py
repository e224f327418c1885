"""What a call leaves behind is freed when it ends, and not when Python gets around to it.

A closed connection of aiortc is a knot of objects that hold each other, and with them
megabytes of C memory which Python's collector does not count: it would wait for hours
(Python's `gc` module: the oldest generation is looked at when it has grown by a quarter).
What is freed between what stays is given back to the system too (malloc_trim(3), glibc).
"""

import ctypes
import gc

_libc = ctypes.CDLL(None)


def settle() -> None:
    """Leave what was loaded at the start out of every later sweep: it stays anyway."""
    gc.collect()
    gc.freeze()


def sweep() -> None:
    """Free what nothing reaches any more. The loop stands still meanwhile: some milliseconds."""
    gc.collect()
    # Other C libraries than glibc have no such call, and no need of it.
    if hasattr(_libc, "malloc_trim"):
        _libc.malloc_trim(0)
