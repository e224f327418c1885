"""The folder of releases: what is signed, what waits for signatures, and the archives (TUF).

    metadata/1.root.json, 1.targets.json, 1.snapshot.json     what counts
    waiting/2.targets.json                                    lacks a signature
    targets/1.4.0/<hash>.karlsson-1.4.0-aarch64-py311.tar.xz

Two of three people sign root and targets, the second of them also the snapshot. The timestamp is
the bridge's (record 60).
"""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets
from tuf.api.serialization.json import JSONSerializer

from bridge.process import atomic, file_words
from bridge.process.release_info import MOST_ARCHIVE_BYTES, ReleaseInfo, target_path
from technician.releases.errors import ReleaseError

PEOPLE, NEEDED = 3, 2
ROOT_DAYS, TARGETS_DAYS = 730, 400

Role = Metadata[Any]
"""Metadata of root, targets or snapshot; which one is checked where they are read."""


@dataclass(frozen=True)
class SigningState:
    """A piece of metadata, and how many signatures it has."""

    name: str
    signed: int
    needed: int

    @property
    def counts(self) -> bool:
        """True once enough people have signed it."""
        return self.signed >= self.needed


class Repository:
    """One folder of releases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._metadata = folder / "metadata"
        self._waiting = folder / "waiting"
        self._targets = folder / "targets"

    def init(self, people: Sequence[CryptoSigner], bridge: CryptoSigner, now: datetime) -> None:
        """Begin with a root, an empty list of releases, and its snapshot.

        Raises:
            ReleaseError: There is one already, or it cannot be written.
        """
        if self._metadata.exists():
            raise ReleaseError(f"{self.folder}: is a folder of releases already")
        root = Root(expires=_in_days(now, ROOT_DAYS), consistent_snapshot=True)
        for role in ("root", "targets", "snapshot"):
            for person in people:
                root.add_key(person.public_key, role)
        root.add_key(bridge.public_key, "timestamp")
        root.roles["root"].threshold = root.roles["targets"].threshold = NEEDED
        signed = Metadata(root)
        for person in people:
            signed.sign(person, append=True)
        try:
            for place in (self._metadata, self._waiting, self._targets):
                place.mkdir(parents=True)
        except OSError as error:
            raise ReleaseError(
                f"{self.folder}: {file_words.of_file(self.folder, error)}"
            ) from error
        self._write(self._metadata, "root", signed)
        empty = Metadata(Targets(expires=_in_days(now, TARGETS_DAYS)))
        for person in people[:NEEDED]:
            empty.sign(person, append=True)
        self._publish(empty, people[0], now)

    def root_bytes(self) -> bytes:
        """Return the newest root, which is laid into robots."""
        return self._newest("root")[1].read_bytes()

    def add(self, archive: Path, info: ReleaseInfo, now: datetime) -> str:
        """Copy an archive, and list it in targets that wait for signatures; return its path.

        Raises:
            ReleaseError: It is listed already with other content, or cannot be copied.
        """
        size = archive.stat().st_size
        if size > MOST_ARCHIVE_BYTES:
            raise ReleaseError(
                f"{archive}: {size / 1e6:.0f} MB; allowed are {MOST_ARCHIVE_BYTES / 1e6:.0f} MB"
            )
        path = target_path(info.version, info.platform)
        entry = TargetFile(
            size,
            {"sha256": _digest(archive)},
            path,
            {"custom": msgspec.to_builtins(info)},
        )
        targets = self._open_targets(now)
        known = targets.targets.get(path)
        if known is not None and known.hashes != entry.hashes:
            raise ReleaseError(
                f"{path}: is listed already with other content; what was signed never changes, so "
                "take a new version"
            )
        goal = self._targets / entry.get_prefixed_paths()[0]
        self._copy(archive, goal)
        targets.targets[path] = entry
        self._write(self._waiting, "targets", Metadata(targets))
        return path

    def withdraw(self, version: str, now: datetime) -> int:
        """Take a version off the list; return how many archives it had."""
        targets = self._open_targets(now)
        gone = [path for path in targets.targets if path.startswith(f"{version}/")]
        if not gone:
            raise ReleaseError(f"{version}: is not listed; `karlsson release show` lists all")
        for path in gone:
            del targets.targets[path]
        self._write(self._waiting, "targets", Metadata(targets))
        return len(gone)

    def renew(self, now: datetime) -> None:
        """Begin a root and a list with a new day of expiry; both wait for signatures."""
        root = self._read("root", self._newest("root")[1]).signed
        root.version += 1
        root.expires = _in_days(now, ROOT_DAYS)
        self._write(self._waiting, "root", Metadata(root))
        self._write(self._waiting, "targets", Metadata(self._open_targets(now)))

    def sign(self, person: CryptoSigner, now: datetime) -> list[SigningState]:
        """Sign whatever waits; what has enough signatures counts from now on.

        Raises:
            ReleaseError: Nothing waits, or this key may not sign.
        """
        waiting = sorted(self._waiting.glob("*.json"))
        if not waiting:
            raise ReleaseError(f"{self.folder}: nothing waits for a signature")
        root = self._read("root", self._newest("root")[1]).signed
        if person.public_key.keyid not in root.roles["root"].keyids:
            raise ReleaseError("this key is none of the three that may sign here")
        done: list[SigningState] = []
        for path in waiting:
            role = path.name.split(".")[1]
            signed = self._read(role, path)
            signed.sign(person, append=True)
            result = root.get_verification_result(role, signed.signed_bytes, signed.signatures)
            standing = SigningState(
                f"{signed.signed.version}.{role}.json", len(result.signed), result.threshold
            )
            done.append(standing)
            if not standing.counts:
                self._write(self._waiting, role, signed)
                continue
            if role == "root":
                self._write(self._metadata, "root", signed)
                root = signed.signed
            else:
                self._publish(signed, person, now)
            path.unlink()
        return done

    def listed(self) -> list[tuple[ReleaseInfo, int]]:
        """Return what robots may find, with the size of each archive."""
        targets = self._read("targets", self._newest("targets")[1]).signed
        return [
            (msgspec.convert(entry.custom, ReleaseInfo), entry.length)
            for entry in targets.targets.values()
        ]

    def waits(self) -> list[str]:
        """Return the names of what waits for signatures."""
        return sorted(path.name for path in self._waiting.glob("*.json"))

    # ---- files

    def _open_targets(self, now: datetime) -> Targets:
        """Return the targets that wait, or the next ones after those that count."""
        count, path = self._newest("targets")
        waiting = self._waiting / f"{count + 1}.targets.json"
        targets: Targets = self._read("targets", waiting if waiting.exists() else path).signed
        targets.version = count + 1
        targets.expires = _in_days(now, TARGETS_DAYS)
        return targets

    def _publish(self, targets: Role, person: CryptoSigner, now: datetime) -> None:
        """Write targets that count, and then the snapshot that names them."""
        self._write(self._metadata, "targets", targets)
        data = (self._metadata / f"{targets.signed.version}.targets.json").read_bytes()
        before = self._numbers("snapshot")
        meta = MetaFile.from_data(targets.signed.version, data, ["sha256"])
        snapshot = Metadata(
            Snapshot(
                version=max(before, default=0) + 1,
                expires=_in_days(now, TARGETS_DAYS),
                meta={"targets.json": meta},
            )
        )
        snapshot.sign(person)
        self._write(self._metadata, "snapshot", snapshot)

    def _numbers(self, role: str) -> list[int]:
        found = self._metadata.glob(f"*.{role}.json")
        return sorted(int(path.name.split(".")[0]) for path in found)

    def _newest(self, role: str) -> tuple[int, Path]:
        numbers = self._numbers(role)
        if not numbers:
            raise ReleaseError(
                f"{self.folder}: is no folder of releases; `karlsson release init` makes one"
            )
        return numbers[-1], self._metadata / f"{numbers[-1]}.{role}.json"

    def _read(self, role: str, path: Path) -> Role:
        try:
            metadata: Role = Metadata.from_bytes(path.read_bytes())
        except OSError as error:
            raise ReleaseError(f"{path}: {file_words.of_file(path, error)}") from error
        except RepositoryError as error:
            raise ReleaseError(f"{path}: is damaged; take it from a copy of this folder") from error
        if metadata.signed.type != role:
            raise ReleaseError(f"{path}: holds {metadata.signed.type}, and not {role}")
        return metadata

    def _write(self, folder: Path, role: str, metadata: Role) -> None:
        path = folder / f"{metadata.signed.version}.{role}.json"
        try:
            atomic.replace(path, metadata.to_bytes(JSONSerializer(compact=True)), 0o644)
        except OSError as error:
            raise ReleaseError(f"{path}: {file_words.of_file(path, error)}") from error

    def _copy(self, archive: Path, goal: Path) -> None:
        beside = goal.with_name(f".{goal.name}")
        try:
            goal.parent.mkdir(exist_ok=True)
            shutil.copyfile(archive, beside)
            beside.replace(goal)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise ReleaseError(f"{goal}: {file_words.of_file(goal, error)}") from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _in_days(now: datetime, days: int) -> datetime:
    return (now.astimezone(UTC) + timedelta(days=days)).replace(microsecond=0)
