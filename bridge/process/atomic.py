"""Small files that are old or new after a power cut or on a full disk, never broken."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

PRIVATE = 0o600


def write_new(path: Path, data: bytes) -> None:
    """Write a file that only we may read, and that must not exist yet.

    Raises:
        FileExistsError: It exists; it is untouched.
        OSError: It cannot be written.
    """
    with _beside(path, data, PRIVATE) as written:
        os.link(written, path)
    _sync_folder(path.parent)


def replace(path: Path, data: bytes, mode: int = PRIVATE) -> None:
    """Write a file over the old one, if there is one.

    Args:
        path: In a folder that exists.
        data: All of it.
        mode: Who may read it; only we, if nothing is said.

    Raises:
        OSError: It cannot be written; the old one is untouched.
    """
    with _beside(path, data, mode) as written:
        written.replace(path)
    _sync_folder(path.parent)


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


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
