"""Mixer of the robot's earcons onto the child's voice."""

from collections import deque

import numpy as np

from robot.media.echo.limiter import Voice
from robot.media.types.cells import Samples
from robot.media.voice.earcons import Earcon, earcon

MOST_WAITING = 2
"""Earcons that may wait; repeated presses of a button are heard once or twice."""


class Ringing:
    """Voice with earcons mixed onto it, one after the other.

    It comes before ceiling and echo canceller, so that earcons obey the ceiling and the
    child does not hear their echo. `ring` may
    be called from any thread, `take` from the speaker's.

    Args:
        voice: Source of the voice, pulled also while it is silent.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._waiting: deque[Earcon] = deque(maxlen=MOST_WAITING)
        self._rest: Samples | None = None
        self._applied = 1.0
        self.gain = 1.0
        """0 to 1; follows the robot's volume; 0 is silence."""

    def ring(self, name: Earcon) -> None:
        """Play this earcon as soon as the current one is over."""
        self._waiting.append(name)

    def take(self, count: int) -> Samples:
        """Return exactly `count` samples of voice and earcons."""
        voice = self._voice.take(count)
        sound = self._next()
        if sound is None:
            return voice
        mixed = voice.astype(np.int32)
        part = sound[:count]
        mixed[: len(part)] += (part * self._applied).astype(np.int32)
        self._rest = sound[count:] if len(sound) > count else None
        return np.clip(mixed, -32768, 32767).astype(np.int16)

    def _next(self) -> Samples | None:
        if self._rest is None and self._waiting:
            self._rest = earcon(self._waiting.popleft())
            self._applied = self.gain  # constant during an earcon: a step in the gain would click
        return self._rest
