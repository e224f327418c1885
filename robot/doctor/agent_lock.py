"""Lock of the running agent on its folder, by which others know that it runs.

The kernel lets go of it when the process ends, however it ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = "agent.lock"


@contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Hold the lock inside the `with`; yield False if another agent holds it, or nobody can."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(folder / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        yield False
        return
    try:
        yield _locks(fd)
    finally:
        os.close(fd)


def is_held(folder: Path) -> bool:
    """Return whether an agent runs with this folder."""
    try:
        fd = os.open(folder / FILE, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _locks(fd)
    finally:
        os.close(fd)


def _locks(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
