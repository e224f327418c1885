"""PURE. Schools of the office that a typed name could mean. No I/O."""

import difflib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bridge.lending.towns import fold

ALIKE = 0.84
"""Likeness from which people are asked whether it is the same school."""

_SHORT = {
    "gs": "grundschule",
    "gems": "gemeinschaftsschule",
    "gms": "gemeinschaftsschule",
    "regs": "regionale schule",
    "sts": "stadtteilschule",
    "obs": "oberschule",
    "igs": "integrierte gesamtschule",
    "kgs": "kooperative gesamtschule",
    "gym": "gymnasium",
    "rs": "realschule",
    "fz": "foerderzentrum",
}
_KINDS = frozenset(word for long in _SHORT.values() for word in long.split()) | {"schule"}


class KnownSchool(NamedTuple):
    """A school of the office.

    Args:
        names: Its name, and others that it was called by.
    """

    id: int
    names: tuple[str, ...]
    town: str = ""


class Likeness(NamedTuple):
    """A school that could be meant.

    Args:
        is_same: Whether the names are the same but for how they are written.
    """

    id: int
    is_same: bool


def same_school(name: str, town: str, known: Iterable[KnownSchool]) -> list[Likeness]:
    """Return the schools that a name could mean, the likeliest first.

    The same name in another town is another school, as is another kind of school of one name.
    """
    wanted = _words(name, town)
    found = []
    for school in known:
        if town and school.town and fold(town) != fold(school.town):
            continue
        likeness = max(_likeness(wanted, _words(one, school.town)) for one in school.names)
        if likeness >= ALIKE:
            found.append((likeness, school.id))
    return [Likeness(id, likeness == 1) for likeness, id in sorted(found, reverse=True)]


def _words(name: str, town: str) -> list[str]:
    long = " ".join(_SHORT.get(word, word) for word in fold(name).split()).split()
    bare = [word for word in long if word not in fold(town).split() and not word.isdigit()]
    return bare or long


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    if sorted(one) == sorted(other):
        return 1.0
    if _kind(one) and _kind(other) and _kind(one) != _kind(other):
        return 0.0
    bare_one, bare_other = (" ".join(w for w in words if w not in _KINDS) for words in (one, other))
    if not bare_one or not bare_other:
        return 0.0
    # One of them left out its kind: "Möwenweg" for "Stadtteilschule Möwenweg".
    return min(0.99, difflib.SequenceMatcher(None, bare_one, bare_other).ratio())


def _kind(words: Sequence[str]) -> frozenset[str]:
    return frozenset(words) & (_KINDS - {"schule"})
