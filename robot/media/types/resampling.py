"""Change of the sampling rate of mono sound, by libsoxr."""

from typing import Any

import numpy as np

from robot.media.types.cells import Samples

QUALITY = "LQ"
"""16 bits with a shorter filter: 88 dB at 1 kHz, and 0.5 to 13 ms of delay where `HQ` has 12."""


class Resampler:
    """Resampler of a stream; the same rate passes as it is.

    Args:
        from_hz: Rate of what is given.
        to_hz: Rate of what is returned.
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._stream: Any = None
        if from_hz != to_hz:
            import soxr  # here, since most cards need none

            self._stream = soxr.ResampleStream(from_hz, to_hz, 1, dtype="int16", quality=QUALITY)

    def __call__(self, samples: Samples) -> Samples:
        """Return the samples that are ready, a little later than they were given."""
        if self._stream is None:
            return samples
        ready: Samples = self._stream.resample_chunk(np.ascontiguousarray(samples)).reshape(-1)
        return ready


class Fifo:
    """Samples that wait, taken in any number."""

    def __init__(self) -> None:
        self._kept: Samples = np.zeros(0, np.int16)

    def __len__(self) -> int:
        """Return the number of samples that wait."""
        return len(self._kept)

    def put(self, samples: Samples) -> None:
        """Append samples."""
        self._kept = np.concatenate([self._kept, samples]) if len(self._kept) else samples

    def take(self, count: int) -> Samples:
        """Return this many samples; the caller has looked that they are there."""
        taken, self._kept = self._kept[:count], self._kept[count:]
        return taken
