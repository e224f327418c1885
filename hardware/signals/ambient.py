"""PURE. Brightness of the robot's light, from the light in the room. No I/O.

It changes slowly enough never to look like a signal or like flashing: the robot's own
light may fall on the sensor, and people walk past it.
"""

import math

DARK_LUX = 5.0
"""Room darkened for slides; brightness is at its least."""
BRIGHT_LUX = 500.0
"""Lit classroom, full brightness: EN 12464-1 asks for 300 to 500 lx on the tables."""
LEAST = 0.1
"""Brightness in the dark: low, but visible from everywhere (untried on hardware)."""
SLEW_PER_S = 0.05
"""Fastest change: from least to full in 18 s; by a tenth of full light and back in 4 s."""
IGNORED = 0.05
"""Smaller changes are ignored, so that lamps do not follow their own light."""
LONGEST_STEP_S = 0.1


class AmbientBrightness:
    """Brightness that follows the room slowly."""

    def __init__(self) -> None:
        self._target = 1.0
        self._value = 1.0
        self._stepped_s: float | None = None

    def measure(self, lux: float | None) -> None:
        """Take a measurement; without one the lights return to full brightness."""
        target = 1.0 if lux is None else brightness_for(lux)
        if abs(target - self._target) >= IGNORED or target in (LEAST, 1.0):
            self._target = target

    def brightness_at(self, now: float) -> float:
        """Return the current factor."""
        passed_s = 0.0 if self._stepped_s is None else now - self._stepped_s
        self._stepped_s = now
        step = SLEW_PER_S * min(max(passed_s, 0.0), LONGEST_STEP_S)
        self._value += min(max(self._target - self._value, -step), step)
        return self._value


def brightness_for(lux: float) -> float:
    """Return the brightness for this room, on a logarithmic scale as eyes see it."""
    if not lux > DARK_LUX:
        return LEAST
    share = math.log(lux / DARK_LUX) / math.log(BRIGHT_LUX / DARK_LUX)
    return min(LEAST + (1.0 - LEAST) * share, 1.0)
