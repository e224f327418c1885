"""PURE. Parts of a signal, as the table is checked against them. No I/O."""

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
        watched: True if the child may see and hear; the signal must then always be visible.
        follows_level: The light follows the voice, from the pattern's brightness up to full.
        eyes_without_hand: Drawings of the eyes on a robot without a hand.
        tilt_offset_deg: Offset to the tilt of the child's look.
        nods: True if it starts with a small nod.
        words: Its name in each language of the legend.
        meaning: Its meaning for the class; `{name}` stands for the robot's name.
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
        """Return the light's brightness, 0..1, at this time after the signal began."""
        brightness = self.pattern.brightness_at(t_s)
        if self.follows_level:
            brightness += (1.0 - brightness) * min(max(level, 0.0), 1.0)
        return brightness

    def drawing_at(self, t_s: float, has_hand: bool = True) -> Drawing:
        """Return the drawing of the eyes at this time after the signal began."""
        return (self.eyes if has_hand else self.eyes_without_hand).at(t_s)

    def eyes_at(self, t_s: float) -> float:
        """Return the openness of the eyes at this time after the signal began."""
        return self.eyes.at(t_s).open

    def tilt_offset_at(self, t_s: float) -> float:
        """Return the offset to the tilt at this time after the signal began."""
        nod = NOD_DEG if self.nods and t_s < NOD_S else 0.0
        return self.tilt_offset_deg + nod


@dataclass(frozen=True, slots=True)
class Modifier:
    """Words for something that is added to a signal.

    Args:
        words: Its name in each language of the legend.
        meaning: Its meaning for the class.
    """

    words: dict[Language, str]
    meaning: dict[Language, str]


@dataclass(frozen=True, slots=True)
class LegendWords:
    """Texts of the printed page, apart from the signals."""

    title: str
    subtitle: str
    watched: str
    unwatched: str
    without_hand: str
    afterwards: str
    seconds: str
    note: str
