"""PURE. Schools under the names by which lists call them. No I/O."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bridge.lists.folding import fold, is_near
from bridge.lists.places import is_town, town_in
from bridge.lists.verdicts import SchoolEntry

_KINDS = {
    **{"grundschule": "gs", "ggs": "gs", "gs": "gs", "vgs": "gs", "grundsch": "gs"},
    **{"gemeinschaftsschule": "gems", "gems": "gems", "gms": "gems", "gemsch": "gems"},
    **{"regionale schule": "regs", "regionalschule": "regs", "regs": "regs", "rgs": "regs"},
    **{"oberschule": "obs", "obs": "obs", "igs": "igs", "kgs": "kgs", "gesamtschule": "igs"},
    **{"integrierte gesamtschule": "igs", "kooperative gesamtschule": "kgs"},
    **{"stadtteilschule": "sts", "sts": "sts", "gymnasium": "gym", "gym": "gym", "gymn": "gym"},
    **{"realschule": "rs", "rs": "rs", "hauptschule": "hs", "hs": "hs", "schule": "", "sch": ""},
    **{"foerderschule": "foes", "foerderzentrum": "foes", "fz": "foes", "foes": "foes"},
    **{"klinikschule": "klinik", "klinik": "klinik", "schule fuer kranke": "klinik"},
    **{"berufsschule": "bbs", "berufsbildende schule": "bbs", "bbs": "bbs", "bs": "bbs"},
}
_KIND = re.compile(rf"\b(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))})\b")

NOT_SCHOOLS = {
    **{
        "reparatur": "workshop",
        "werkstatt": "workshop",
        "wartung": "workshop",
        "in reparatur": "workshop",
    },
    **{"rep": "workshop", "in rep": "workshop", "service": "workshop", "hersteller": "workshop"},
    **{
        "defekt": "workshop",
        "kaputt": "workshop",
        "in wartung": "workshop",
        "einschicken": "workshop",
    },
    **{
        "buero": "home",
        "lager": "home",
        "zuhause": "home",
        "im buero": "home",
        "geschaeftsstelle": "home",
    },
    **{"frei": "home", "verein": "home", "zentrale": "home", "schrank": "home", "depot": "home"},
    **{"verfuegbar": "home", "im lager": "home", "bei uns": "home"},
    **{"ferien": "break", "schulferien": "break", "urlaub": "break", "sommerferien": "break"},
    **{"herbstferien": "break", "weihnachtsferien": "break", "winterferien": "break"},
    **{"osterferien": "break", "pfingstferien": "break", "feiertag": "break", "schulfrei": "break"},
}
"""Entries that stand where a school should: a workshop, the charity's own place, holidays."""


@dataclass(frozen=True)
class FoldedSchool:
    """A name in parts: kind of school, its own name, its town."""

    kind: str
    core: str
    town: str


def folded(name: str) -> FoldedSchool:
    """Return a school's name in parts that can be compared."""
    text = fold(re.sub(r"\(.*?\)", " ", name))
    kinds = [_KINDS[one] for one in _KIND.findall(text)]
    core = " ".join(_KIND.sub(" ", text).split())
    words = core.split()
    town = ""
    if len(words) > 1 and is_town(words[-1]):
        town, words = words[-1], words[:-1]
        while len(words) > 1 and words[-1] in ("in", "zu", "bad"):
            words = words[:-1]
    return FoldedSchool(next(iter(kinds), ""), " ".join(words) or text, town)


def not_a_school(text: str) -> str:
    """Return what a text is that names no school: workshop, home, break; empty for a school."""
    plain = fold(text)
    found = NOT_SCHOOLS.get(plain, "")
    if found:
        return found
    first = plain.split(" ")[0] if plain else ""
    return (
        NOT_SCHOOLS.get(first, "")
        if first in ("reparatur", "werkstatt", "wartung", "defekt")
        else ""
    )


@dataclass
class SchoolBook:
    """Schools of the office and of the list so far.

    Args:
        known: Schools of the office.
    """

    known: Iterable[SchoolEntry]
    _exact: dict[str, SchoolEntry] = field(default_factory=dict)
    _parts: dict[str, FoldedSchool] = field(default_factory=dict)
    _first: dict[str, str] = field(default_factory=dict)
    _by_core: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for school in self.known:
            self._add(school, "")

    def _add(self, school: SchoolEntry, place: str) -> None:
        for name in (school.name, *school.also):
            self._exact.setdefault(fold(name), school)
        if fold(school.name) not in self._parts:
            parts = folded(school.name)
            self._parts[fold(school.name)] = parts
            self._by_core.setdefault(parts.core, []).append(fold(school.name))
        self._first.setdefault(fold(school.name), place)

    def exact(self, name: str) -> SchoolEntry | None:
        """Return the school of this very name."""
        return self._exact.get(fold(name))

    def first_place(self, school: SchoolEntry) -> str:
        """Return the cell in which a school of the list first stood; empty for the office's."""
        return self._first.get(fold(school.name), "")

    def similar(self, name: str) -> SchoolEntry | None:
        """Return a school that is probably the same, or None."""
        wanted = folded(name)
        for key in self._by_core.get(wanted.core, []):
            if _same(wanted, self._parts[key]):
                return self._exact[key]
        if len(wanted.core) < 6:
            return None
        for key, parts in self._parts.items():
            most = 2 if len(wanted.core) >= 10 else 1
            ends = wanted.core[:2] == parts.core[:2] or wanted.core[-2:] == parts.core[-2:]
            if (
                ends
                and is_near(wanted.core, parts.core, most)
                and _same(replace(wanted, core=parts.core), parts)
            ):
                return self._exact[key]
        return None

    def containing(self, name: str) -> SchoolEntry | None:
        """Return the only school whose own name is this one, whatever kind it is, or None."""
        core = folded(name).core
        found = {self._exact[key].name: self._exact[key] for key in self._by_core.get(core, [])}
        return next(iter(found.values())) if len(found) == 1 else None

    def add(
        self, name: str, place: str, town: str = "", postcode: str = "", state: str = ""
    ) -> SchoolEntry:
        """Add a school of the list, or complete the one that has this name."""
        school = self.exact(name)
        if school is None:
            school = SchoolEntry(name, town, postcode, state)
            self._add(school, place)
            return school
        return self.complete(school, town, postcode, state)

    def complete(self, school: SchoolEntry, town: str, postcode: str, state: str) -> SchoolEntry:
        """Fill in what is missing of a school."""
        fuller = replace(
            school,
            town=school.town or town,
            postcode=school.postcode or postcode,
            state=school.state or state,
        )
        if fuller != school:
            for name in (school.name, *school.also):
                self._exact[fold(name)] = fuller
        return fuller

    def also(self, school: SchoolEntry, name: str) -> SchoolEntry:
        """Remember another name of a school."""
        if name == school.name or name in school.also:
            return school
        fuller = replace(school, also=(*school.also, name))
        for one in (fuller.name, *fuller.also):
            self._exact[fold(one)] = fuller
        return fuller


def _same(one: FoldedSchool, other: FoldedSchool) -> bool:
    kinds = not one.kind or not other.kind or one.kind == other.kind
    towns = not one.town or not other.town or one.town == other.town
    return kinds and towns and one.core == other.core


def state_of_school(name: str) -> tuple[str, str]:
    """Return town and federal state that a school's name gives; empty for none."""
    return town_in(name)
