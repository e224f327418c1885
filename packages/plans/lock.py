"""PURE. The lock file, and what of it a system needs. No I/O."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class LockedPackage:
    """A package of the lock.

    Args:
        name: Its canonical name.
        version: The only version that is taken.
        marker: Where it is needed; empty for everywhere.
        hashes: SHA-256 of each of its files.
    """

    name: str
    version: str
    marker: str
    hashes: frozenset[str]

    def is_for(self, environment: Mapping[str, str]) -> bool:
        """Return whether it is needed there."""
        return not self.marker or Marker(self.marker).evaluate(dict(environment))


def parse(text: str) -> list[LockedPackage]:
    """Return the packages of a lock file.

    Raises:
        ValueError: A line is neither a package nor one of its hashes.
    """
    found = []
    for block in text.replace("\\\n", " ").splitlines():
        line = block.partition("#")[0].strip()
        if not line:
            continue
        head, *_ = line.partition(" --hash=")
        requirement, _, marker = head.partition(";")
        name, _, version = requirement.partition("==")
        hashes = frozenset(HASH.findall(line))
        if not version or not hashes:
            raise ValueError(f"no package with version and hashes: {line[:60]}")
        package = LockedPackage(
            canonicalize_name(name.strip()), version.strip(), marker.strip(), hashes
        )
        found.append(package)
    return found


def of_system(
    locked: Iterable[LockedPackage], environment: Mapping[str, str]
) -> dict[str, LockedPackage]:
    """Return the packages of a system by name."""
    return {one.name: one for one in locked if one.is_for(environment)}


def as_text(locked: Iterable[LockedPackage]) -> str:
    """Return packages as a lock file without markers, for pip."""
    lines = []
    for one in sorted(locked, key=lambda one: one.name):
        hashes = "".join(f" --hash=sha256:{value}" for value in sorted(one.hashes))
        lines.append(f"{one.name}=={one.version}{hashes}\n")
    return "".join(lines)


def needed(
    wanted: Iterable[str],
    requires: Mapping[str, Sequence[str]],
    environment: Mapping[str, str],
) -> set[str]:
    """Return the names of packages that requirements lead to, directly or through others.

    Args:
        wanted: Requirements, such as `aiohttp>=3.14`.
        requires: Requirements of each package that there is, by canonical name.
        environment: Values of environment markers.

    Raises:
        KeyError: Something leads to a package that there is not.
    """
    found: set[tuple[str, str]] = set()
    open_ones = [Requirement(text) for text in wanted]
    while open_ones:
        one = open_ones.pop()
        name = canonicalize_name(one.name)
        for extra in ("", *sorted(one.extras)):
            if (name, extra) in found:
                continue
            found.add((name, extra))
            for text in requires[name]:
                further = Requirement(text)
                where = {**environment, "extra": extra}
                if further.marker is None or further.marker.evaluate(where):
                    open_ones.append(further)
    return {name for name, _ in found}
