"""PURE. Places of towns: their federal state, and the distance to another. No I/O.

Distances are straight lines between the middles of towns, for the order of proposals alone.
"""

import functools
import math
import re
import unicodedata
from typing import NamedTuple

from bridge.lending.towns_table import RANGES, REGIONS, TOWNS

EARTH_KM = 6371.0
NEAR_KM = 5
"""Distances are told in steps of this: a finer figure would say more than is known."""


class TownPlace(NamedTuple):
    """A town, or the region of a postcode.

    Args:
        name: Name of the town; empty for a region.
        state: HH, SH, NI, MV or HB.
    """

    name: str
    state: str
    latitude: float
    longitude: float


def find_place(text: str, postcode: str = "") -> TownPlace | None:
    """Return the place that a text names, such as `Lager Rostock`, or that a postcode means.

    Args:
        text: Town, address of a depot, or name of a school with its town.
        postcode: Helps where two towns have one name, or where the text names none.
    """
    region = _regions().get(postcode[:3]) if is_postcode(postcode) else None
    found = _named(text)
    if not found:
        return TownPlace("", state_of_postcode(postcode), *region) if region else None
    if region is None or len(found) == 1:
        return found[0]
    return min(found, key=lambda one: _km(one[2:], region))


def state_of(town: str, postcode: str = "") -> str:
    """Return the federal state of a town or postcode; empty if it is not known."""
    place = find_place(town, postcode)
    return state_of_postcode(postcode) or (place.state if place else "")


def is_postcode(text: str) -> bool:
    """Return whether a text has the form of a postcode."""
    return re.fullmatch(r"[0-9]{5}", text) is not None


def state_of_postcode(postcode: str) -> str:
    """Return the federal state of a postcode; empty outside of the north."""
    if not is_postcode(postcode):
        return ""
    return next((state for first, last, state in RANGES if first <= postcode <= last), "")


def distance_km(one: TownPlace, other: TownPlace) -> int:
    """Return the distance in steps of 5 km."""
    return NEAR_KM * round(_km(one[2:], other[2:]) / NEAR_KM)


def fold(text: str) -> str:
    """Return a name without what people write differently: case, umlauts, hyphens, blanks."""
    lower = unicodedata.normalize("NFC", text).casefold()
    for letter, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        lower = lower.replace(letter, pair)
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def _named(text: str) -> list[TownPlace]:
    """Return the towns of the longest name in a text; the part after the last comma goes first."""
    for part in (text.rpartition(",")[2], text):
        words = fold(part).split()
        for length in range(min(4, len(words)), 0, -1):
            for start in range(len(words) - length, -1, -1):
                found = _towns().get(" ".join(words[start : start + length]))
                if found:
                    return found
    return []


@functools.cache
def _towns() -> dict[str, list[TownPlace]]:
    found: dict[str, list[TownPlace]] = {}
    short: dict[str, list[TownPlace]] = {}
    for state, text in TOWNS.items():
        for entry in text.split("; "):
            name, latitude, longitude = entry.rsplit(" ", 2)
            place = TownPlace(name, state, float(latitude), float(longitude))
            found.setdefault(fold(name), []).append(place)
            bare = re.sub(r" (\(|am |an |auf |im |in )\S.*", "", name)
            if bare != name:
                short.setdefault(fold(bare), []).append(place)
    return short | found


@functools.cache
def _regions() -> dict[str, tuple[float, float]]:
    rows = (entry.split(" ") for entry in REGIONS.split("; "))
    return {key: (float(latitude), float(longitude)) for key, latitude, longitude in rows}


def _km(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the length of the great circle between two places in degrees."""
    latitude, longitude = math.radians(one[0]), math.radians(one[1])
    there, east = math.radians(other[0]), math.radians(other[1])
    half = math.sin((there - latitude) / 2) ** 2
    half += math.cos(latitude) * math.cos(there) * math.sin((east - longitude) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
