"""PURE. Target delay of the jitter buffer, from the arrival times of frames. No I/O.

The clock is that of the sound card: samples pulled so far. A frame's lag is
that count at its first arrival (as a packet, a copy or a repair) less its RTP
time. It can be played in time with every offset that is not below its lag; so
jitter of the line, of this process and of the card, and the difference of the
two clocks, are all in one number. Frames that never came have no lag: no delay
would have helped.

The target is the offset with the lowest cost, where a millisecond of delay is weighed
against frames that come too late for it.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from robot.media.types.cells import SAMPLE_HZ

LATE_PERCENT_COST_S = 0.050
"""Delay that is as bad as one missing frame in a hundred."""

KEPT_FRAMES = 1000
"""10 s of frames of 10 ms."""

FORGET = 0.9985
"""Weight of each frame relative to the next one; it halves within 460 frames."""

FIRST_S = 0.010
"""Jitter assumed on an unknown line; it counts as one frame."""

MOST_S = 0.200
"""Largest target delay over the fastest frame."""

LEAP_S = 1.0
"""A lag that rises by more, or falls by more than `MOST_S`, belongs to another clock."""

WEIGH_EVERY = 5

RECENT_FRAMES = 25
SHIFT_SAMPLES = SAMPLE_HZ * 4 // 1000
"""If fastest, median and slowest of the last frames shifted alike and by more than this, the
path changed or the sound card paused, and the earlier lags are shifted as well."""

_WEIGHTS = FORGET ** np.arange(KEPT_FRAMES - 1, -1, -1)


class ArrivalDelays:
    """Lags of the last frames, and the target offset that follows from them."""

    def __init__(self) -> None:
        self._lags: deque[int] = deque(maxlen=KEPT_FRAMES)
        self._since = 0
        self._late = 0
        self._target = 0
        self._fastest = 0

    @property
    def known(self) -> bool:
        """True once a frame came since the start or the last change of clock."""
        return bool(self._lags)

    @property
    def target(self) -> int:
        """Offset with the lowest cost: samples pulled less RTP time played."""
        return self._target

    @property
    def fastest(self) -> int:
        """Lowest of the recent lags."""
        return self._fastest

    @property
    def most(self) -> int:
        """Offset above which frames are dropped as too old."""
        return self._fastest + int(MOST_S * SAMPLE_HZ)

    def add(self, lag: int) -> bool:
        """Add the lag of a frame; return False when it belongs to a new clock."""
        leapt = self.known and not (
            self._fastest - MOST_S * SAMPLE_HZ <= lag <= self._target + LEAP_S * SAMPLE_HZ
        )
        # All of the last frames were too late: the earlier, faster ones no longer count.
        self._late = self._late + 1 if self.known and lag > self.most else 0
        leapt = leapt or self._late >= RECENT_FRAMES
        if leapt:
            self._lags.clear()
            self._late = 0
        if not self.known:
            self._lags.append(lag + int(FIRST_S * SAMPLE_HZ))
        self._lags.append(lag)
        self._since += 1
        if self._since >= WEIGH_EVERY or lag > self._target or lag < self._fastest or leapt:
            self._weigh()
        return not leapt

    def _weigh(self) -> None:
        self._since = 0
        lags = np.fromiter(self._lags, np.int64)
        if shift := _shift(lags):
            lags = _moved(lags, shift)
            self._lags = deque(lags.tolist(), maxlen=KEPT_FRAMES)
        weights = _WEIGHTS[-len(lags) :]
        order = np.argsort(lags)
        lags, weights = lags[order], weights[order]
        late = 1.0 - np.cumsum(weights) / weights.sum()
        cost = lags - lags[0] + late * (100 * LATE_PERCENT_COST_S * SAMPLE_HZ)
        # Of equal lags the last one counts: only after it are all of them in time.
        best = len(cost) - 1 - int(np.argmin(cost[::-1]))
        self._fastest = int(lags[0])
        self._target = min(int(lags[best]), self.most)


def _shift(lags: NDArray[np.int64]) -> int:
    """Return the common shift of the last frames; 0 if they did not shift, or not alike."""
    if len(lags) < 2 * RECENT_FRAMES:
        return 0
    before = lags[:-RECENT_FRAMES]
    marks = (len(before) // 10, len(before) // 2, len(before) * 9 // 10)
    fast, middle, slow = np.partition(before, marks)[list(marks)]
    recent = np.sort(lags[-RECENT_FRAMES:])
    moves = (recent[0] - fast, recent[RECENT_FRAMES // 2] - middle, recent[-1] - slow)
    alike = max(moves) - min(moves) < 2 * SHIFT_SAMPLES
    together = min(moves) > SHIFT_SAMPLES or max(moves) < -SHIFT_SAMPLES
    return int(moves[1]) if alike and together else 0


def _moved(lags: NDArray[np.int64], shift: int) -> NDArray[np.int64]:
    """Return the lags with the earlier ones shifted, except those that have shifted already."""
    before, recent = lags[:-RECENT_FRAMES], lags[-RECENT_FRAMES:]
    if shift > 0:
        moved = np.minimum(before + shift, np.maximum(before, recent.max()))
    else:
        moved = np.maximum(before + shift, np.minimum(before, recent.min()))
    return np.concatenate([moved, recent])
