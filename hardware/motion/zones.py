"""PURE. Free space of the head: the range of both axes without the no-view zones. No I/O.

The largest free rectangles cover this space. A head whose positions and braking
distance lie within one rectangle cannot leave it, since each axis keeps to its own
two ends. The head goes from one rectangle to the next only where both overlap. It
goes around a zone if there is a way around; otherwise it stops at the edge. The
edge itself is allowed, and the head never passes through the inside.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, count

from hardware.contract.interfaces import Pose

MOST_ZONES = 8
ROUNDING_DEG = 1e-6
OVERLAP_DEG = 1e-3
"""Rectangles that share less only touch."""


@dataclass(frozen=True, slots=True)
class AngleRect:
    """Rectangle of pan and tilt, in degrees."""

    pan_low: float
    pan_high: float
    tilt_low: float
    tilt_high: float

    def clamp(self, pose: Pose) -> Pose:
        """Return the nearest pose within the rectangle."""
        return Pose(
            min(max(pose.pan_deg, self.pan_low), self.pan_high),
            min(max(pose.tilt_deg, self.tilt_low), self.tilt_high),
        )

    def holds(self, other: "AngleRect") -> bool:
        """Return whether the other lies within, edges included."""
        return (
            self.pan_low <= other.pan_low
            and other.pan_high <= self.pan_high
            and self.tilt_low <= other.tilt_low
            and other.tilt_high <= self.tilt_high
        )

    def inside(self, pose: Pose) -> bool:
        """Return whether the pose is inside and not on an edge."""
        return (
            self.pan_low < pose.pan_deg < self.pan_high
            and self.tilt_low < pose.tilt_deg < self.tilt_high
        )

    def common(self, other: "AngleRect") -> "AngleRect":
        """Return the intersection; it is empty if `width_deg` is not positive."""
        return AngleRect(
            max(self.pan_low, other.pan_low),
            min(self.pan_high, other.pan_high),
            max(self.tilt_low, other.tilt_low),
            min(self.tilt_high, other.tilt_high),
        )

    @property
    def width_deg(self) -> float:
        """Length of the shorter side."""
        return min(self.pan_high - self.pan_low, self.tilt_high - self.tilt_low)


def point(pose: Pose) -> AngleRect:
    """Return the rectangle that contains only this pose."""
    return AngleRect(pose.pan_deg, pose.pan_deg, pose.tilt_deg, pose.tilt_deg)


class Zones:
    """Free rectangles and the routes between them.

    Args:
        limits: The range of both axes.
        forbidden: At most MOST_ZONES no-view zones.
    """

    def __init__(self, limits: AngleRect, forbidden: Sequence[AngleRect] = ()) -> None:
        self.limits = limits
        self.forbidden = tuple(zone for zone in forbidden if zone.common(limits).width_deg > 0)
        self._cells = _free(limits, self.forbidden)
        self._overlaps = _overlaps(self._cells)
        self._regions = _regions(self._overlaps)
        self._cached: tuple[object, tuple[AngleRect, Pose]] | None = None

    def allowed(self, pose: Pose) -> bool:
        """Return whether the head may look there."""
        within = self.limits.holds(point(pose))
        return within and not any(zone.inside(pose) for zone in self.forbidden)

    def nearest(self, target: Pose, here: Pose) -> Pose:
        """Return the pose nearest to the target that can be reached from here."""
        if not self.forbidden:
            return self.limits.clamp(target)
        return self._nearest(target, self._at(point(here)))

    def route(self, reach: AngleRect, here: Pose, target: Pose) -> tuple[AngleRect, Pose]:
        """Return the rectangle to stay in, and the next target within it.

        Args:
            reach: Poses that the head still passes if it brakes now.
            here: Pose of the head.
            target: Final target.
        """
        if not self.forbidden:
            return self.limits, self.limits.clamp(target)
        cells = self._at(reach)
        key = (tuple(cells), target)
        if not cells or self._cached is None or self._cached[0] != key:
            self._cached = (key, self._plan(cells, here, target))
        return self._cached[1]

    def _plan(self, cells: list[int], here: Pose, target: Pose) -> tuple[AngleRect, Pose]:
        target = self._nearest(target, cells)
        if not cells:
            # Somebody pushed the detached head into a zone: take the shortest way out.
            return self.limits, self._nearest(here, [])
        for cell in cells:
            if self._cells[cell].holds(point(target)):
                return self._cells[cell], target
        first, overlap = self._shortest(cells, here, target)
        return self._cells[first], overlap.clamp(target)

    def _at(self, reach: AngleRect) -> list[int]:
        inner = AngleRect(
            reach.pan_low + ROUNDING_DEG,
            reach.pan_high - ROUNDING_DEG,
            reach.tilt_low + ROUNDING_DEG,
            reach.tilt_high - ROUNDING_DEG,
        )
        return [i for i, cell in enumerate(self._cells) if cell.holds(inner)]

    def _nearest(self, target: Pose, cells: list[int]) -> Pose:
        regions = {self._regions[cell] for cell in cells}
        poses = [
            cell.clamp(target)
            for i, cell in enumerate(self._cells)
            if not cells or self._regions[i] in regions
        ]
        return min(poses, key=lambda pose: _distance(pose, target))

    def _shortest(self, cells: list[int], here: Pose, target: Pose) -> tuple[int, AngleRect]:
        """Return the first rectangle of the shortest route and its way out (Dijkstra)."""
        number = count()
        waiting: list[tuple[float, int, int, Pose, tuple[int, AngleRect] | None]] = [
            (0.0, next(number), cell, here, None) for cell in cells
        ]
        seen: set[int] = set()
        while waiting:
            cost, _, cell, pose, first = heapq.heappop(waiting)
            if cell in seen:
                continue
            seen.add(cell)
            if first is not None and self._cells[cell].holds(point(target)):
                return first
            for other, overlap in self._overlaps[cell]:
                if other in seen:
                    continue
                through = overlap.clamp(pose)
                total = cost + _distance(pose, through)
                if self._cells[other].holds(point(target)):
                    total += _distance(through, target)
                entry = (total, next(number), other, through, first or (cell, overlap))
                heapq.heappush(waiting, entry)
        raise AssertionError("the target lies in a region that can be reached")


def _distance(one: Pose, other: Pose) -> float:
    return math.hypot(one.pan_deg - other.pan_deg, one.tilt_deg - other.tilt_deg)


def _free(limits: AngleRect, forbidden: Sequence[AngleRect]) -> list[AngleRect]:
    """Return the largest rectangles that do not reach into a zone."""
    pans = _edges(limits.pan_low, limits.pan_high, forbidden, ("pan_low", "pan_high"))
    tilts = _edges(limits.tilt_low, limits.tilt_high, forbidden, ("tilt_low", "tilt_high"))
    return [
        rect
        for i, j in combinations(range(len(pans)), 2)
        for k, m in combinations(range(len(tilts)), 2)
        if _is_free(rect := AngleRect(pans[i], pans[j], tilts[k], tilts[m]), forbidden)
        and not any(_is_free(wider, forbidden) for wider in _wider(rect, pans, tilts, (i, j, k, m)))
    ]


def _is_free(rect: AngleRect, forbidden: Sequence[AngleRect]) -> bool:
    return not any(
        zone.pan_low < rect.pan_high
        and rect.pan_low < zone.pan_high
        and zone.tilt_low < rect.tilt_high
        and rect.tilt_low < zone.tilt_high
        for zone in forbidden
    )


def _wider(
    rect: AngleRect, pans: Sequence[float], tilts: Sequence[float], at: tuple[int, int, int, int]
) -> Iterator[AngleRect]:
    """Yield the rectangle with one of its sides moved out to the next edge."""
    i, j, k, m = at
    if i > 0:
        yield replace(rect, pan_low=pans[i - 1])
    if j < len(pans) - 1:
        yield replace(rect, pan_high=pans[j + 1])
    if k > 0:
        yield replace(rect, tilt_low=tilts[k - 1])
    if m < len(tilts) - 1:
        yield replace(rect, tilt_high=tilts[m + 1])


def _edges(
    low: float, high: float, zones: Sequence[AngleRect], sides: tuple[str, str]
) -> list[float]:
    inner = (getattr(zone, side) for zone in zones for side in sides)
    return sorted({low, high, *(edge for edge in inner if low < edge < high)})


def _overlaps(cells: Sequence[AngleRect]) -> list[list[tuple[int, AngleRect]]]:
    overlaps: list[list[tuple[int, AngleRect]]] = [[] for _ in cells]
    for (i, one), (j, other) in combinations(enumerate(cells), 2):
        overlap = one.common(other)
        if overlap.width_deg >= OVERLAP_DEG:
            overlaps[i].append((j, overlap))
            overlaps[j].append((i, overlap))
    return overlaps


def _regions(overlaps: Sequence[Sequence[tuple[int, AngleRect]]]) -> list[int]:
    """Return a number for each cell; connected cells share it."""
    regions = [-1] * len(overlaps)
    for start in range(len(overlaps)):
        waiting = [start] if regions[start] < 0 else []
        while waiting:
            cell = waiting.pop()
            regions[cell] = start
            waiting += [other for other, _ in overlaps[cell] if regions[other] < 0]
    return regions
