"""Releases and signatures for tests; the keys are new each time, and have no password."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner

from bridge.process.release_info import ReleaseInfo
from technician.releases import archive
from technician.releases.repository import Repository

PLATFORM = "x86_64-py311"


def a_key() -> CryptoSigner:
    return CryptoSigner(Ed25519PrivateKey.generate())


def a_release(folder: Path, version: str, words: str = "") -> Path:
    """Make the folder of a release that says its version."""
    (folder / "bin").mkdir(parents=True)
    command = folder / "bin" / "karlsson-robot"
    command.write_text(f"#!/bin/sh\necho {words or version}\n", encoding="utf-8")
    command.chmod(0o755)
    (folder / "bin" / "python").symlink_to("/usr/bin/python3")
    (folder / "lib" / "karlsson").mkdir(parents=True)
    (folder / "lib" / "karlsson" / "version.txt").write_text(version, encoding="utf-8")
    (folder / "lib" / "again").symlink_to("karlsson")
    return folder


@dataclass
class House:
    """A folder of releases with those who sign it."""

    repository: Repository
    people: list[CryptoSigner]
    bridge: CryptoSigner

    def release(
        self, place: Path, version: str, *instead_of: str, at: datetime | None = None
    ) -> None:
        """Make, list and sign a release."""
        now = at or datetime.now(UTC)
        folder = a_release(place / version, version)
        made = place / f"{version}.tar.xz"
        packed = archive.pack(folder, made)
        info = ReleaseInfo(version, PLATFORM, packed.unpacked_bytes, packed.files, instead_of)
        self.repository.add(made, info, now)
        for person in self.people[:2]:
            self.repository.sign(person, now)


def a_house(folder: Path, at: datetime | None = None) -> House:
    house = House(Repository(folder), [a_key() for _ in range(3)], a_key())
    house.repository.init(house.people, house.bridge, at or datetime.now(UTC))
    return house
