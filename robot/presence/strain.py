"""PURE. Early warning of motors that get warm or work too hard. No I/O."""

import math

from bridge.protocol.fields import Strain
from hardware.contract.wire import ServoHealth

WARM_C = 58.0
COOL_C = 53.0
"""Warm from the first temperature until below the second; 70 degrees are a fault."""

HEAVY = 0.5
"""Share of the torque that only an obstacle or a weight takes for a longer time."""

HEAVY_S = 2.0
"""Time before a load counts: every start and stop takes as much for a moment."""


class Strained:
    """Strain of one robot's servos."""

    def __init__(self) -> None:
        self.told: Strain = "none"
        self._warm = False
        self._heavy_since_s = math.inf

    def take(self, servos: tuple[ServoHealth, ...], now: float) -> None:
        """Take the servos' state; values that a servo cannot measure count as good."""
        hottest_c = max((s.temperature_c for s in servos if s.temperature_c is not None), default=0)
        heaviest = max((abs(s.load) for s in servos if s.load is not None), default=0.0)
        self._warm = hottest_c >= (COOL_C if self._warm else WARM_C)
        self._heavy_since_s = min(self._heavy_since_s, now) if heaviest >= HEAVY else math.inf
        heavy = now - self._heavy_since_s >= HEAVY_S
        self.told = "heavy" if heavy else "warm" if self._warm else "none"
