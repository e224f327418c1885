"""Wheels of a system: fetched by pip with the lock's hashes, kept, and unpacked."""

import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath

from packaging.utils import canonicalize_name

from packages.making.errors import PackageError
from packages.plans import lock
from packages.plans.lock import LockedPackage
from packages.plans.targets import TargetSystem

FETCH_TIMEOUT_S = 1800.0

DATA = re.compile(r"[^/]+\.data/(purelib|platlib)/(.+)")
"""Files of a wheel that belong beside its others; scripts and headers are of no use here."""

LEFT_OUT = re.compile(r"(^|/)((__pycache__|tests?)/|\.git)|\.(pyc|pyi|a|h|pxd|pyx|c)$")
"""Files of wheels that nothing opens at run time."""


class Wheelhouse:
    """Wheels of one system.

    Args:
        checkout: Folder with the lock and with pip's wheel.
        kept: Folder in which wheels stay for the next time.
        target: The system.
    """

    def __init__(self, checkout: Path, kept: Path, target: TargetSystem) -> None:
        self._checkout = checkout
        self._folder = kept / str(target)
        self._target = target
        text = (checkout / "requirements.lock").read_text(encoding="utf-8")
        self._locked = lock.of_system(lock.parse(text), target.environment())

    def fetch(self) -> dict[str, Path]:
        """Fetch what is not there yet; return every wheel by name.

        Raises:
            PackageError: A package of the lock has no wheel for this system, or the network fails.
        """
        if not self._complete():
            self._folder.mkdir(parents=True, exist_ok=True)
            wanted = self._folder / "wanted.txt"
            wanted.write_text(lock.as_text(self._locked.values()), encoding="utf-8")
            self._ask_pip(wanted)
        found = self._found()
        if missing := sorted(self._locked.keys() - found.keys()):
            raise PackageError(f"{self._target}: no wheel of {', '.join(missing)}")
        return found

    def needed(self, extras: Iterable[str], wheels: Mapping[str, Path]) -> list[Path]:
        """Return the wheels that extras of this distribution lead to, by name."""
        project = tomllib.loads((self._checkout / "pyproject.toml").read_text(encoding="utf-8"))
        optional = project["project"]["optional-dependencies"]
        wanted = [*project["project"]["dependencies"]]
        wanted += [one for extra in extras for one in optional[extra]]
        requires = {name: _requires(path) for name, path in wheels.items()}
        names = lock.needed(wanted, requires, self._target.environment())
        return [wheels[name] for name in sorted(names)]

    def _complete(self) -> bool:
        found = self._found()
        return all(_is(found.get(name), one) for name, one in self._locked.items())

    def _found(self) -> dict[str, Path]:
        wheels = sorted(self._folder.glob("*.whl"))
        found = {canonicalize_name(path.name.partition("-")[0]): path for path in wheels}
        return {name: path for name, path in found.items() if name in self._locked}

    def _ask_pip(self, wanted: Path) -> None:
        for old in self._folder.glob("*.whl"):
            if not _is(old, self._locked.get(canonicalize_name(old.name.partition("-")[0]))):
                old.unlink()
        (pip,) = (self._checkout / ".bootstrap").glob("pip-*.whl")
        platforms = [word for tag in self._target.platforms() for word in ("--platform", tag)]
        command = [
            *(sys.executable, str(pip / "pip"), "download", "--quiet", "--no-deps"),
            *("--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"),
            *("--implementation", "cp", "--python-version", self._target.python, *platforms),
            *("--dest", str(self._folder), "--requirement", str(wanted)),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=FETCH_TIMEOUT_S, check=False
        )
        if done.returncode:
            raise PackageError(
                f"{self._target}: pip could not fetch all wheels of requirements.lock; is there a"
                f" network?\n{done.stderr.strip()}"
            )


def unpack(wheel: Path, folder: Path) -> None:
    """Unpack what a wheel brings for imports.

    Raises:
        PackageError: A name in it leads out of the folder.
    """
    with zipfile.ZipFile(wheel) as archive:
        for one in archive.infolist():
            name = one.filename
            if inner := DATA.fullmatch(name):
                name = inner[2]
            elif ".data/" in name.partition("/")[0] + "/":
                continue
            if one.is_dir() or LEFT_OUT.search(name):
                continue
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                raise PackageError(f"{wheel.name}: {name} leads out of its folder")
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(one) as source, path.open("wb") as file:
                shutil.copyfileobj(source, file)
            # Programs that a wheel brings stay programs; libraries never were.
            runs = one.external_attr >> 16 & 0o100 and ".so" not in path.name
            path.chmod(0o755 if runs else 0o644)


def _is(path: Path | None, locked: LockedPackage | None) -> bool:
    """Return whether a file is one of those that the lock names."""
    if path is None or locked is None:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() in locked.hashes


def _requires(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [
            one for one in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", one)
        ]
        text = archive.read(name).decode("utf-8", errors="replace")
    return HeaderParser().parsestr(text).get_all("Requires-Dist") or []
