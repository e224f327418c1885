"""Mixer of spoken phrases onto the child's voice."""

import threading
import time
from collections.abc import Callable

import numpy as np

from robot.media.echo.limiter import Voice
from robot.media.types.cells import SAMPLE_HZ, Samples
from robot.media.voice.voice import level_of

STOOD_STILL_S = 1.0
"""A speaker that took nothing for this long was gone: what waited for it would come too late."""

FADE_SAMPLES = SAMPLE_HZ // 200
"""5 ms: a phrase that is cut off fades within this, so that it does not click."""


class Saying:
    """Voice with spoken phrases mixed onto it, one after the other.

    It comes before earcons, ceiling and echo canceller, so that phrases obey the ceiling and
    the child does not hear their echo. `say` and `hush` may be called from any thread, `take`
    from the speaker's.

    Args:
        voice: Source of the voice, pulled also while it is silent.
        clock_s: Monotonic seconds.
    """

    def __init__(self, voice: Voice, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._voice = voice
        self._clock_s = clock_s
        self._taken_s = clock_s()
        self._lock = threading.Lock()
        self._rest: Samples | None = None
        self._next: Samples | None = None
        self._hushed = False
        self._applied = 1.0
        self._level = 0.0
        self.gain = 1.0
        """0 to 1; follows the robot's volume; 0 is silence."""

    @property
    def level(self) -> float:
        """Loudness of the phrase that is being played: 0 is silence, 1 is full scale."""
        return self._level

    @property
    def busy(self) -> bool:
        """True while a phrase is played or waits."""
        with self._lock:
            return self._rest is not None or self._next is not None

    def say(self, phrase: Samples) -> None:
        """Play this phrase once the current one is over; it takes the place of one that waits.

        Args:
            phrase: Mono, 48 kHz.
        """
        with self._lock:
            if self._rest is None:
                self._rest = phrase
            else:
                self._next = phrase

    def hush(self) -> None:
        """Drop every phrase; the one that is being played fades within `FADE_SAMPLES`."""
        with self._lock:
            self._next = None
            self._hushed = self._rest is not None

    def take(self, count: int) -> Samples:
        """Return exactly `count` samples of voice and phrase."""
        voice = self._voice.take(count)
        with self._lock:
            part = self._part(count)
        if part is None:
            self._applied, self._level = self.gain, 0.0
            return voice
        before, self._applied = self._applied, self.gain
        part = (part * np.linspace(before, self._applied, len(part), dtype=np.float32)).astype(
            np.int16
        )
        self._level = level_of(part)
        mixed = voice.astype(np.int32)
        mixed[: len(part)] += part
        return np.clip(mixed, -32768, 32767).astype(np.int16)

    def _part(self, count: int) -> Samples | None:
        before_s, self._taken_s = self._taken_s, self._clock_s()
        if self._taken_s - before_s > STOOD_STILL_S:
            self._rest = self._next = None
            self._hushed = False
        if self._rest is None:
            self._rest, self._next = self._next, None
        rest = self._rest
        if rest is None:
            return None
        if self._hushed:
            self._hushed, self._rest = False, None
            end = rest[: min(count, FADE_SAMPLES)]
            return (end * np.linspace(1.0, 0.0, len(end), dtype=np.float32)).astype(np.int16)
        self._rest = rest[count:] if len(rest) > count else None
        return rest[:count]
