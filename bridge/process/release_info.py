"""PURE. Facts of a release, and the robots whose turn it is to take it. No I/O.

Maintainer, bridge and robot read the same words: the first signs them, the others believe nothing
else.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

VERSION = r"^\d{1,4}(\.\d{1,4}){1,3}(rc\d{1,3})?\Z"
PLATFORM = r"^[a-z0-9_]{2,16}-py3\d{1,2}\Z"

Version = Annotated[str, Meta(pattern=VERSION, max_length=24)]
Platform = Annotated[str, Meta(pattern=PLATFORM, max_length=24)]

MARK = ".complete"
"""File in the folder of a release that is there only once everything else is."""

METADATA_NAME = r"^(?:\d{1,9}\.(?:root|targets|snapshot)|timestamp)\.json\Z"
TARGET_NAME = r"^[0-9][0-9A-Za-z.]{0,23}/[0-9a-f]{64}\.karlsson-[0-9A-Za-z._-]{1,60}\.tar\.xz\Z"
"""Names of files that a bridge hands out; no other path is looked at."""

MOST_ARCHIVE_BYTES = 512 * 1024 * 1024
MOST_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024
MOST_FILES = 60_000


class ReleaseInfo(msgspec.Struct, frozen=True):
    """Signed metadata of one archive. Newer fields are ignored.

    Args:
        version: As in `karlsson-robot --version`.
        platform: Computer and Python it was made for, such as `aarch64-py311`.
        unpacked_bytes: Room that it takes on the card.
        files: Number of its files.
        instead_of: Newer versions from which a robot may go back to this one.
    """

    version: Version
    platform: Platform
    unpacked_bytes: Annotated[int, Meta(gt=0, le=MOST_UNPACKED_BYTES)]
    files: Annotated[int, Meta(gt=0, le=MOST_FILES)]
    instead_of: Annotated[tuple[Version, ...], Meta(max_length=64)] = ()


class WaveOffer(msgspec.Struct, frozen=True):
    """The running wave as the bridge announces it to its robots, without their names.

    Args:
        wave: Number of the wave.
        version: Release that it brings.
        mark: Of the robot that takes it first.
        share_percent: Share of the others that may take it: 0, 10 or 100.
    """

    wave: Annotated[int, Meta(gt=0)]
    version: Version
    mark: Annotated[str, Meta(max_length=64)]
    share_percent: Annotated[int, Meta(ge=0, le=100)]


Why = Literal["newer", "downgrade", "same", "older", "fell_back"]


def is_version(text: str) -> bool:
    """Return whether a text names a version."""
    return len(text) <= 24 and re.match(VERSION, text) is not None


def order_of(version: str) -> tuple[tuple[int, ...], int]:
    """Return what versions are ordered by: 1.2 is 1.2.0, and 1.2.0rc1 comes before it."""
    plain, _, candidate = version.partition("rc")
    numbers = [int(part) for part in plain.split(".")]
    numbers += [0] * (4 - len(numbers))
    return tuple(numbers), int(candidate) if candidate else 1_000


def target_path(version: str, platform: str) -> str:
    """Return the path of an archive, before its hash is put into the name."""
    return f"{version}/karlsson-{version}-{platform}.tar.xz"


def platform_of(machine: str, python: tuple[int, int]) -> str:
    """Return the platform of a computer, from its machine and the version of its Python."""
    plain = {"arm64": "aarch64", "amd64": "x86_64"}.get(machine.lower(), machine.lower())
    return f"{plain}-py{python[0]}{python[1]}"


def may_replace(info: ReleaseInfo, running: str, fell_back: Iterable[str]) -> Why:
    """Return how a release stands to the one that runs; only the first two may be installed.

    Args:
        fell_back: Versions that this robot has tried and left again.
    """
    if info.version in set(fell_back):
        return "fell_back"
    if not is_version(running):
        return "newer"  # a checkout, or what was laid in by hand
    here, there = order_of(running), order_of(info.version)
    if there == here:
        return "same"
    if there > here:
        return "newer"
    return "downgrade" if running in info.instead_of else "older"


def mark_of(wave: int, robot_id: str) -> str:
    """Return what names a robot in a wave to itself alone."""
    return hashlib.sha256(f"karlsson/wave/{wave}/{robot_id}".encode()).hexdigest()[:32]


def is_in(offer: WaveOffer, robot_id: str) -> bool:
    """Return whether it is this robot's turn."""
    mark = mark_of(offer.wave, robot_id)
    return mark == offer.mark or int(mark[:8], 16) % 100 < offer.share_percent
