"""PURE. Brightness of the lights, and its lower limits. No I/O.

Everybody must see in any room that somebody is inside. So three lower limits hold for
every configuration: for a fixed brightness, since the room is unknown; for the
brightness that a sensor leads to; and for each lamp, which stays visible when dimmed.
"""

from typing import Literal

from hardware.contract.interfaces import LightState
from hardware.signals.ambient import AmbientBrightness

Brightness = float | Literal["ambient"]

LEAST_FIXED = 0.3
"""Least fixed brightness: the sun may shine on a robot without a sensor (untried on hardware)."""
LEAST_SHOWN = 0.04
"""Share of full light that a dimmed lamp keeps: visible in a room that, by its sensor, is not
sunny (untried on hardware)."""


class Dimming:
    """Factor on all lights.

    Args:
        setting: Share of full light, or "ambient": full light until a sensor reports.
    """

    def __init__(self, setting: Brightness = 1.0) -> None:
        self._ambient = AmbientBrightness() if setting == "ambient" else None
        self._fixed = 1.0 if setting == "ambient" else min(max(setting, LEAST_FIXED), 1.0)

    def measure(self, lux: float | None) -> None:
        """Take a measurement of the room; None if the sensor stopped answering."""
        if self._ambient is not None:
            self._ambient.measure(lux)

    def brightness_at(self, now: float) -> float:
        """Return the current factor."""
        return self._fixed if self._ambient is None else self._ambient.brightness_at(now)


def factor(value: float, brightness: float) -> float:
    """Return the factor for a lamp of this value."""
    if value <= 0:
        return brightness
    return max(brightness, min(LEAST_SHOWN / value, 1.0))


def dimmed(state: LightState) -> tuple[float, float, float]:
    """Return red, green and blue dimmed, in the same colour."""
    by = factor(max(state.red, state.green, state.blue), state.brightness)
    return state.red * by, state.green * by, state.blue * by
