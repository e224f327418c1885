"""The releases on this robot: which one runs, which one was good last, and the one being staged.

/opt/karlsson/releases/1.4.0/           with `.complete` once it is whole
/opt/karlsson/releases/.1.5.0.partial/  being staged, or left by a power cut
/opt/karlsson/current -> releases/1.5.0 what the units start
/opt/karlsson/good -> releases/1.4.0    what was healthy last; the updater runs from it
"""

from pathlib import Path

import msgspec

from bridge.process.release_info import MARK, ReleaseInfo, is_version, order_of
from robot.update.disk import DurableDisk
from robot.update.unpacking import unpack

BASE = Path("/opt/karlsson")
PARTIAL = ".partial"


class Installation:
    """The folder of releases of this robot."""

    def __init__(self, base: Path = BASE, disk: DurableDisk | None = None) -> None:
        self.base = base
        self._releases = base / "releases"
        self._disk = disk or DurableDisk()

    @property
    def current(self) -> str:
        """Version that the units start; empty if the link leads nowhere."""
        return self._named_by("current")

    @property
    def good(self) -> str:
        """Version that was healthy last; as long as nobody wrote that down, the current one."""
        return self._named_by("good") or self.current

    def complete(self) -> list[str]:
        """Return the versions that are whole, oldest first."""
        found = [path.name for path in self._folders() if (path / MARK).is_file()]
        return sorted(found, key=order_of)

    def stage(self, archive: Path, info: ReleaseInfo) -> None:
        """Lay a release beside the one that runs; it is whole or not there.

        Raises:
            UpdateError: The archive is of no use.
            OSError: The disk is full or fails.
        """
        if info.version in self.complete():
            return
        self.clear()
        old = self._releases / info.version
        if old.exists():
            self._disk.remove_tree(old)  # what was being removed when the power failed
        partial = self._releases / f".{info.version}{PARTIAL}"
        unpack(archive, info, partial, self._disk)
        self._disk.write(partial / MARK, [msgspec.json.encode({"staged": info})])
        self._disk.sync(partial)
        self._disk.rename(partial, info.version)
        self._disk.sync(self._releases)

    def remember(self) -> None:
        """Write down which release is good, before another one is tried."""
        if self._named_by("good") != self.current or not self._is_direct("good"):
            self._point("good", self.current)

    def switch(self, version: str) -> None:
        """Let the units start another release."""
        if self.current != version:
            self._point("current", version)

    def keep(self, version: str) -> None:
        """Write down that a release is good."""
        if self._named_by("good") != version or not self._is_direct("good"):
            self._point("good", version)

    def repair(self) -> str:
        """Let `current` lead somewhere again; return the version it names then, or nothing.

        Nothing here leaves it dangling. A card that lost blocks, or a person, may.
        """
        if self.current:
            return ""
        good = self._named_by("good")
        whole = self.complete()
        version = good or (whole[-1] if whole else "")
        if version:
            self._point("current", version)
        return version

    def clear(self, spare: tuple[str, ...] = ()) -> None:
        """Remove what is half staged, and releases that neither run nor are to be kept.

        What a package laid in has no mark of ours, and is the package's to remove.
        """
        if not self._releases.is_dir():
            return
        for path in sorted(self._releases.iterdir()):
            if path.name.startswith(".") and path.name.endswith(PARTIAL):
                self._disk.remove_tree(path)
        kept = {self.current, self.good, *spare}
        if not spare:
            return
        for path in self._folders():
            if path.name not in kept and self._is_ours(path):
                self._disk.remove(path / MARK)
                self._disk.sync(path)
                self._disk.remove_tree(path)

    # ---- inside

    def _folders(self) -> list[Path]:
        try:
            found = list(self._releases.iterdir())
        except FileNotFoundError:
            return []
        return sorted(path for path in found if is_version(path.name) and path.is_dir())

    def _is_ours(self, path: Path) -> bool:
        try:
            return b'"staged"' in (path / MARK).read_bytes()
        except OSError:
            return False

    def _named_by(self, link: str) -> str:
        try:
            goal = (self.base / link).resolve(strict=True)
        except (OSError, RuntimeError):
            return ""
        return goal.name if goal.parent == self._releases.resolve() and goal.is_dir() else ""

    def _is_direct(self, link: str) -> bool:
        """Tell whether a link names a release, and not another link."""
        path = self.base / link
        return path.is_symlink() and path.readlink().parent.name == "releases"

    def _point(self, link: str, version: str) -> None:
        self._disk.replace_link(self.base / link, f"releases/{version}")
