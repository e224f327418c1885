"""Conversion of any sound to mono samples at 48 kHz in blocks of 20 ms."""

import time

import av
import numpy as np

from robot.media.types.cells import BLOCK_SAMPLES, SAMPLE_HZ, Samples, SoundBlock, SoundFanout
from robot.media.types.resampling import Resampler

JUMP_S = 0.1
"""Error of the capture clock above which it is reset (device reopened, process suspended)."""


class MonoConverter:
    """Converter to mono at 48 kHz; the input format may change at any time."""

    def __init__(self) -> None:
        self._layouts: av.AudioResampler | None = None
        self._rates = Resampler(SAMPLE_HZ, SAMPLE_HZ)
        self._form: tuple[str, str, int] | None = None

    def __call__(self, frame: av.AudioFrame) -> Samples:
        """Return the samples of this frame."""
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._layouts is None or form != self._form:
            self._form = form
            rate = frame.sample_rate
            self._layouts = av.AudioResampler(format="s16", layout="mono", rate=rate)
            self._rates = Resampler(rate, SAMPLE_HZ)
        frame.pts = None  # blocks are stamped by our own clock
        pieces = [piece.to_ndarray().reshape(-1) for piece in self._layouts.resample(frame)]
        return self._rates(np.concatenate(pieces) if pieces else np.zeros(0, np.int16))


class BlockCutter:
    """Cutter of samples into blocks, stamped by the capture clock."""

    def __init__(self, sounds: SoundFanout) -> None:
        self._sounds = sounds
        self._rest: Samples = np.zeros(0, np.int16)
        self._pts: int | None = None

    def put(self, samples: Samples, now: float | None = None) -> None:
        """Take samples that ended at `now` (monotonic seconds) and pass on every full block."""
        at = int((time.monotonic() if now is None else now) * SAMPLE_HZ) - len(samples)
        expected = None if self._pts is None else self._pts + len(self._rest)
        if expected is None or abs(at - expected) > JUMP_S * SAMPLE_HZ:
            jump = at - len(self._rest)
            self._pts = jump if self._pts is None else max(self._pts, jump)
        data = np.concatenate([self._rest, samples]) if len(self._rest) else samples
        whole = len(data) // BLOCK_SAMPLES * BLOCK_SAMPLES
        for start in range(0, whole, BLOCK_SAMPLES):
            self._sounds.put(SoundBlock(data[start : start + BLOCK_SAMPLES], self._pts or 0))
            self._pts = (self._pts or 0) + BLOCK_SAMPLES
        self._rest = data[whole:]
