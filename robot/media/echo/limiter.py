"""PURE. Soft limiter of samples at a ceiling. No I/O."""

from typing import Protocol

import numpy as np

from robot.media.types.cells import Samples

KNEE_DB = 3.0
"""Distance of the knee below the ceiling; softer samples pass unchanged."""


class Voice(Protocol):
    """Source of the samples that a speaker plays."""

    def take(self, count: int) -> Samples:
        """Return exactly `count` samples, mono, 48 kHz."""


class Limiter:
    """Soft limiter that works sample by sample, without delay.

    Args:
        ceiling_db: Loudest sample, in dB below full scale; 0 or less.
    """

    def __init__(self, ceiling_db: float) -> None:
        if not ceiling_db <= 0.0:
            raise ValueError(f"ceiling {ceiling_db} dB: allowed is 0 or less")
        self._ceiling = 32767.0 * 10.0 ** (ceiling_db / 20.0)
        self._knee = self._ceiling * 10.0 ** (-KNEE_DB / 20.0)

    def __call__(self, samples: Samples) -> Samples:
        """Return the samples, limited to the ceiling."""
        values = samples.astype(np.float32)
        sizes = np.abs(values)
        if not len(sizes) or float(sizes.max()) <= self._knee:
            return samples
        room = self._ceiling - self._knee
        bent = self._knee + room * np.tanh((sizes - self._knee) / room)
        return np.asarray(np.sign(values) * np.where(sizes > self._knee, bent, sizes), np.int16)


class LimitedVoice:
    """Voice limited to a ceiling.

    Args:
        voice: Voice with its volume already applied.
        ceiling_db: As in `Limiter`.
    """

    def __init__(self, voice: Voice, ceiling_db: float) -> None:
        self._voice = voice
        self._limiter = Limiter(ceiling_db)

    def take(self, count: int) -> Samples:
        """Return exactly `count` limited samples."""
        return self._limiter(self._voice.take(count))
