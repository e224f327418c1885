"""PURE. Colour and clothes that a child has chosen, on paper, in millimetres. No I/O.

The colours are those of the app's drawing (`pupil_app/figure.css`), so that a class recognises on
the wall what it sees on the teacher's page.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from hardware.papers.canvas import Area, Disc, Rectangle, Shape

Shell = Literal["sand", "mint", "sky", "lilac", "peach", "snow"]
Wears = Literal["none", "scarf", "cap", "glasses", "bow_tie"]

CLOTH, STRIPE, FRAME = "#2f8f8b", "#8fd3cb", "#f2c94c"
CAP_MM = 3.0
"""Height of the cap above the head."""


@dataclass(frozen=True, slots=True)
class PaperLook:
    """Colours of the robot on paper, and what it wears."""

    shell: str
    limb: str
    edge: str
    cloth: str = CLOTH
    stripe: str = STRIPE
    wears: Wears = "none"

    @property
    def above_mm(self) -> float:
        """Room that it needs above the head."""
        return CAP_MM if self.wears == "cap" else 0.0


PLAIN = PaperLook("#dfe7ee", "#8195a6", "#8195a6")
"""Robot of a class whose child has chosen nothing."""

SHELLS: dict[Shell, PaperLook] = {
    "sand": PaperLook("#f5ddac", "#e0bd80", "#5b4426"),
    "mint": PaperLook("#cbe9d3", "#9ccbaa", "#3c5a48"),
    "sky": PaperLook("#c9e0f6", "#98bce0", "#34506d", "#d9734e", "#ffd2b0"),
    "lilac": PaperLook("#dfd3f2", "#b9a6da", "#4f4071"),
    "peach": PaperLook("#fad3bf", "#e6a98e", "#6d4232"),
    "snow": PaperLook("#f4f3ee", "#d2d0c7", "#57544c", "#3f6fb5", "#b5d0f5"),
}


def look(shell: Shell | None, wears: Wears) -> PaperLook:
    """Return the look of an outfit; without a colour it is the plain one with these clothes."""
    return replace(PLAIN if shell is None else SHELLS[shell], wears=wears)


def below_the_head(look: PaperLook, middle: float, y: float) -> Iterator[Shape]:
    """Yield what the robot wears round its neck.

    Args:
        look: The look.
        middle: Middle of the robot.
        y: Middle of the neck.
    """
    if look.wears == "scarf":
        yield Rectangle(middle - 7.2, y, 2.6, 8.0, look.cloth, 0.8)
        yield Rectangle(middle - 7.2, y + 5.0, 2.6, 1.0, look.stripe)
        yield Rectangle(middle - 6.9, y - 1.6, 13.8, 3.4, look.cloth, 1.7)
        yield Rectangle(middle - 1.0, y - 1.6, 1.2, 3.4, look.stripe)
        yield Rectangle(middle + 2.6, y - 1.6, 1.2, 3.4, look.stripe)
    elif look.wears == "bow_tie":
        for side in (-1, 1):
            yield Area(
                [(middle, y), (middle + 4.2 * side, y - 1.9), (middle + 4.2 * side, y + 1.9)],
                look.cloth,
            )
        yield Disc(middle, y, 1.1, look.stripe)


def on_the_head(look: PaperLook, middle: float, y: float) -> Iterator[Shape]:
    """Yield what the robot wears on its head.

    Args:
        look: The look.
        middle: Middle of the robot.
        y: Upper edge of the head.
    """
    if look.wears == "cap":
        angles = [step / 16 * math.pi for step in range(17)]
        dome = [
            (middle + 9.0 * math.cos(a), y + 0.9 - (CAP_MM + 0.7) * math.sin(a)) for a in angles
        ]
        yield Area(dome, look.cloth)
        yield Rectangle(middle - 9.0, y + 0.1, 23.0, 1.3, look.stripe, 0.6)
    elif look.wears == "glasses":
        for side in (-1, 1):
            yield Disc(middle + 5.0 * side, y + 7.3, 5.0, FRAME, 0.8)
