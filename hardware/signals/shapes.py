"""PURE. What a signal is: the shapes that the table is checked against. No I/O."""

from dataclasses import dataclass
from typing import Literal

from bridge.protocol.vocabulary import SignalName
from hardware.signals.drawings import Drawing
from hardware.signals.rhythm import Pattern, Timeline

Posture = Literal["follow", "hold", "down"]
Language = Literal["de", "en"]
Colour = tuple[float, float, float]
Eyes = Timeline[Drawing]
CLOSED, HALF, OPEN = 0.0, 0.5, 1.0

NOD_DEG = -8.0
NOD_S = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One signal.

    Args:
        watched: Whether the child may see and hear: it must be seen at every moment.
        follows_level: The light follows the voice between the pattern's brightness and full.
        eyes_without_hand: What the eyes draw instead where no arm can be raised.
        tilt_offset_deg: Added to where the child looks.
        nods: Starts with a small nod.
        words: What it is called, for each language of the legend.
        meaning: What that means to the class; may name the robot by `{name}`.
    """

    name: SignalName
    watched: bool
    colour: Colour
    pattern: Pattern
    eyes: Eyes
    eyes_without_hand: Eyes
    posture: Posture
    tilt_offset_deg: float
    follows_level: bool
    nods: bool
    words: dict[Language, str]
    meaning: dict[Language, str]

    def brightness_at(self, t_s: float, level: float = 0.0) -> float:
        """Return the light's brightness, 0..1, so long after the signal began."""
        brightness = self.pattern.brightness_at(t_s)
        if self.follows_level:
            brightness += (1.0 - brightness) * min(max(level, 0.0), 1.0)
        return brightness

    def drawing_at(self, t_s: float, has_hand: bool = True) -> Drawing:
        """Return what the eyes draw, so long after the signal began."""
        return (self.eyes if has_hand else self.eyes_without_hand).at(t_s)

    def eyes_at(self, t_s: float) -> float:
        """Return how far the eyes are open, so long after the signal began."""
        return self.eyes.at(t_s).open

    def tilt_offset_at(self, t_s: float) -> float:
        """Return what to add to the tilt, so long after the signal began."""
        nod = NOD_DEG if self.nods and t_s < NOD_S else 0.0
        return self.tilt_offset_deg + nod


@dataclass(frozen=True, slots=True)
class LegendWords:
    """What the printed page says apart from the signals."""

    title: str
    subtitle: str
    watched: str
    unwatched: str
    without_hand: str
    seconds: str
    note: str
