"""Number of items that an object holds, to see a table grow."""

import asyncio
import collections
import gc
import logging
import queue
import types
from pathlib import Path
from typing import Any

import numpy as np

MOST_OBJECTS = 400_000
BYTES_AN_ITEM = 64
PAGE_BYTES = 4096

_OUTSIDE = (
    *(type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.CodeType),
    *(types.FrameType, types.CoroutineType, logging.Logger, asyncio.AbstractEventLoop),
    *(asyncio.Task, asyncio.Future, asyncio.Handle),
)


def weight(*roots: Any) -> int:
    """Return the number of items in every container that can be reached, bytes counted small.

    Classes, modules, functions, tasks and the event loop are where it ends.
    """
    seen: set[int] = set()
    waiting: list[Any] = list(roots)
    items = 0
    while waiting and len(seen) < MOST_OBJECTS:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, _OUTSIDE):
            continue
        seen.add(id(thing))
        if isinstance(thing, bytes | bytearray | memoryview):
            items += len(thing) // BYTES_AN_ITEM
        elif isinstance(thing, np.ndarray):
            items += thing.nbytes // BYTES_AN_ITEM
        elif isinstance(thing, dict | list | set | frozenset | tuple | collections.deque):
            items += len(thing)
        elif isinstance(thing, queue.Queue | asyncio.Queue):
            items += thing.qsize()
        waiting.extend(gc.get_referents(thing))
    return items


def resident_bytes() -> int:
    """Return what this process holds of the machine's memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES
