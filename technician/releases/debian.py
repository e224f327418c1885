"""A release out of a Debian package of the robot: its folder, version and platform."""

import contextlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bridge.process.release_info import is_version, platform_of
from technician.releases.errors import ReleaseError

RELEASES = "opt/karlsson/releases"
MACHINES = {"arm64": "aarch64", "amd64": "x86_64"}
UNPACK_S, ASK_S = 600.0, 30.0


@dataclass(frozen=True)
class Unpacked:
    """A release as its package lays it out."""

    folder: Path
    version: str
    platform: str


@contextlib.contextmanager
def opened(package: Path, beside: Path) -> Iterator[Unpacked]:
    """Unpack a package for a while.

    Args:
        beside: Folder with room for it.

    Raises:
        ReleaseError: It is no package of the robot, or dpkg is missing.
    """
    if not package.is_file():
        raise ReleaseError(f"{package}: is not there")
    machine = _asked(package, "-f", str(package), "Architecture").strip()
    if machine not in MACHINES:
        raise ReleaseError(
            f"{package}: is for {machine or 'no computer'}; robots are arm64 or amd64"
        )
    with tempfile.TemporaryDirectory(dir=beside) as name:
        _asked(package, "-x", str(package), name, timeout_s=UNPACK_S)
        found = sorted(Path(name, RELEASES).glob("*"))
        folders = [path for path in found if path.is_dir() and is_version(path.name)]
        if len(folders) != 1:
            raise ReleaseError(
                f"{package}: holds no release of the robot; name karlsson-robot_….deb"
            )
        (folder,) = folders
        yield Unpacked(
            folder, folder.name, platform_of(MACHINES[machine], _python(package, folder))
        )


def _python(package: Path, folder: Path) -> tuple[int, int]:
    """Return the Python for which the release was made."""
    for path in sorted((folder / "lib").glob("python3.*")):
        if found := re.fullmatch(r"python3\.(\d+)", path.name):
            return 3, int(found[1])
    raise ReleaseError(
        f"{package}: does not say for which Python it is: lib/python3.… is not in it"
    )


def _asked(package: Path, *arguments: str, timeout_s: float = ASK_S) -> str:
    program = shutil.which("dpkg-deb")
    if program is None:
        raise ReleaseError(
            f"{package}: dpkg-deb is not installed here; unpack it on a Debian, and name the "
            f"folder below {RELEASES}"
        )
    try:
        done = subprocess.run(
            [program, *arguments], capture_output=True, text=True, timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ReleaseError(f"{package}: unpacking takes more than {timeout_s:.0f} s") from error
    if done.returncode:
        raise ReleaseError(f"{package}: is no Debian package, or damaged; build or copy it again")
    return done.stdout
