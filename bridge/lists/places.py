"""PURE. Federal states by their names and by the towns in a text. No I/O."""

import re
from functools import lru_cache

from bridge.days.school_days import FEDERAL_STATES
from bridge.lending import towns
from bridge.lists.folding import fold, is_near

_STATES: dict[str, tuple[str, ...]] = {
    "HH": ("hh", "hamburg", "fhh", "freie und hansestadt hamburg", "hansestadt hamburg", "hbg"),
    "SH": ("sh", "s h", "schleswig holstein", "schl holst", "schlesw holst", "s holst"),
    "NI": ("ni", "nds", "niedersachsen", "nieders", "lower saxony", "ns"),
    "MV": (
        *("mv", "m v", "mecklenburg vorpommern", "meck pomm", "meckpomm", "meck vorp", "mvp"),
        *("mecklenburg vorp", "mecklenb vorp", "meckl vorp", "mecklenburg"),
    ),
}
_STATE_OF = {name: state for state, names in _STATES.items() for name in names}

_LONG_NAME = 7
"""From so many letters on, a town's name in the middle of a text is no other word."""


def states_in(text: str) -> list[str]:
    """Return the federal states that a text names and nothing else; empty for any other text."""
    found: list[str] = []
    for part in re.split(r"\s*(?:/|,|;|\+|&|\bund\b|\bu\.)\s*", re.sub(r"\(.*?\)", "", text)):
        state = state_of(part)
        if state is None:
            return []
        found.append(state)
    return found


def state_of(text: str) -> str | None:
    """Return the federal state that a text names, or None."""
    folded = fold(text)
    if folded in _STATE_OF:
        return _STATE_OF[folded]
    for name, state in _STATE_OF.items():
        if len(name) >= 7 and is_near(folded, name, 2 if len(name) > 10 else 1):
            return state
    return None


def state_of_sheet(name: str) -> str | None:
    """Return the federal state that the name of a sheet gives, such as `S-H` or `Hamburg 26`."""
    bare = re.sub(r"(?:19|20)?\d\d(?:[/_-]\d\d(?:\d\d)?)?", "", name).strip(" _-")
    found = state_of(bare)
    if found:
        return found
    words = [state for part in bare.split() if (state := state_of(part))]
    return words[0] if len(set(words)) == 1 else None


def state_near(town: str, postcode: str) -> str:
    """Return the federal state of a post code, else of a town; empty outside of the four."""
    state = towns.state_of_postcode(postcode) or town_in(town)[1]
    return state if state in FEDERAL_STATES else ""


@lru_cache(maxsize=4096)
def town_in(text: str) -> tuple[str, str]:
    """Return the town that a text ends with, or names, and its federal state; empty for none."""
    place = towns.find_place(text)
    if place is None:
        return "", ""
    name, folded = fold(place.name), fold(text)
    if not folded.endswith(name.split()[-1]) and len(name) < _LONG_NAME:
        return "", ""
    return place.name, place.state if place.state in FEDERAL_STATES else ""


def is_town(text: str) -> bool:
    """Return whether a text is the name of a known town."""
    place = towns.find_place(text)
    return place is not None and fold(text) in fold(place.name).split()
