"""The child's voice between network and speaker: bounded, levelled, never louder than asked."""

import math
import threading

import av
import numpy as np
from numpy.typing import NDArray

from robot.media.cells import SAMPLE_HZ, Samples
from robot.media.mono import ToMono

MAX_S = 0.2
"""More than this is never kept: a voice from the past helps nobody."""

START_S = 0.02
"""So much must wait before a voice starts after silence."""

IDLE_S = 0.06
TRIM_S = 0.04
WINDOW_S = 1.0
"""Of a wait that was never below `IDLE_S` for `WINDOW_S`, only `TRIM_S` are kept."""

FLOOR_DB = -50.0
"""What is softer than this counts as silence for `level`."""


class VoiceQueue:
    """Holds up to 200 ms of the child's voice as mono samples at 48 kHz.

    `put` may be called from any thread, `take` from the speaker's. `gain` is 0
    to 1; while `muted`, whatever comes is thrown away and silence is played.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._to_mono = ToMono()
        self._chunks: list[Samples] = []
        self._waiting = 0
        self._playing = False
        self._lowest = 0
        self._window = 0
        self._gain = 1.0
        self._applied = 1.0
        self._muted = False
        self._level = 0.0
        self.dropped_samples = 0
        self.missing_samples = 0

    @property
    def gain(self) -> float:
        """Loudness, 0 to 1."""
        return self._gain

    @gain.setter
    def gain(self, value: float) -> None:
        if not 0.0 <= value <= 1.0:
            raise ValueError(f"gain {value}: allowed are 0 to 1")
        self._gain = value

    @property
    def muted(self) -> bool:
        """Whether nothing is played."""
        return self._muted

    @muted.setter
    def muted(self, value: bool) -> None:
        self._muted = value
        if value:
            self.clear()

    @property
    def level(self) -> float:
        """How loud is what is being played now: 0 silence, 1 as loud as can be."""
        return self._level

    @property
    def waiting_s(self) -> float:
        """How much voice waits to be played."""
        return self._waiting / SAMPLE_HZ

    def put(self, frame: av.AudioFrame) -> None:
        """Append a decoded frame of any format; the oldest goes when it is too much."""
        if self._muted:
            return
        with self._lock:
            self._append(self._to_mono(frame))

    def clear(self) -> None:
        """Forget what waits."""
        with self._lock:
            self._chunks.clear()
            self._waiting = 0
            self._playing = False

    def take(self, count: int) -> Samples:
        """Return exactly `count` samples to play now; silence where no voice came."""
        with self._lock:
            samples = self._next(count)
            samples = self._scaled(samples)
        self._level = _level(samples)
        return samples

    def _append(self, samples: Samples) -> None:
        self._chunks.append(np.ascontiguousarray(samples, dtype=np.int16))
        self._waiting += len(samples)
        excess = self._waiting - int(MAX_S * SAMPLE_HZ)
        if excess > 0:
            self._pop(excess)
            self.dropped_samples += excess

    def _next(self, count: int) -> Samples:
        if not self._playing and self._waiting < max(count, int(START_S * SAMPLE_HZ)):
            return np.zeros(count, np.int16)
        self._playing = True
        self._trim(count)
        available = min(count, self._waiting)
        samples = self._pop(available)
        if available < count:
            self._playing = False
            self.missing_samples += count - available
            samples = np.concatenate([samples, np.zeros(count - available, np.int16)])
        return samples

    def _trim(self, count: int) -> None:
        """Let go of a wait that the line no longer needs, so that delay never grows for good."""
        self._lowest = min(self._lowest, self._waiting) if self._window else self._waiting
        self._window += count
        if self._window < WINDOW_S * SAMPLE_HZ:
            return
        self._window = 0
        if self._lowest > IDLE_S * SAMPLE_HZ:
            excess = self._lowest - int(TRIM_S * SAMPLE_HZ)
            self._pop(excess)
            self.dropped_samples += excess

    def _pop(self, count: int) -> Samples:
        taken: list[Samples] = []
        left = count
        while left > 0:
            head = self._chunks[0]
            if len(head) <= left:
                taken.append(self._chunks.pop(0))
            else:
                taken.append(head[:left])
                self._chunks[0] = head[left:]
            left -= len(taken[-1])
        self._waiting -= count
        return np.concatenate(taken) if taken else np.zeros(0, np.int16)

    def _scaled(self, samples: Samples) -> Samples:
        """Apply the gain, sliding from the last one so that a change does not click."""
        gain = 0.0 if self._muted else self._gain
        before, self._applied = self._applied, gain
        if before == gain == 1.0:
            return samples
        slope: NDArray[np.float32] = np.linspace(before, gain, len(samples), dtype=np.float32)
        return (samples * slope).astype(np.int16)


def _level(samples: Samples) -> float:
    if not len(samples):
        return 0.0
    values = samples.astype(np.float32)
    rms = math.sqrt(float(np.dot(values, values)) / len(values)) / 32768.0
    if rms <= 0.0:
        return 0.0
    return min(1.0, max(0.0, 1.0 - 20.0 * math.log10(rms) / FLOOR_DB))
