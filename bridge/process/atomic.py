"""Atomic writes of small files: old or new after a power cut or on a full disk, never broken."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

PRIVATE = 0o600


def write_new(path: Path, data: bytes) -> None:
    """Write a new file that only its owner may read.

    Raises:
        FileExistsError: The file exists and is unchanged.
        OSError: The file cannot be written.
    """
    with _beside(path, data, PRIVATE) as written:
        os.link(written, path)
    sync_folder(path.parent)


def replace(path: Path, data: bytes, mode: int = PRIVATE) -> None:
    """Write a file, and replace the old one if it exists.

    Args:
        path: File in an existing folder.
        data: The whole content.
        mode: Access rights; by default only the owner may read it.

    Raises:
        OSError: The file cannot be written; the old one is unchanged.
    """
    with _beside(path, data, mode) as written:
        written.replace(path)
    sync_folder(path.parent)


@contextlib.contextmanager
def _beside(path: Path, data: bytes, mode: int) -> Iterator[Path]:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
