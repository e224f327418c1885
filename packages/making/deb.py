"""A package from its files, by dpkg-deb: the same bytes from the same checkout."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from packages.making.errors import PackageError

BUILD_TIMEOUT_S = 900.0

COMPRESSION = ("-Zzstd", "-z12", "--no-uniform-compression", "--threads-max=1")
"""Unpacked several times as fast as xz on a small computer. The control file stays readable for
programs that know no zstd. One thread, since their number changes the bytes."""


def installed_bytes(folder: Path) -> int:
    """Return the size of all files of a package."""
    return sum(path.lstat().st_size for path in _files(folder))


def build(folder: Path, control: Mapping[str, str], output: Path, epoch_s: int) -> None:
    """Build a package.

    Args:
        folder: Its files, as they will lie on the system.
        control: Control file and maintainer scripts by name.
        output: The package's file.
        epoch_s: Time of all that is in it.

    Raises:
        PackageError: dpkg-deb is missing or fails.
    """
    if shutil.which("dpkg-deb") is None:
        raise PackageError("dpkg-deb is missing: sudo apt-get install dpkg")
    sums = "".join(
        f"{_md5(path)}  {path.relative_to(folder)}\n"
        for path in _files(folder)
        if not path.is_symlink()
    )
    place = folder / "DEBIAN"
    place.mkdir()
    for name, text in {**control, "md5sums": sums}.items():
        (place / name).write_text(text, encoding="utf-8")
        (place / name).chmod(0o755 if text.startswith("#!") else 0o644)
    for path in [folder, *sorted(folder.rglob("*"))]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)
        os.utime(path, (epoch_s, epoch_s), follow_symlinks=False)
    unfinished = output.with_suffix(".part")
    done = subprocess.run(
        ["dpkg-deb", *COMPRESSION, "--root-owner-group", "--build", str(folder), str(unfinished)],
        capture_output=True,
        text=True,
        timeout=BUILD_TIMEOUT_S,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch_s), "LC_ALL": "C"},
        check=False,
    )
    if done.returncode:
        unfinished.unlink(missing_ok=True)
        raise PackageError(f"dpkg-deb: {done.stderr.strip()}")
    unfinished.replace(output)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())


def _md5(path: Path) -> str:
    """Return what `dpkg --verify` compares."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
