"""PURE. From the light in the room to the brightness of the robot's own. No I/O.

Slow enough that it never reads as a signal, let alone as flashing: the robot's own
light may fall on the sensor, and people walk past it.
"""

import math

DARK_LUX = 5.0
"""A room for slides."""
BRIGHT_LUX = 500.0
"""A lit classroom: EN 12464-1 asks for 300 to 500 lx on the tables."""
LEAST = 0.1
"""In the dark: little, but seen from everywhere (untried on hardware)."""
SLEW_PER_S = 0.05
"""From darkest to full in 18 s: a tenth of full light and back takes 4 s."""
IGNORED = 0.05
"""Smaller wishes change nothing, so that lamps do not follow their own light."""
LONGEST_STEP_S = 0.1


class AmbientBrightness:
    """Follows the room slowly."""

    def __init__(self) -> None:
        self._wanted = 1.0
        self._value = 1.0
        self._stepped_s: float | None = None

    def measure(self, lux: float | None) -> None:
        """Learn how bright it is; without an answer the lights become full again."""
        wanted = 1.0 if lux is None else asked(lux)
        if abs(wanted - self._wanted) >= IGNORED or wanted in (LEAST, 1.0):
            self._wanted = wanted

    def brightness_at(self, now: float) -> float:
        """Return the factor now."""
        passed_s = 0.0 if self._stepped_s is None else now - self._stepped_s
        self._stepped_s = now
        step = SLEW_PER_S * min(max(passed_s, 0.0), LONGEST_STEP_S)
        self._value += min(max(self._wanted - self._value, -step), step)
        return self._value


def asked(lux: float) -> float:
    """Return the brightness that this room asks for: even steps for eyes, not for meters."""
    if not lux > DARK_LUX:
        return LEAST
    share = math.log(lux / DARK_LUX) / math.log(BRIGHT_LUX / DARK_LUX)
    return min(LEAST + (1.0 - LEAST) * share, 1.0)
