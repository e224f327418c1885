"""PURE. Patterns in time, and the limit on flashing that all lights obey. No I/O.

At most three flashes in any second, as WCAG 2.2, success criterion 2.3.1, requires of
screens: a flash is a pair of opposing changes of luminance. Each brightening begins at
least FLASH_APART_S after the last one began, so no second contains a fourth.
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


LEDS = 128
"""Of both eyes together."""

SUDDEN = 0.1
"""Fall of a light at once, as a share of full light, that a viewer sees as half a flash."""


class Brightenings:
    """Time of the last brightening of several lights that share it."""

    def __init__(self) -> None:
        self._last_s = -FLASH_APART_S
        self.falls = 0
        """Sudden falls: a light that rises on behind one makes another flash with it."""

    def may_begin(self, now: float) -> bool:
        """Return whether a light may begin to brighten now: with the last one, or well after."""
        return now == self._last_s or now - self._last_s >= FLASH_APART_S

    def begin(self, now: float) -> None:
        """Note that a light begins to brighten."""
        self._last_s = now


class FlashGuard:
    """Limiter for a brightness: it brightens at most three times in any second.

    Patterns obey this limit by themselves; fast changes of signal, and voices, do not.

    Args:
        brightenings: Shared with lights that the class sees together with this one.
    """

    def __init__(self, brightenings: Brightenings | None = None) -> None:
        self.value = 0.0
        self._rising = False
        self._brightenings = brightenings or Brightenings()
        self._falls = 0

    def limit(self, target: float, now: float) -> float:
        """Return the brightness to show now."""
        if target > self.value:
            if not self._rising or self._falls != self._brightenings.falls:
                if not self._brightenings.may_begin(now):
                    return self.value
                self._brightenings.begin(now)
            self._rising = True
            self._falls = self._brightenings.falls
            self.value = target
        elif target < self.value:
            self._rising = False
            self._brightenings.falls += self.value - target >= SUDDEN
            self.value = target
        return self.value


class FaceGuard:
    """Limiter for drawings: no LED brightens more than three times in any second.

    LEDs go dark at once. Both eyes together count as one light.

    Args:
        brightenings: Shared with lights that the class sees together with these.
    """

    def __init__(self, brightenings: Brightenings | None = None) -> None:
        self.shown = Face()
        self._all = brightenings or Brightenings()
        self._leds = Brightenings()

    def limit(self, target: Face, now: float) -> Face:
        """Return the drawings to show now."""
        before = lit(self.shown)
        if self._may_show(target, now):
            self.shown = target
        else:
            self.shown = Face(self.shown.left & target.left, self.shown.right & target.right)
        self._all.falls += before - lit(self.shown) >= SUDDEN * LEDS
        return self.shown

    def _may_show(self, target: Face, now: float) -> bool:
        if not lights_up(self.shown, target):
            return True
        # A moving pupil lights as many LEDs as it darkens, so the face as a whole does not flash.
        asked = [self._leds, self._all] if lit(target) > lit(self.shown) else [self._leds]
        if not all(brightenings.may_begin(now) for brightenings in asked):
            return False
        for brightenings in asked:
            brightenings.begin(now)
        return True


def lights_up(before: Face, after: Face) -> bool:
    """Return whether any LED lights up that was dark."""
    return bool(after.left & ~before.left or after.right & ~before.right)


def lit(face: Face) -> int:
    """Return the number of lit LEDs."""
    return face.left.bit_count() + face.right.bit_count()
