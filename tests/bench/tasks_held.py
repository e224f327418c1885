"""Number of asyncio tasks in other processes, as they report it themselves."""

import os
from pathlib import Path

from tests.bench.children import BenchError

FOLDER = "KARLSSON_TASKS_FOLDER"
_COUNTING = Path(__file__).with_name("counting")


def told_in(folder: Path) -> dict[str, str]:
    """Return the environment that makes a Python process and its children tell it there."""
    paths = [str(_COUNTING), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {FOLDER: str(folder), "PYTHONPATH": os.pathsep.join(paths)}


def tasks_of(folder: Path, pid: int) -> int:
    """Return the number of a process that has run for two seconds; it is a second old at most.

    Raises:
        BenchError: The process has told none.
    """
    try:
        return int((folder / str(pid)).read_text())
    except FileNotFoundError:
        raise BenchError(f"process {pid} does not tell how many tasks it has") from None
