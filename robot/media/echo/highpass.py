"""PURE. High-pass against hum, footsteps and the servos' vibration. No I/O."""

import math

import numpy as np
from numpy.typing import NDArray

from robot.media.types.cells import SAMPLE_HZ, Samples

CORNER_HZ = 80.0

Values = NDArray[np.float64]


class HighPass:
    """Two first-order high-passes in series, 12 dB per octave, for blocks of up to 1000 samples.

    Each subtracts a one-pole low-pass s[n] = a s[n-1] + (1-a) x[n], written as a
    sum so that a block needs no loop: s[n] = a^n (s[-1] a + (1-a) sum x[k] a^-k).
    """

    def __init__(self, corner_hz: float = CORNER_HZ) -> None:
        self._pole = math.exp(-2 * math.pi * corner_hz / SAMPLE_HZ)
        self._low = [0.0, 0.0]
        self._falling: Values = np.ones(0)

    def __call__(self, samples: Samples) -> Samples:
        """Return the filtered block."""
        if len(self._falling) != len(samples):
            self._falling = np.power(self._pole, np.arange(len(samples)), dtype=np.float64)
        values = samples.astype(np.float64)
        for stage in range(2):
            values = self._one(values, stage)
        return np.asarray(np.clip(np.rint(values), -32768, 32767), np.int16)

    def _one(self, values: Values, stage: int) -> Values:
        if not len(values):
            return values
        rising = np.cumsum((1 - self._pole) * values / self._falling)
        low = self._falling * (self._low[stage] * self._pole + rising)
        self._low[stage] = float(low[-1])
        return np.asarray(values - low)
