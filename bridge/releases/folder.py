"""The folder of releases on the bridge: names of its files, and what is signed in it (TUF).

metadata/N.root.json, N.targets.json, N.snapshot.json, timestamp.json
targets/<version>/<hash>.karlsson-….tar.xz
"""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from securesystemslib.exceptions import Error as SigningError
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata

from bridge.base.errors import BridgeError
from bridge.process import file_words
from bridge.process.release_info import METADATA_NAME, TARGET_NAME, ReleaseInfo

MOST_BYTES = 5_000_000


class ReleasesError(BridgeError):
    """Releases cannot be used."""


def metadata_path(folder: Path, name: str) -> Path | None:
    """Return the file of metadata with this name, or None for a name that no such file has."""
    return folder / "metadata" / name if re.match(METADATA_NAME, name) else None


def target_file(folder: Path, name: str) -> Path | None:
    """Return the file of an archive, or None for a name that no archive has."""
    return folder / "targets" / name if re.match(TARGET_NAME, name) else None


def numbers(folder: Path, role: str) -> list[int]:
    """Return the numbers of a role's files, in order."""
    found = (folder / "metadata").glob(f"*.{role}.json")
    return sorted(int(one.name.split(".")[0]) for one in found if metadata_path(folder, one.name))


def read(path: Path, role: str) -> Metadata[Any]:
    """Return a piece of metadata, not checked yet.

    Raises:
        ReleasesError: It is not there, damaged or of another kind.
    """
    try:
        with path.open("rb") as file:
            metadata: Metadata[Any] = Metadata.from_bytes(file.read(MOST_BYTES))
    except OSError as error:
        raise ReleasesError(f"{path}: {file_words.of_file(path, error)}") from error
    except RepositoryError as error:
        raise ReleasesError(f"{path}: is damaged or cut off") from error
    if metadata.signed.type != role:
        raise ReleasesError(f"{path}: holds {metadata.signed.type}, and not {role}")
    return metadata


class Signed:
    """Signed content of a folder, checked from its first root on.

    Raises:
        ReleasesError: A signature, a number or a hash is wrong.
    """

    def __init__(self, folder: Path, root: Metadata[Any] | None = None) -> None:
        self.folder = folder
        roots = numbers(folder, "root")
        if not roots:
            raise ReleasesError(
                f"{folder}: is no folder of releases; `karlsson release init` makes one"
            )
        trusted = root or read(self._path(roots[0], "root"), "root")
        for number in range(trusted.signed.version + (1 if root else 0), roots[-1] + 1):
            following = read(self._path(number, "root"), "root")
            self._check(trusted, "root", following)
            self._check(following, "root", following)
            trusted = following
        self.root = trusted
        self.snapshot = self._newest("snapshot")
        meta = self.snapshot.signed.meta["targets.json"]
        self.targets = read(self._path(meta.version, "targets"), "targets")
        self._check(self.root, "targets", self.targets)
        try:
            meta.verify_length_and_hashes(self._path(meta.version, "targets").read_bytes())
        except RepositoryError as error:
            path = self._path(meta.version, "targets")
            raise ReleasesError(f"{path}: is not the list that the snapshot names") from error

    def expired(self, now: datetime) -> list[str]:
        """Return what has expired."""
        parts = {"root": self.root, "targets": self.targets, "snapshot": self.snapshot}
        return [name for name, one in parts.items() if one.signed.is_expired(now)]

    def infos(self) -> list[ReleaseInfo]:
        """Return what robots find on the list."""
        found = []
        for target in self.targets.signed.targets.values():
            try:
                found.append(msgspec.convert(target.custom, ReleaseInfo))
            except msgspec.ValidationError:
                continue  # of a newer kind
        return found

    def _newest(self, role: str) -> Metadata[Any]:
        found = numbers(self.folder, role)
        if not found:
            raise ReleasesError(f"{self.folder}: its {role} is missing")
        newest = read(self._path(found[-1], role), role)
        self._check(self.root, role, newest)
        return newest

    def _path(self, number: int, role: str) -> Path:
        return self.folder / "metadata" / f"{number}.{role}.json"

    def _check(self, by: Metadata[Any], role: str, what: Metadata[Any]) -> None:
        path = self._path(what.signed.version, role)
        try:
            by.signed.verify_delegate(role, what.signed_bytes, what.signatures)
        except (RepositoryError, SigningError) as error:
            raise ReleasesError(
                f"{path}: is not signed by the people of this folder; was it changed, or does it "
                "come from somebody else?"
            ) from error
