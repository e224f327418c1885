"""Archive of one release: a folder of the installation as one file, the same bytes each time."""

import os
import stat
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bridge.process import file_words
from bridge.process.release_info import MARK, MOST_FILES, MOST_UNPACKED_BYTES
from technician.releases.errors import ReleaseError

LEAST = "bin/karlsson-robot"
"""Without this a robot could not even look for the next release."""


@dataclass(frozen=True)
class Packed:
    """Size of an archive's content."""

    files: int
    unpacked_bytes: int


def pack(folder: Path, archive: Path) -> Packed:
    """Write the archive of a release's folder.

    Raises:
        ReleaseError: It is no release, or it cannot be read or written.
    """
    if not (folder / LEAST).exists():
        raise ReleaseError(f"{folder}: is no release: {LEAST} is not in it")
    found = list(_entries(folder))
    packed = Packed(len(found), sum(size for _, size in found))
    if packed.files > MOST_FILES or packed.unpacked_bytes > MOST_UNPACKED_BYTES:
        raise ReleaseError(
            f"{folder}: {packed.files} files with {packed.unpacked_bytes / 1e6:.0f} MB; "
            f"allowed are {MOST_FILES} with {MOST_UNPACKED_BYTES / 1e6:.0f} MB"
        )
    place = folder
    try:
        with tarfile.open(archive, "w:xz", format=tarfile.PAX_FORMAT) as tar:
            for path, _ in found:
                place = path
                entry = tar.gettarinfo(path, arcname=str(path.relative_to(folder)))
                _settle(entry)
                if entry.isreg():
                    with path.open("rb") as file:
                        tar.addfile(entry, file)
                else:
                    tar.addfile(entry)
    except OSError as error:
        archive.unlink(missing_ok=True)
        named = place if error.filename else archive
        raise ReleaseError(f"{named}: {file_words.of_file(named, error)}") from error
    return packed


def _settle(entry: tarfile.TarInfo) -> None:
    """Take away who made it and when, so that the same files give the same bytes."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = 0
    runs = entry.isdir() or entry.mode & stat.S_IXUSR
    entry.mode = 0o755 if runs else 0o644


def _entries(folder: Path) -> Iterator[tuple[Path, int]]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if one != "__pycache__")
        for name in sorted((*folders, *names)):
            path = Path(place, name)
            mode = path.lstat().st_mode
            if name == MARK and path.parent == folder:
                continue
            if stat.S_ISLNK(mode) or stat.S_ISDIR(mode):
                yield path, 0
            elif stat.S_ISREG(mode):
                yield path, path.stat().st_size
            else:
                raise ReleaseError(f"{path}: is neither a file, a folder nor a link")
