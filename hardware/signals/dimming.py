"""PURE. How bright lights shine in this room, and how dark they may never be. No I/O.

That somebody is inside must be seen in any room, so three floors lie below every
configuration: of a fixed brightness, whose room is unknown; of what a sensor asks;
and of each lamp, which dimming never takes below a visible rest.
"""

from typing import Literal

from hardware.contract.interfaces import LightState
from hardware.signals.ambient import AmbientBrightness

Brightness = float | Literal["ambient"]

LEAST_FIXED = 0.3
"""Without a sensor the sun may shine on the robot (untried on hardware)."""
LEAST_SHOWN = 0.04
"""Share of full light that a lamp keeps when dimmed: seen in a room that is not sunny, which a
sensor has told (untried on hardware)."""


class Dimming:
    """The factor on everything that shines.

    Args:
        wanted: Share of full light, or "ambient": full light until a sensor tells otherwise.
    """

    def __init__(self, wanted: Brightness = 1.0) -> None:
        self._ambient = AmbientBrightness() if wanted == "ambient" else None
        self._fixed = 1.0 if wanted == "ambient" else min(max(wanted, LEAST_FIXED), 1.0)

    def measure(self, lux: float | None) -> None:
        """Learn how bright the room is; None where no sensor answers any more."""
        if self._ambient is not None:
            self._ambient.measure(lux)

    def brightness_at(self, now: float) -> float:
        """Return the factor now."""
        return self._fixed if self._ambient is None else self._ambient.brightness_at(now)


def factor(value: float, brightness: float) -> float:
    """Return by what to multiply a lamp of this value."""
    if value <= 0:
        return brightness
    return max(brightness, min(LEAST_SHOWN / value, 1.0))


def dimmed(state: LightState) -> tuple[float, float, float]:
    """Return red, green and blue as a lamp shows them: darker, of the same colour."""
    by = factor(max(state.red, state.green, state.blue), state.brightness)
    return state.red * by, state.green * by, state.blue * by
