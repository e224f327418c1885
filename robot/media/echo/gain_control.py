"""PURE. Automatic gain control for the voices of the class. No I/O."""

import math

import numpy as np

from robot.media.types.cells import Samples

TARGET_DB = -24.0
"""Target level of a voice (RMS, relative to full scale)."""

MOST_DB = 12.0
LEAST_DB = -12.0
UP_DB = 0.03
DOWN_DB = 0.12
"""Per step of 10 ms: 3 dB a second up, 12 dB a second down."""

SPEECH_DB = -55.0
ABOVE_NOISE_DB = 10.0
NOISE_UP_DB = 0.02
"""Sound this far above a noise floor that rises by 2 dB a second counts as a voice."""

VOICE_UP = 0.2
VOICE_DOWN = 0.02
"""A voice's level follows its loud parts."""

FAR_RMS = 33.0
FAR_STEPS = 45
"""The gain is frozen while the child speaks and for 450 ms after: the sound may be its echo,
which must not be amplified."""


class GainControl:
    """Automatic gain control that follows the class, never the child's echo."""

    def __init__(self) -> None:
        self._gain_db = 0.0
        self._noise_db = SPEECH_DB
        self._voice_db: float | None = None
        self._far_left = 0

    @property
    def gain_db(self) -> float:
        """Gain that is applied now."""
        return self._gain_db

    def process(self, near: Samples, far: Samples) -> Samples:
        """Return 10 ms of `near` at its new level, clipped at full scale."""
        before_db = self._gain_db
        if _rms(far) > FAR_RMS:
            self._far_left = FAR_STEPS
        elif self._far_left:
            self._far_left -= 1
        else:
            self._learn(20.0 * math.log10(_rms(near) / 32768.0 + 1e-6))
        if before_db == self._gain_db == 0.0:
            return near
        slope = np.linspace(_factor(before_db), _factor(self._gain_db), len(near), dtype=np.float32)
        return np.asarray(np.clip(near * slope, -32768, 32767), np.int16)

    def _learn(self, level_db: float) -> None:
        self._noise_db = min(level_db, self._noise_db + NOISE_UP_DB)
        if level_db < max(SPEECH_DB, self._noise_db + ABOVE_NOISE_DB):
            return
        if self._voice_db is None:
            self._voice_db = level_db
        share = VOICE_UP if level_db > self._voice_db else VOICE_DOWN
        self._voice_db += share * (level_db - self._voice_db)
        target_db = min(MOST_DB, max(LEAST_DB, TARGET_DB - self._voice_db))
        self._gain_db += min(UP_DB, max(-DOWN_DB, target_db - self._gain_db))


def _rms(samples: Samples) -> float:
    values = samples.astype(np.float32)
    return math.sqrt(float(np.dot(values, values)) / max(1, len(values)))


def _factor(gain_db: float) -> float:
    return float(10.0 ** (gain_db / 20.0))
