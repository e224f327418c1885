"""PURE. Ducking: the microphone is attenuated while the speaker plays. No I/O."""

import numpy as np

from robot.media.echo.highpass import HighPass
from robot.media.types.cells import Samples

FAR_RMS = 100.0
"""50 dB below full scale: softer sound has no audible echo."""

HOLD_STEPS = 45
"""450 ms: a sound card may delay by 300 ms, and the room reverberates."""

DOWN = 10.0 ** (-40.0 / 20.0)
OPENING = 10.0 ** (3.0 / 20.0)
"""Opens by 3 dB a step, within 140 ms, so that no word begins with a click."""


class Ducking:
    """An `EchoCanceller` without a library; it suppresses the class while the child speaks."""

    def __init__(self) -> None:
        self._high_pass = HighPass()
        self._left = 0
        self._gain = 1.0

    def process(self, near: Samples, far: Samples) -> Samples:
        """Return `near`, attenuated by 40 dB from the first step in which `far` is audible."""
        values = far.astype(np.float32)
        if len(values) and float(np.mean(values * values)) > FAR_RMS**2:
            self._left = HOLD_STEPS
        before = self._gain
        if self._left:
            self._left -= 1
            # The echo cannot precede its sound: closing may take one step.
            self._gain = DOWN
        else:
            self._gain = min(1.0, before * OPENING)
        clean = self._high_pass(near)
        if before == self._gain == 1.0:
            return clean
        slope = np.linspace(before, self._gain, len(clean), dtype=np.float32)
        return np.asarray(clean * slope, np.int16)
