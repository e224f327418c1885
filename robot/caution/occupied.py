"""A lock by which the agent says that somebody is in; the kernel takes it away with the process."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

NAME = "occupied"


class Occupied:
    """The agent's side.

    Args:
        folder: Runtime folder of the service; None tells nobody.
    """

    def __init__(self, folder: Path | None) -> None:
        self._descriptor: int | None = None
        if folder is not None:
            with contextlib.suppress(OSError):
                how = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
                self._descriptor = os.open(folder / NAME, how, 0o600)

    def note(self, somebody: bool) -> None:
        """Say whether somebody is in, or on the way in."""
        if self._descriptor is None:
            return
        how = fcntl.LOCK_SH | fcntl.LOCK_NB if somebody else fcntl.LOCK_UN
        with contextlib.suppress(OSError):
            fcntl.flock(self._descriptor, how)


@contextlib.contextmanager
def unless_occupied(folder: Path) -> Iterator[bool]:
    """Yield whether nobody is in. An agent of before tells nothing; then nobody seems to be in."""
    try:
        descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        yield True
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


def is_free(folder: Path) -> bool:
    """Return whether nobody is in."""
    with unless_occupied(folder) as free:
        return free
