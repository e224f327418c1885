"""Copying of an operating system's image to a card, with a look at what arrived."""

import errno
import hashlib
import lzma
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from bridge.process import file_words
from technician.places.boot_partition import unopened
from technician.places.errors import CardError

CHUNK = 4 * 2**20
_XZ = b"\xfd7zXZ\x00"
_PACKED = {b"PK\x03\x04": "a zip", b"\x1f\x8b": "a gz"}

Progress = Callable[[int], None]
"""Gets how many bytes were written or compared since the last call."""


def work_bytes(image: Path) -> int:
    """Return how many bytes will be written and compared; 0 if that is not known beforehand."""
    with image.open("rb") as file:
        packed = file.read(len(_XZ)) == _XZ
    return 0 if packed else 2 * image.stat().st_size


def check_image(image: Path) -> None:
    """Look whether a file can be an image.

    Raises:
        CardError: It cannot.
    """
    try:
        with image.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise CardError(
            f"{image}: {file_words.words(error)}; name an image of Raspberry Pi OS"
        ) from error
    for begin, kind in _PACKED.items():
        if head.startswith(begin):
            raise CardError(f"{image}: is {kind} archive; unpack it, and name the .img in it")
    if not head.startswith(_XZ) and head[510:512] != b"\x55\xaa":
        raise CardError(
            f"{image}: is no image of a disk; name the .img or .img.xz of Raspberry Pi OS"
        )


def copy(image: Path, device: Path, size_bytes: int, progress: Progress) -> None:
    """Copy an image to a disk and compare it.

    Args:
        image: A .img or .img.xz.
        device: The disk.
        size_bytes: Its size.
        progress: Hears of each part.

    Raises:
        CardError: The card is too small, was pulled out, or does not keep what is written.
    """
    if work_bytes(image) // 2 > 0 and image.stat().st_size > size_bytes:
        raise _too_small(image, device, image.stat().st_size, size_bytes)
    try:
        descriptor = os.open(device, os.O_RDWR | os.O_CLOEXEC)
    except OSError as error:
        raise unopened(device, error) from error
    with os.fdopen(descriptor, "r+b", buffering=0) as target:
        try:
            written, wanted = _write(image, target, size_bytes, device, progress)
            os.fsync(target.fileno())
            os.posix_fadvise(target.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            found = _hash(target, written, progress)
        except lzma.LZMAError as error:
            raise CardError(f"{image}: is damaged; load it again") from error
        except EOFError as error:
            raise CardError(f"{image}: is cut off; load it again") from error
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise _too_small(image, device, 0, size_bytes) from error
            raise CardError(
                f"{device}: {file_words.words(error)}; was the card pulled out? Put it in again, "
                "or another, and run the same command"
            ) from error
    if found != wanted:
        raise CardError(f"{device}: does not keep what is written; take another card")


def _write(
    image: Path, target: IO[bytes], size_bytes: int, device: Path, progress: Progress
) -> tuple[int, bytes]:
    """Write everything; return how many bytes, and their hash."""
    found, written = hashlib.sha256(), 0
    with image.open("rb") as file:
        packed = file.read(len(_XZ)) == _XZ
    with lzma.open(image) if packed else image.open("rb") as source:
        while chunk := source.read(CHUNK):
            if written + len(chunk) > size_bytes:
                raise _too_small(image, device, 0, size_bytes)
            found.update(chunk)
            rest = memoryview(chunk)
            while rest:
                rest = rest[target.write(rest) :]
            written += len(chunk)
            progress(len(chunk))
    return written, found.digest()


def _hash(target: IO[bytes], count: int, progress: Progress) -> bytes:
    found = hashlib.sha256()
    target.seek(0)
    while count > 0:
        chunk = target.read(min(CHUNK, count))
        if not chunk:
            break
        found.update(chunk)
        count -= len(chunk)
        progress(len(chunk))
    return found.digest()


def _too_small(image: Path, device: Path, needed: int, size_bytes: int) -> CardError:
    asks = f", and {image.name} needs {needed / 10**9:.3g}" if needed else f" for {image.name}"
    return CardError(
        f"{device}: the card is too small: it has {size_bytes / 10**9:.3g} GB{asks};"
        " take a larger one"
    )
