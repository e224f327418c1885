"""A claim on a disk, during which nothing of it can be mounted."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from technician.places.boot_partition import unopened
from technician.places.errors import CardError


@contextlib.contextmanager
def claimed(path: Path) -> Iterator[None]:
    """Keep a disk for this process; an image is only looked for.

    A desktop mounts a card as soon as its partitions appear, which is in the middle of our work.
    What a file system wrote then would be lost, or ours.

    Raises:
        CardError: Something of it is mounted, or it cannot be opened.
    """
    try:
        exclusive = os.O_EXCL if stat.S_ISBLK(path.stat().st_mode) else 0
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | exclusive)
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise CardError(f"{path}: is in use; umount its partitions first") from error
        raise unopened(path, error) from error
    try:
        yield
    finally:
        os.close(descriptor)
