"""Lets a process say how many tasks of asyncio it has: Python imports this file at its start.

Only a benchmark puts this folder on `PYTHONPATH`; see `tests/bench/tasks_held.py`.
"""

import asyncio
import os
from pathlib import Path

FOLDER = "KARLSSON_TASKS_FOLDER"
EVERY_S = 1.0


class Counting(asyncio.DefaultEventLoopPolicy):
    """Makes loops that write the number of their tasks to a file named after the process."""

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        loop = super().new_event_loop()
        path = Path(os.environ[FOLDER], str(os.getpid()))
        loop.call_later(EVERY_S, _count, loop, path)
        return loop


def _count(loop: asyncio.AbstractEventLoop, path: Path) -> None:
    unfinished = path.with_suffix(".new")
    unfinished.write_text(str(len(asyncio.all_tasks(loop))))
    unfinished.replace(path)
    loop.call_later(EVERY_S, _count, loop, path)


if FOLDER in os.environ:
    asyncio.set_event_loop_policy(Counting())
