"""PURE. Half-duplex: the microphone is turned down while the speaker speaks. No I/O."""

import numpy as np

from robot.media.echo.highpass import HighPass
from robot.media.types.cells import Samples

FAR_RMS = 100.0
"""50 dB below full scale: what is played softer has no echo that anybody hears."""

HOLD_STEPS = 45
"""450 ms: the way through a sound card and back may take 300 ms, and a room rings on."""

DOWN = 10.0 ** (-40.0 / 20.0)
OPENING = 10.0 ** (3.0 / 20.0)
"""Opens by 3 dB a step, in a seventh of a second: no word begins with a click."""


class Ducking:
    """An `EchoCanceller` that needs no library, and costs the class its voice for a moment."""

    def __init__(self) -> None:
        self._high_pass = HighPass()
        self._left = 0
        self._gain = 1.0

    def process(self, near: Samples, far: Samples) -> Samples:
        """Return `near`, 40 dB softer from the first step in which `far` sounds."""
        values = far.astype(np.float32)
        if len(values) and float(np.mean(values * values)) > FAR_RMS**2:
            self._left = HOLD_STEPS
        before = self._gain
        if self._left:
            self._left -= 1
            # The echo cannot be there before its sound: closing may take this one step.
            self._gain = DOWN
        else:
            self._gain = min(1.0, before * OPENING)
        clean = self._high_pass(near)
        if before == self._gain == 1.0:
            return clean
        slope = np.linspace(before, self._gain, len(clean), dtype=np.float32)
        return np.asarray(clean * slope, np.int16)
