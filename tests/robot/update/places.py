"""A robot's folders for tests of updates, and what stands in the place of its services."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from bridge.process.release_info import ReleaseInfo, WaveOffer
from robot.update.disk import DurableDisk
from robot.update.errors import UpdateError
from robot.update.installation import Installation
from robot.update.record import Records
from robot.update.updating import RobotHere, Updating
from technician.releases import archive
from tests.technician.releases.makers import PLATFORM, a_release

EVENING = datetime(2026, 11, 30, 19, 0).astimezone()  # a Monday
MORNING = datetime(2026, 11, 30, 9, 0).astimezone()
ROBOT = "karlsson-7"


def lay(base: Path, version: str, disk: DurableDisk | None = None) -> Installation:
    """Lay a package in: one release, and the link to it."""
    base.mkdir(parents=True, exist_ok=True)
    (base / "releases").mkdir(exist_ok=True)
    a_release(base / "releases" / version, version)
    installed = Installation(base, disk)
    installed.switch(version)
    return installed


def packed(
    place: Path, version: str, *instead_of: str, more: Mapping[str, bytes] | None = None
) -> tuple[Path, ReleaseInfo]:
    """Make an archive and what is signed of it."""
    folder = a_release(place / f"made-{version}", version)
    for name, data in (more or {}).items():
        (folder / name).write_bytes(data)
    path = place / f"{version}.tar.xz"
    made = archive.pack(folder, path)
    return path, ReleaseInfo(version, PLATFORM, made.unpacked_bytes, made.files, instead_of)


def holds(base: Path, link: str = "current") -> str:
    """Return the version of the whole release that a link leads to; what is not whole fails."""
    folder = base / link
    text = (folder / "lib" / "karlsson" / "version.txt").read_text(encoding="utf-8")
    command = (folder / "bin" / "karlsson-robot").read_text(encoding="utf-8")
    assert command == f"#!/bin/sh\necho {text}\n"
    assert (folder / "bin" / "karlsson-robot").stat().st_mode & 0o111
    assert (folder / "bin" / "python").readlink() == Path("/usr/bin/python3")
    assert (folder / "lib" / "again" / "version.txt").exists()
    return text


class HealthByVersion:
    """Services that work with some releases."""

    def __init__(self, installed: Installation, *sick: str) -> None:
        self._installed = installed
        self.sick = set(sick)
        self.heals_after = 0
        self.checks: list[str] = []
        self.restarts = 0
        self.rests = 0

    def restart(self) -> None:
        self.restarts += 1

    def rest(self) -> None:
        self.rests += 1

    def check(self) -> None:
        self.checks.append(self._installed.current)
        if self.heals_after and len(self.checks) > self.heals_after:
            return
        if self._installed.current in self.sick:
            raise UpdateError("unhealthy_call", what="no picture came")


class ShelfOfArchives:
    """Releases in a folder, where no bridge is needed."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self.found: dict[str, tuple[Path, ReleaseInfo]] = {}
        self.offer: WaveOffer | None = None
        self.fetched: list[str] = []

    def add(
        self, version: str, *instead_of: str, more: Mapping[str, bytes] | None = None
    ) -> ReleaseInfo:
        self.found[version] = packed(self._place, version, *instead_of, more=more)
        return self.found[version][1]

    def listed(self) -> list[ReleaseInfo]:
        return [info for _, info in self.found.values()]

    def wave(self) -> WaveOffer | None:
        return self.offer

    def archive_bytes(self, info: ReleaseInfo) -> int:
        return self.found[info.version][0].stat().st_size

    def fetch(self, info: ReleaseInfo) -> Path:
        self.fetched.append(info.version)
        return self.found[info.version][0]

    def forget_archives(self) -> None:
        """Keep them for the next test."""


class RobotWithUpdates:
    """Everything that updates need, in a folder of a test."""

    def __init__(self, place: Path, *sick: str, running: str = "1.4.0") -> None:
        self.base = place / "opt"
        self.installed = lay(self.base, running)
        self.records = Records(place / "state")
        self.records.folder.mkdir()
        self.runtime = place / "run"
        self.runtime.mkdir()
        self.now = EVENING
        self.health = HealthByVersion(self.installed, *sick)
        self.shelf = ShelfOfArchives(place)
        here = RobotHere(ROBOT, PLATFORM, self.runtime, lambda: self.now)
        self.updating = Updating(here, self.installed, self.records, self.health)


def entries(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        yield path.name
