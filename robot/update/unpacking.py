"""Unpacking of a release's archive, within the bounds that its signature names."""

import lzma
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from bridge.process.release_info import ReleaseInfo
from robot.update.disk import FILE, PROGRAM, DurableDisk
from robot.update.errors import UpdateError

PART_BYTES = 256 * 1024
PYTHON = "/usr/bin/python3"
"""The system's own, to which an environment links; no other link leads outside."""

LEAST = "bin/karlsson-robot"
MOST_PARTS = 32


def unpack(archive: Path, info: ReleaseInfo, folder: Path, disk: DurableDisk) -> None:
    """Unpack an archive into a new folder; everything in it is on the disk at the end.

    Raises:
        UpdateError: It holds what no release holds, or is damaged.
        OSError: The disk is full or fails.
    """
    disk.make_folder(folder)
    folders = [folder]
    files = size = 0
    try:
        with tarfile.open(archive, "r:xz") as tar:
            for entry in tar:
                files, size = files + 1, size + entry.size
                if problem := _problem(entry):
                    raise UpdateError("bad_archive", version=info.version, what=problem)
                if files > info.files or size > info.unpacked_bytes:
                    raise UpdateError(
                        "bad_archive",
                        version=info.version,
                        what="it holds more than was signed for",
                    )
                path = folder / entry.name
                if entry.isdir():
                    disk.make_folder(path)
                    folders.append(path)
                elif entry.issym():
                    disk.make_link(path, entry.linkname)
                else:
                    mode = PROGRAM if entry.mode & 0o100 else FILE
                    disk.write(path, _content(tar, entry), mode)
    except (
        tarfile.TarError,
        lzma.LZMAError,
        EOFError,
        FileExistsError,
        FileNotFoundError,
    ) as error:
        what = f"it is damaged ({type(error).__name__})"
        raise UpdateError("bad_archive", version=info.version, what=what) from error
    if not (folder / LEAST).is_file():
        raise UpdateError("bad_archive", version=info.version, what=f"{LEAST} is not in it")
    for one in reversed(folders):
        disk.sync(one)


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> Iterator[bytes]:
    file = tar.extractfile(entry)
    if file is None:
        return
    while part := file.read(PART_BYTES):
        yield part


def _problem(entry: tarfile.TarInfo) -> str:
    """Return what is wrong with an entry, or an empty text."""
    name = PurePosixPath(entry.name)
    shown = ascii(entry.name[:60])
    if name.is_absolute() or ".." in name.parts or not name.parts or len(name.parts) > MOST_PARTS:
        return f"{shown} leads out of its folder"
    if entry.issym():
        return "" if _leads_inside(name, entry.linkname) else f"the link {shown} leads outside"
    if not (entry.isdir() or entry.isreg()):
        return f"{shown} is neither a file, a folder nor a link"
    return ""


def _leads_inside(name: PurePosixPath, goal: str) -> bool:
    if goal.startswith("/"):
        rest = goal.removeprefix(PYTHON)
        return goal.startswith(PYTHON) and (not rest or rest.replace(".", "").isdecimal())
    inside = os.path.normpath(name.parent / goal)
    return not inside.startswith(("..", "/"))
