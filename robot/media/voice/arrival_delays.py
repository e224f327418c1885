"""PURE. How much delay a voice needs, from when its frames came. No I/O.

The clock is that of the sound card: samples pulled so far. A frame's lag is
that count at its first arrival (as a packet, a copy or a repair) less its RTP
time. It can be played in time with every offset that is not below its lag; so
jitter of the line, of this process and of the card, and the difference of the
two clocks, are all in one number. Frames that never came have no lag: no delay
would have brought them.

The offset that is wanted costs least, when a millisecond of delay is weighed
against frames that come too late for it.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from robot.media.types.cells import SAMPLE_HZ

LATE_PERCENT_COST_S = 0.050
"""So much delay is as bad as one frame in a hundred that is not there."""

KEPT_FRAMES = 1000
"""10 s of frames of 10 ms."""

FORGET = 0.9985
"""What each frame counts less than the one after it: half is forgotten within 460 frames."""

FIRST_S = 0.010
"""What is expected of a line of which nothing is known; it counts as one frame."""

MOST_S = 0.200
"""More delay than this over the fastest frame is never wanted."""

LEAP_S = 1.0
"""A lag that leaps by more, or falls by more than `MOST_S`, is of another clock."""

WEIGH_EVERY = 5

RECENT_FRAMES = 25
SHIFT_SAMPLES = SAMPLE_HZ * 4 // 1000
"""When the fastest, the middle and the slowest of the last frames moved by more, and alike,
then it was the line that became shorter or longer, or the card that stood still: the lags
of before are moved along."""

_WEIGHTS = FORGET ** np.arange(KEPT_FRAMES - 1, -1, -1)


class ArrivalDelays:
    """Remembers the lags of the last frames and weighs them."""

    def __init__(self) -> None:
        self._lags: deque[int] = deque(maxlen=KEPT_FRAMES)
        self._since = 0
        self._late = 0
        self._wanted = 0
        self._fastest = 0

    @property
    def known(self) -> bool:
        """Whether any frame came since the beginning or the last leap."""
        return bool(self._lags)

    @property
    def wanted(self) -> int:
        """The offset that costs least: samples pulled less RTP time played."""
        return self._wanted

    @property
    def fastest(self) -> int:
        """The lowest lag of late."""
        return self._fastest

    @property
    def most(self) -> int:
        """The offset above which nothing may be kept waiting."""
        return self._fastest + int(MOST_S * SAMPLE_HZ)

    def add(self, lag: int) -> bool:
        """Note the lag of a frame; return False when it is of another clock than those before."""
        leapt = self.known and not (
            self._fastest - MOST_S * SAMPLE_HZ <= lag <= self._wanted + LEAP_S * SAMPLE_HZ
        )
        # Nothing was heard of the last frames: the fast ones of before are no measure any more.
        self._late = self._late + 1 if self.known and lag > self.most else 0
        leapt = leapt or self._late >= RECENT_FRAMES
        if leapt:
            self._lags.clear()
            self._late = 0
        if not self.known:
            self._lags.append(lag + int(FIRST_S * SAMPLE_HZ))
        self._lags.append(lag)
        self._since += 1
        if self._since >= WEIGH_EVERY or lag > self._wanted or lag < self._fastest or leapt:
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
        # Of equal lags the last one counts: only behind it are all of them in time.
        best = len(cost) - 1 - int(np.argmin(cost[::-1]))
        self._fastest = int(lags[0])
        self._wanted = min(int(lags[best]), self.most)


def _shift(lags: NDArray[np.int64]) -> int:
    """Return by how much all lags moved with the last frames; 0: they did not, or not alike."""
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
    """Return the lags with all but the last ones moved, those not that have moved already."""
    before, recent = lags[:-RECENT_FRAMES], lags[-RECENT_FRAMES:]
    if shift > 0:
        moved = np.minimum(before + shift, np.maximum(before, recent.max()))
    else:
        moved = np.maximum(before + shift, np.minimum(before, recent.min()))
    return np.concatenate([moved, recent])
