"""Release of a call's memory as soon as the call has ended.

A closed connection of aiortc is a cycle of objects, which hold megabytes of C memory that
Python's collector does not count. Without help they would stay for hours (Python's `gc`
module: the oldest generation is collected when it has grown by a quarter). Freed memory
is also given back to the system (malloc_trim(3), glibc).
"""

import ctypes
import gc

_libc = ctypes.CDLL(None)


def settle() -> None:
    """Exclude everything loaded at the start from later sweeps, since it stays anyway."""
    gc.collect()
    gc.freeze()


def sweep() -> None:
    """Free unreachable objects; this blocks the loop for some milliseconds."""
    gc.collect()
    # Other C libraries than glibc have no such call and do not need it.
    if hasattr(_libc, "malloc_trim"):
        _libc.malloc_trim(0)
