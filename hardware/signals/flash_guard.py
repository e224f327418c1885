"""PURE. Guard on flashing: the last step before the lights, whatever is asked of them. No I/O.

A flash is a pair of opposing changes of brightness, so a second with three rises holds
three flashes at most. The guard divides time into phases, each a rise and the fall after it.
Up to its first fall no light falls by CHANGE, and after it none rises by CHANGE. So
neither does any sum of them, however strong each lamp is: it rises once in a phase.
What would begin a fourth phase in a second is refused. Then lights may darken, but
none brightens. Darkening never waits.

Source: https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds
"""

import math
from collections import deque
from dataclasses import dataclass, field
from operator import gt

from hardware.signals.drawings import SIDE, Face
from hardware.signals.rhythm import FLASH_APART_S, lights_up

CHANGE = 0.07
"""Change of a light that counts as a rise or a fall, as a share of its full light. It must be
less than the 10 % that WCAG counts, and more than a pupil that moves by two LEDs."""

MOST_RISES = 3
WINDOW_S = 1.0


@dataclass(frozen=True, slots=True)
class Lamps:
    """Lights as the class sees them: luminance of the ring, openness of the eyes, their drawing."""

    ring: float = 0.0
    eyes: float = 0.0
    face: Face = field(default_factory=Face)

    @property
    def lights(self) -> tuple[float, float, float, float]:
        """Brightness of the ring, the eyes, and the drawings of the left and the right eye."""
        return self.ring, self.eyes, _share(self.face.left), _share(self.face.right)


class FlashGuard:
    """Guard on all lights, which the class sees as one.

    What it shows is never brighter than what is asked, and follows within a second.
    """

    def __init__(self) -> None:
        self.shown = Lamps()
        self._rising = False
        self._turns: tuple[float, ...] = self.shown.lights
        """Highest value of each light in this rise, or its lowest since it ended."""
        self._begun_s = -math.inf
        self._risen_s = deque([-math.inf] * MOST_RISES, MOST_RISES)
        """Time of the last rise of any light in each of the newest phases. A measure that counts
        larger changes than this one can date a rise as late as that."""
        self._lit_s = -math.inf

    def limit(self, asked: Lamps, now: float) -> Lamps:
        """Return the lights to show now."""
        before = self.shown
        wanted = Lamps(asked.ring, asked.eyes, self._paced(asked.face, now))
        if self._rising and _exceeds(self._turns, wanted.lights):
            self._rising = False
            self._turns = before.lights
        if not self._rising and _exceeds(wanted.lights, self._turns):
            if self._may_rise(now):
                self._rising = True
                self._turns = wanted.lights
                self._begun_s = now
                self._risen_s.append(now)
            else:
                wanted = _no_brighter(wanted, before)
        self._note(wanted, now)
        return wanted

    def _may_rise(self, now: float) -> bool:
        rested = now - self._begun_s >= FLASH_APART_S
        return rested and now - self._risen_s[0] >= WINDOW_S

    def _note(self, shown: Lamps, now: float) -> None:
        farthest = max if self._rising else min
        self._turns = tuple(map(farthest, self._turns, shown.lights))
        if any(map(gt, shown.lights, self.shown.lights)):
            self._risen_s[-1] = now
        if lights_up(self.shown.face, shown.face):
            self._lit_s = now
        self.shown = shown

    def _paced(self, asked: Face, now: float) -> Face:
        """Return the drawing without new LEDs if others lit up just before.

        A moving pupil lights as many LEDs as it darkens, so the eye as a whole stays as
        bright, but its LEDs flash.
        """
        if now - self._lit_s >= FLASH_APART_S:
            return asked
        return Face(asked.left & self.shown.face.left, asked.right & self.shown.face.right)


def _exceeds(lights: tuple[float, ...], others: tuple[float, ...]) -> bool:
    """Return whether any light is brighter by CHANGE."""
    return any(one - other >= CHANGE for one, other in zip(lights, others, strict=True))


def _no_brighter(wanted: Lamps, before: Lamps) -> Lamps:
    return Lamps(
        min(wanted.ring, before.ring),
        min(wanted.eyes, before.eyes),
        Face(
            _no_more(wanted.face.left, before.face.left),
            _no_more(wanted.face.right, before.face.right),
        ),
    )


def _no_more(wanted: int, before: int) -> int:
    return wanted if wanted.bit_count() <= before.bit_count() else wanted & before


def _share(cells: int) -> float:
    return cells.bit_count() / (SIDE * SIDE)
