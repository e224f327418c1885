"""PURE. Patterns in time, and the limit on flashing that they obey. No I/O.

At most three flashes in any second, as WCAG 2.2, success criterion 2.3.1, requires of
screens: a flash is a pair of opposing changes of luminance. A pattern brightens at most
every FLASH_APART_S. `flash_guard.py` holds whatever follows from patterns in haste.
Source: https://www.w3.org/TR/WCAG22/#three-flashes-or-below-threshold
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from hardware.signals.drawings import Face

Step = TypeVar("Step")

FLASH_APART_S = 0.34
"""Least time from one brightening to the next: at most three flashes in any second."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Brightness over time: straight lines between points; two points at one time make a step.

    Args:
        points: (seconds, brightness 0..1), rising in time; the first at 0.
        repeats: Starts again after the last point; otherwise the last brightness stays.
    """

    points: tuple[tuple[float, float], ...]
    repeats: bool = True

    @property
    def end_s(self) -> float:
        """Time of the last point."""
        return self.points[-1][0]

    def brightness_at(self, t_s: float) -> float:
        """Return the brightness at this time after the start."""
        if self.repeats and self.end_s > 0:
            t_s %= self.end_s
        before = self.points[0]
        for point in self.points[1:]:
            if t_s < point[0]:
                share = (t_s - before[0]) / (point[0] - before[0])
                return before[1] + share * (point[1] - before[1])
            before = point
        return before[1]

    def brightenings_s(self) -> list[float]:
        """Return the times at which it begins to brighten, over two rounds, including 0."""
        rounds = 2 if self.repeats and self.end_s > 0 else 1
        points = [(t + i * self.end_s, value) for i in range(rounds) for t, value in self.points]
        found, rising = [0.0], False
        for (at_s, before), (_, value) in pairwise(points):
            if value > before and not rising and at_s > 0:
                found.append(at_s)
            if value != before:
                rising = value > before
        return found


@dataclass(frozen=True, slots=True)
class Timeline(Generic[Step]):
    """Sequence of parts over time.

    Args:
        parts: (duration in seconds, part).
        repeats: Starts again after the last part; otherwise the last part stays.
    """

    parts: tuple[tuple[float, Step], ...]
    repeats: bool = False

    @property
    def end_s(self) -> float:
        """Duration of all parts."""
        return sum(seconds for seconds, _ in self.parts)

    def at(self, t_s: float) -> Step:
        """Return the part at this time after the start."""
        if self.repeats:
            t_s %= self.end_s
        for seconds, part in self.parts:
            if t_s < seconds:
                return part
            t_s -= seconds
        return self.parts[-1][1]

    def changes(self) -> Iterator[tuple[float, Step, Step]]:
        """Yield each change as (time, before, after), over two rounds if it repeats."""
        parts = [*self.parts, *self.parts] if self.repeats else [*self.parts]
        at_s = 0.0
        for (seconds, before), (_, after) in pairwise(parts):
            at_s += seconds
            yield at_s, before, after


def lights_up(before: Face, after: Face) -> bool:
    """Return whether any LED lights up that was dark."""
    return bool(after.left & ~before.left or after.right & ~before.right)


def lit(face: Face) -> int:
    """Return the number of lit LEDs."""
    return face.left.bit_count() + face.right.bit_count()
