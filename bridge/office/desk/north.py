"""PURE. A schematic map of the four federal states, and where a robot is on it. No I/O.

The outlines are drawn by hand, in degrees, rough enough to be read at the size of a card; they are
not a map to measure on. Beside it always stands a list with the same numbers.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bridge.lending.towns import find_place
from bridge.office.desk.robot_state import DeskRobot

WIDTH, HEIGHT = 210, 176
WEST, NORTH = 6.55, 55.10
PER_LONGITUDE, PER_LATITUDE = 26.6, 45.6
"""A degree of longitude is shorter here: 0.58 of one of latitude."""

NUMBERED_FROM = 3
"""Fewest robots in one town whose number stands in its dot."""

_OUTLINES: dict[str, Sequence[tuple[float, float]]] = {
    "SH": (
        (8.65, 54.91), (9.45, 54.82), (9.95, 54.78), (10.05, 54.50), (10.70, 54.32), (11.12, 54.38),
        (11.05, 54.05), (10.90, 53.95), (10.95, 53.70), (10.60, 53.42), (10.30, 53.43),
        (10.16, 53.72), (9.78, 53.64), (9.55, 53.62), (9.20, 53.88), (8.85, 54.00), (8.98, 54.32),
        (8.60, 54.32), (8.85, 54.50),
    ),
    "HH": (
        (9.76, 53.60), (10.14, 53.70), (10.30, 53.42), (9.98, 53.42),
    ),
    "MV": (
        (11.00, 53.98), (11.50, 53.98), (11.75, 54.15), (12.30, 54.25), (12.60, 54.46),
        (13.10, 54.40), (13.40, 54.66), (13.75, 54.30), (13.80, 54.10), (14.22, 53.93),
        (14.38, 53.28), (13.90, 53.42), (13.25, 53.25), (12.70, 53.18), (12.20, 53.32),
        (11.55, 53.12), (11.00, 53.30), (10.66, 53.42), (11.00, 53.70),
    ),
    "NI": (
        (6.72, 52.60), (7.02, 52.62), (7.05, 53.25), (7.02, 53.55), (7.80, 53.72), (8.12, 53.50),
        (8.45, 53.55), (8.60, 53.86), (9.02, 53.86), (9.45, 53.60), (9.72, 53.56), (9.95, 53.36),
        (10.32, 53.38), (10.60, 53.34), (11.00, 53.22), (11.50, 53.02), (10.95, 52.84),
        (10.98, 52.38), (11.02, 52.00), (10.58, 51.92), (10.66, 51.58), (10.00, 51.34),
        (9.60, 51.38), (9.40, 51.68), (9.22, 51.98), (9.02, 52.30), (8.72, 52.52), (8.32, 52.42),
        (8.22, 52.12), (7.95, 52.14), (7.88, 52.38), (7.40, 52.34), (7.05, 52.26), (6.98, 52.46),
    ),
}  # fmt: skip
_LABELS = {"SH": (9.62, 54.02), "MV": (12.35, 53.72), "NI": (8.35, 52.95), "HH": (10.00, 53.55)}


class MapDot(NamedTuple):
    """Robots of one town."""

    x: float
    y: float
    town: str
    robots: int
    needs: int

    @property
    def radius(self) -> float:
        """Size of the dot."""
        return 8.5 if self.is_numbered else 3.6

    @property
    def is_numbered(self) -> bool:
        """Return whether its number stands in it."""
        return self.robots >= NUMBERED_FROM


class StateShape(NamedTuple):
    """A federal state: corners as SVG takes them, and where its letters stand."""

    state: str
    points: str
    x: float
    y: float


def placed(longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a place is on the map."""
    return (
        round((longitude - WEST) * PER_LONGITUDE, 1),
        round((NORTH - latitude) * PER_LATITUDE, 1),
    )


def _shape(state: str) -> StateShape:
    corners = (placed(*corner) for corner in _OUTLINES[state])
    x, y = placed(*_LABELS[state])
    return StateShape(state, " ".join(f"{left},{top}" for left, top in corners), x, y)


SHAPES: tuple[StateShape, ...] = tuple(_shape(state) for state in _OUTLINES)


def town_of(robot: DeskRobot) -> tuple[str, str]:
    """Return the town or address where a robot is, and its postcode; both may be empty."""
    loan = robot.kept.loan
    if loan is not None:
        return loan.town or loan.school, loan.postcode
    return robot.kept.home, ""


def state_of(robot: DeskRobot) -> str:
    """Return the federal state in which a robot is; empty if nobody knows."""
    loan = robot.kept.loan
    if loan is not None and loan.federal_state:
        return loan.federal_state
    place = find_place(*town_of(robot)) if any(town_of(robot)) else None
    return place.state if place else ""


def dots(robots: Iterable[DeskRobot]) -> list[MapDot]:
    """Return one dot for each town with robots; small ones last, so that none is hidden."""
    found: dict[tuple[float, float], list[DeskRobot]] = defaultdict(list)
    names: dict[tuple[float, float], str] = {}
    for robot in robots:
        town, postcode = town_of(robot)
        place = find_place(town, postcode) if town or postcode else None
        if place is None:
            continue
        at = placed(place.longitude, place.latitude)
        if 0 <= at[0] <= WIDTH and 0 <= at[1] <= HEIGHT:
            found[at].append(robot)
            names[at] = place.name or town
    made = [
        MapDot(*at, names[at], len(here), sum(one.needs for one in here))
        for at, here in found.items()
    ]
    return sorted(made, key=lambda dot: (-dot.robots, dot.x, dot.y))
