"""PURE. How the body says what state it is in: eyes, light, posture. No I/O.

Every signal can be told from the others by shape, rhythm and posture alone;
colour only helps. None flashes more than three times a second, none flashes red.
"""

from dataclasses import dataclass
from typing import Literal

from hardware.wire import SignalName

Posture = Literal["follow", "hold", "down"]
CLOSED, HALF, OPEN = 0.0, 0.5, 1.0
Colour = tuple[float, float, float]

WARM: Colour = (1.0, 0.75, 0.45)
BLUE: Colour = (0.25, 0.55, 1.0)
AMBER: Colour = (1.0, 0.6, 0.0)
GREEN: Colour = (0.2, 1.0, 0.4)
VIOLET: Colour = (0.7, 0.45, 1.0)
WHITE: Colour = (1.0, 1.0, 1.0)

FLASH_APART_S = 0.34
"""At least so long from one brightening to the next: at most three flashes in any second."""

NOD_DEG = -8.0
NOD_S = 0.45


@dataclass(frozen=True, slots=True)
class Pattern:
    """Brightness over time: straight lines between points, two at one time make a step.

    Args:
        points: (seconds, brightness 0..1), rising in time; the first at 0.
        repeats: Starts again after the last point; else the last brightness stays.
    """

    points: tuple[tuple[float, float], ...]
    repeats: bool = True

    def brightness_at(self, t_s: float) -> float:
        """Return the brightness so long after the start."""
        end_s = self.points[-1][0]
        if self.repeats and end_s > 0:
            t_s %= end_s
        before = self.points[0]
        for point in self.points[1:]:
            if t_s < point[0]:
                share = (t_s - before[0]) / (point[0] - before[0])
                return before[1] + share * (point[1] - before[1])
            before = point
        return before[1]


def _steady(brightness: float) -> Pattern:
    return Pattern(((0.0, brightness),))


def _breath(period_s: float, low: float, high: float) -> Pattern:
    return Pattern(((0.0, low), (period_s / 2, high), (period_s, low)))


def _steps(*parts: tuple[float, float], repeats: bool = True) -> Pattern:
    """Return a pattern of (seconds, brightness) blocks."""
    points: list[tuple[float, float]] = []
    at_s = 0.0
    for seconds, brightness in parts:
        points += [(at_s, brightness), (at_s + seconds, brightness)]
        at_s += seconds
    return Pattern(tuple(points), repeats)


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal.

    Args:
        eyes: CLOSED, HALF or OPEN.
        eyes_first: So far open for the first second, where it opens slowly.
        follows_level: The light follows the voice between the pattern's brightness and full.
        tilt_offset_deg: Added to where the child looks.
        nods: Starts with a small nod.
    """

    eyes: float
    colour: Colour
    pattern: Pattern
    posture: Posture = "follow"
    tilt_offset_deg: float = 0.0
    eyes_first: float | None = None
    follows_level: bool = False
    nods: bool = False

    def brightness_at(self, t_s: float, level: float = 0.0) -> float:
        """Return the light's brightness, 0..1, so long after the signal began."""
        brightness = self.pattern.brightness_at(t_s)
        if self.follows_level:
            brightness += (1.0 - brightness) * min(max(level, 0.0), 1.0)
        return brightness

    def eyes_at(self, t_s: float) -> float:
        """Return how far the eyes are open, so long after the signal began."""
        if self.eyes_first is not None and t_s < 1.0:
            return self.eyes_first
        return self.eyes

    def tilt_offset_at(self, t_s: float) -> float:
        """Return what to add to the tilt, so long after the signal began."""
        nod = NOD_DEG if self.nods and t_s < NOD_S else 0.0
        return self.tilt_offset_deg + nod


SIGNAL_TABLE: dict[SignalName, Signal] = {
    "asleep": Signal(CLOSED, WHITE, _steady(0.0), "down"),
    "joining": Signal(
        OPEN, WARM, Pattern(((0.0, 0.0), (2.0, 0.6)), repeats=False), eyes_first=HALF
    ),
    "present": Signal(OPEN, BLUE, _steady(0.5)),
    "hand": Signal(OPEN, AMBER, _breath(2.0, 0.2, 1.0)),
    "hand_waiting": Signal(OPEN, AMBER, _steps((0.4, 1.0), (0.4, 0.2), (0.4, 1.0), (1.2, 0.2))),
    "seen": Signal(
        OPEN,
        GREEN,
        _steps((0.2, 1.0), (0.2, 0.0), (0.2, 1.0), (0.2, 0.0), (0.2, 0.6), repeats=False),
        nods=True,
    ),
    "speaking": Signal(OPEN, BLUE, _steady(0.25), follows_level=True),
    "whispering": Signal(HALF, BLUE, _steady(0.12), tilt_offset_deg=-12.0),
    "resting": Signal(HALF, VIOLET, _breath(6.0, 0.05, 0.35), tilt_offset_deg=-8.0),
    "on_break": Signal(CLOSED, VIOLET, _breath(8.0, 0.02, 0.2), "down"),
    "paused": Signal(CLOSED, WHITE, _steps((1.5, 0.8), (0.5, 0.0)), "down"),
    "line_bad": Signal(OPEN, WARM, Pattern(((0.0, 0.05), (1.6, 0.6))), "hold"),
    "not_allowed": Signal(CLOSED, WHITE, _steady(0.0), "down"),
    "fault": Signal(
        HALF, AMBER, _steps((0.25, 0.9), (0.25, 0.0), (0.25, 0.9), (1.75, 0.0)), "down"
    ),
    "identify": Signal(OPEN, WHITE, _steps((0.5, 1.0), (0.5, 0.0)), "hold"),
}


class FlashGuard:
    """Follows a wanted brightness, but brightens anew at most three times in any second.

    Patterns keep to that by themselves; signals changed in haste, and voices, do not.
    """

    def __init__(self) -> None:
        self.value = 0.0
        self._rising = False
        self._rose_s = -FLASH_APART_S

    def limit(self, wanted: float, now: float) -> float:
        """Return the brightness to show now."""
        if wanted > self.value:
            if not self._rising:
                if now - self._rose_s < FLASH_APART_S:
                    return self.value
                self._rising = True
                self._rose_s = now
            self.value = wanted
        elif wanted < self.value:
            self._rising = False
            self.value = wanted
        return self.value
