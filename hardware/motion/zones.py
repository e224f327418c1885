"""PURE. Where the head may look: the range of both axes without the no-view zones. No I/O.

What is left is covered by the largest free rectangles. A head whose places and
braking way lie within one of them cannot leave it, since each axis keeps to its
own two ends. It goes from one rectangle to the next only through where both
overlap. A zone is gone around where there is a way around; else the head stops
at its edge. The edge itself is allowed, and nothing inside is ever passed.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, count

from hardware.contract.interfaces import Pose

MOST_ZONES = 8
ROUNDING_DEG = 1e-6
DOOR_DEG = 1e-3
"""Rectangles that share less only touch."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of pan and tilt."""

    pan_low: float
    pan_high: float
    tilt_low: float
    tilt_high: float

    def clamp(self, pose: Pose) -> Pose:
        """Return the nearest place within."""
        return Pose(
            min(max(pose.pan_deg, self.pan_low), self.pan_high),
            min(max(pose.tilt_deg, self.tilt_low), self.tilt_high),
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies within, edges included."""
        return (
            self.pan_low <= other.pan_low
            and other.pan_high <= self.pan_high
            and self.tilt_low <= other.tilt_low
            and other.tilt_high <= self.tilt_high
        )

    def inside(self, pose: Pose) -> bool:
        """Whether the place is within and on no edge."""
        return (
            self.pan_low < pose.pan_deg < self.pan_high
            and self.tilt_low < pose.tilt_deg < self.tilt_high
        )

    def common(self, other: "Box") -> "Box":
        """Return what both cover; empty where `width_deg` is not positive."""
        return Box(
            max(self.pan_low, other.pan_low),
            min(self.pan_high, other.pan_high),
            max(self.tilt_low, other.tilt_low),
            min(self.tilt_high, other.tilt_high),
        )

    @property
    def width_deg(self) -> float:
        """The shorter side."""
        return min(self.pan_high - self.pan_low, self.tilt_high - self.tilt_low)


def point(pose: Pose) -> Box:
    """Return the rectangle that is one place."""
    return Box(pose.pan_deg, pose.pan_deg, pose.tilt_deg, pose.tilt_deg)


class Zones:
    """Free rectangles and the ways between them.

    Args:
        limits: The range of both axes.
        forbidden: At most MOST_ZONES no-view zones.
    """

    def __init__(self, limits: Box, forbidden: Sequence[Box] = ()) -> None:
        self.limits = limits
        self.forbidden = tuple(zone for zone in forbidden if zone.common(limits).width_deg > 0)
        self._cells = _free(limits, self.forbidden)
        self._doors = _doors(self._cells)
        self._parts = _parts(self._doors)
        self._planned: tuple[object, tuple[Box, Pose]] | None = None

    def allowed(self, pose: Pose) -> bool:
        """Whether the head may look there."""
        within = self.limits.holds(point(pose))
        return within and not any(zone.inside(pose) for zone in self.forbidden)

    def nearest(self, goal: Pose, here: Pose) -> Pose:
        """Return the place nearest to the goal that can be reached from here."""
        if not self.forbidden:
            return self.limits.clamp(goal)
        return self._nearest(goal, self._at(point(here)))

    def way(self, reach: Box, here: Pose, goal: Pose) -> tuple[Box, Pose]:
        """Return the rectangle to keep to, and where in it to go next.

        Args:
            reach: What the head must still pass, if it brakes now.
            here: Where it is.
            goal: Where it shall look in the end.
        """
        if not self.forbidden:
            return self.limits, self.limits.clamp(goal)
        cells = self._at(reach)
        key = (tuple(cells), goal)
        if not cells or self._planned is None or self._planned[0] != key:
            self._planned = (key, self._plan(cells, here, goal))
        return self._planned[1]

    def _plan(self, cells: list[int], here: Pose, goal: Pose) -> tuple[Box, Pose]:
        goal = self._nearest(goal, cells)
        if not cells:
            # Pushed into a zone by hand while its torque was off: the shortest way out.
            return self.limits, self._nearest(here, [])
        for cell in cells:
            if self._cells[cell].holds(point(goal)):
                return self._cells[cell], goal
        first, door = self._route(cells, here, goal)
        return self._cells[first], door.clamp(goal)

    def _at(self, reach: Box) -> list[int]:
        inner = Box(
            reach.pan_low + ROUNDING_DEG,
            reach.pan_high - ROUNDING_DEG,
            reach.tilt_low + ROUNDING_DEG,
            reach.tilt_high - ROUNDING_DEG,
        )
        return [i for i, cell in enumerate(self._cells) if cell.holds(inner)]

    def _nearest(self, goal: Pose, cells: list[int]) -> Pose:
        parts = {self._parts[cell] for cell in cells}
        places = [
            cell.clamp(goal)
            for i, cell in enumerate(self._cells)
            if not cells or self._parts[i] in parts
        ]
        return min(places, key=lambda place: _distance(place, goal))

    def _route(self, cells: list[int], here: Pose, goal: Pose) -> tuple[int, Box]:
        """Return the first rectangle of the shortest way, and the door out of it (Dijkstra)."""
        number = count()
        waiting: list[tuple[float, int, int, Pose, tuple[int, Box] | None]] = [
            (0.0, next(number), cell, here, None) for cell in cells
        ]
        seen: set[int] = set()
        while waiting:
            cost, _, cell, place, first = heapq.heappop(waiting)
            if cell in seen:
                continue
            seen.add(cell)
            if first is not None and self._cells[cell].holds(point(goal)):
                return first
            for other, door in self._doors[cell]:
                if other in seen:
                    continue
                through = door.clamp(place)
                total = cost + _distance(place, through)
                if self._cells[other].holds(point(goal)):
                    total += _distance(through, goal)
                entry = (total, next(number), other, through, first or (cell, door))
                heapq.heappush(waiting, entry)
        raise AssertionError("the nearest place is chosen among those that can be reached")


def _distance(one: Pose, other: Pose) -> float:
    return math.hypot(one.pan_deg - other.pan_deg, one.tilt_deg - other.tilt_deg)


def _free(limits: Box, forbidden: Sequence[Box]) -> list[Box]:
    """Return the largest rectangles without any inside of a zone."""
    pans = _edges(limits.pan_low, limits.pan_high, forbidden, ("pan_low", "pan_high"))
    tilts = _edges(limits.tilt_low, limits.tilt_high, forbidden, ("tilt_low", "tilt_high"))
    return [
        box
        for i, j in combinations(range(len(pans)), 2)
        for k, m in combinations(range(len(tilts)), 2)
        if _is_free(box := Box(pans[i], pans[j], tilts[k], tilts[m]), forbidden)
        and not any(_is_free(wider, forbidden) for wider in _wider(box, pans, tilts, (i, j, k, m)))
    ]


def _is_free(box: Box, forbidden: Sequence[Box]) -> bool:
    return not any(
        zone.pan_low < box.pan_high
        and box.pan_low < zone.pan_high
        and zone.tilt_low < box.tilt_high
        and box.tilt_low < zone.tilt_high
        for zone in forbidden
    )


def _wider(
    box: Box, pans: Sequence[float], tilts: Sequence[float], at: tuple[int, int, int, int]
) -> Iterator[Box]:
    """Return the rectangle with each of its sides moved out to the next edge."""
    i, j, k, m = at
    if i > 0:
        yield replace(box, pan_low=pans[i - 1])
    if j < len(pans) - 1:
        yield replace(box, pan_high=pans[j + 1])
    if k > 0:
        yield replace(box, tilt_low=tilts[k - 1])
    if m < len(tilts) - 1:
        yield replace(box, tilt_high=tilts[m + 1])


def _edges(low: float, high: float, zones: Sequence[Box], sides: tuple[str, str]) -> list[float]:
    inner = (getattr(zone, side) for zone in zones for side in sides)
    return sorted({low, high, *(edge for edge in inner if low < edge < high)})


def _doors(cells: Sequence[Box]) -> list[list[tuple[int, Box]]]:
    doors: list[list[tuple[int, Box]]] = [[] for _ in cells]
    for (i, one), (j, other) in combinations(enumerate(cells), 2):
        door = one.common(other)
        if door.width_deg >= DOOR_DEG:
            doors[i].append((j, door))
            doors[j].append((i, door))
    return doors


def _parts(doors: Sequence[Sequence[tuple[int, Box]]]) -> list[int]:
    """Return which cells hang together, as one number each."""
    parts = [-1] * len(doors)
    for start in range(len(doors)):
        waiting = [start] if parts[start] < 0 else []
        while waiting:
            cell = waiting.pop()
            parts[cell] = start
            waiting += [other for other, _ in doors[cell] if parts[other] < 0]
    return parts
