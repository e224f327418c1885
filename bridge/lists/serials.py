"""PURE. Choice of the robot that a cell means. No I/O."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bridge.lists.folding import fold

_TWO = re.compile(r"\d\s*(?:\+|&|,|;|/|\bund\b|\bu\.)\s*(?:[a-zA-Z]{2,}[-_ ]*)?\d")
_PARTS = re.compile(r"([a-zäöüß]*)[\W_]*([0-9oO]{1,8})", re.IGNORECASE)
_FILLER = {
    "nr",
    "no",
    "nummer",
    "geraet",
    "avatar",
    "av",
    "roboter",
    "robot",
    "robi",
    "sn",
    "id",
    "",
}


def serial_of(id: str) -> str:
    """Return a robot's id as lists write it: KRL-0007 for krl-0007."""
    return id.upper() if re.fullmatch(r"[a-z]{2,4}-\d+", id) else id


@dataclass(frozen=True)
class RobotFound:
    """Robot that a text names.

    Args:
        id: The robot; empty if the office has none like it.
        name: Name that stands beside the number, such as in `KRL-0001 Fiete`.
        is_exact: True if the number stands there as the office writes it.
        several: Robots, where a cell names more than one.
    """

    id: str
    name: str = ""
    is_exact: bool = True
    several: tuple[str, ...] = ()


@dataclass
class RobotBook:
    """Robots that the office has, found by whatever people write.

    Args:
        names: Their names by their ids.
    """

    names: Mapping[str, str]
    _exact: dict[str, str] = field(default_factory=dict)
    _numbered: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    _bare: dict[int, list[str]] = field(default_factory=dict)
    _named: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for id, name in self.names.items():
            self._exact[fold(id)] = id
            if fold(name) != fold(id):
                self._named.setdefault(fold(name), []).append(id)
            parts = re.fullmatch(r"(.*?)[\W_]*(\d{1,8})", id)
            if parts:
                self._numbered.setdefault((fold(parts[1]), int(parts[2])), []).append(id)
                self._bare.setdefault(int(parts[2]), []).append(id)

    def find(self, text: str) -> RobotFound:
        """Return the robot that a text means."""
        exact = self._exact.get(fold(text))
        if exact is not None:
            return RobotFound(exact, is_exact=text.upper() == exact.upper())
        if _TWO.search(text):
            ids = [
                found
                for part in re.split(r"[+&,;/]|\bund\b|\bu\.", text)
                if (found := self._one(part.strip(), text))
            ]
            if len(ids) > 1:
                return RobotFound("", several=tuple(ids))
        head, _, tail = text.partition(" ")
        if tail and (whole := self._exact.get(fold(head))):
            return RobotFound(whole, tail.strip(" ()-–,"), is_exact=head.upper() == whole.upper())
        found = self._one(text, text)
        if found:
            return RobotFound(found, is_exact=False)
        parts = re.fullmatch(r"(.*?\d[0-9oO]*)[\s,(:–-]+([^\W\d][^\d]*)", text)
        if parts and (found := self._one(parts[1], text)):
            return RobotFound(found, parts[2].strip(" )"), is_exact=False)
        # "Fiete (KRL-0001)"
        parts = re.fullmatch(r"([^\W\d][^\d(]*?)[\s(]+([a-zA-Z]+[\W_]*\d[0-9oO]*)\)?", text)
        if parts and (found := self._one(parts[2], text)):
            return RobotFound(found, parts[1].strip(), is_exact=False)
        return RobotFound("")

    def _one(self, text: str, whole: str) -> str:
        named = self._named.get(fold(text), [])
        if len(named) == 1:
            return named[0]
        parts = _PARTS.fullmatch(text.strip(" .#()"))
        if not parts:
            return ""
        prefix, figures = fold(parts[1]), parts[2].lower().replace("o", "0")
        if prefix.endswith("o") and prefix not in _FILLER:
            # The letter O for a zero, next to the letters.
            prefix = prefix.rstrip("o")
        number = int(figures)
        lettered = self._numbered.get((prefix, number), [])
        if len(lettered) == 1:
            return lettered[0]
        bare = self._bare.get(number, [])
        return bare[0] if prefix in _FILLER and len(bare) == 1 else ""

    def by_name(self, name: str) -> str:
        """Return the robot of a name; empty for none or several."""
        found = self._named.get(fold(name), [])
        return found[0] if len(found) == 1 else ""

    def next_free(self, id: str, used: Sequence[str]) -> str:
        """Return the robot that follows in the count and is not used; empty for none."""
        order = sorted(self.names)
        later = [one for one in order if one > id and one not in used]
        earlier = [one for one in reversed(order) if one < id and one not in used]
        return next(iter(later), next(iter(earlier), ""))
