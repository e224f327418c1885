"""Changes of the disk that a power cut may end at any point.

Everything that an update changes goes through here, so that a test can cut the power between any
two changes. What is not synced may be lost, in any order (tests/robot/update/power_cut.py).
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

FOLDER, FILE, PROGRAM = 0o755, 0o644, 0o755


class DurableDisk:
    """The file system, by the few changes that an update makes."""

    def make_folder(self, path: Path) -> None:
        """Make a folder."""
        path.mkdir(FOLDER)

    def write(self, path: Path, parts: Iterable[bytes], mode: int = FILE) -> None:
        """Write a new file, and wait until its content is on the disk; its name may not be."""
        how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(path, how, mode)
        with os.fdopen(descriptor, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())

    def make_link(self, path: Path, goal: str) -> None:
        """Make a symbolic link."""
        path.symlink_to(goal)

    def rename(self, path: Path, name: str) -> None:
        """Give an entry another name in its folder; whatever has that name goes."""
        path.replace(path.with_name(name))

    def remove(self, path: Path) -> None:
        """Remove a file or a link."""
        path.unlink()

    def remove_folder(self, path: Path) -> None:
        """Remove an empty folder."""
        path.rmdir()

    def sync(self, folder: Path) -> None:
        """Wait until the names in a folder are on the disk."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    # ---- made of those

    def replace_file(self, path: Path, data: bytes, mode: int = FILE) -> None:
        """Replace a file: the old or the new one is there, never a part."""
        beside = path.with_name(f".{path.name}.new")
        self._clear(beside)
        self.write(beside, [data], mode)
        self.rename(beside, path.name)
        self.sync(path.parent)

    def replace_link(self, path: Path, goal: str) -> None:
        """Let a link name something else: it names the old or the new, never nothing."""
        beside = path.with_name(f".{path.name}.new")
        self._clear(beside)
        self.make_link(beside, goal)
        self.rename(beside, path.name)
        self.sync(path.parent)

    def remove_tree(self, path: Path) -> None:
        """Remove a folder with all that is in it."""
        for place, folders, names in os.walk(path, topdown=False):
            for name in (*names, *folders):
                one = Path(place, name)
                if one.is_dir() and not one.is_symlink():
                    self.remove_folder(one)
                else:
                    self.remove(one)
        self.remove_folder(path)

    def _clear(self, path: Path) -> None:
        """Remove what a power cut has left."""
        with contextlib.suppress(FileNotFoundError):
            self.remove(path)
