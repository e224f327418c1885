"""PURE. Target delay of the jitter buffer, from the arrival times of frames. No I/O.

The clock is that of the sound card: samples pulled so far. A frame's lag is
that count at its first arrival (as a packet, a copy or a repair) less its RTP
time. It can be played in time with every offset that is not below its lag; so
jitter of the line, of this process and of the card, and the difference of the
two clocks, are all in one number. Frames that never came have no lag: no delay
would have helped.

The target is the offset with the lowest cost, where a millisecond of delay is weighed
against frames that come too late for it.

After a stall of the line, frames come in a bunch, each less late than the one before. They are
kept and played, but no target is held for the next stall: their lags do not count.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from robot.media.types.cells import SAMPLE_HZ

LATE_PERCENT_COST_S = 0.050
"""Delay that is as bad as one missing frame in a hundred."""

STALLING_COST_S = 0.150
"""The same on a line that stalls again and again: there its words are lost once in a sentence."""

STALL_SAMPLES = SAMPLE_HZ * 40 // 1000
"""Lateness that counts as a stall, over the target at the usual price: a stall that is waited for
is still one. A copy or a repair is less late."""

STALLS, STALLS_WITHIN = 3, 3000
"""Number of stalls within as many frames, 30 s of 10 ms each, that show such a line. One stall, and
the one after it, are no reason to speak later."""

STALLS_APART = 50
"""Least number of frames between two stalls; what is late sooner belongs to the same."""

KEPT_FRAMES = 1000
"""10 s of frames of 10 ms."""

FORGET = 0.9985
"""Weight of each frame relative to the next one; it halves within 460 frames."""

FIRST_S = 0.010
"""Jitter assumed on an unknown line; it counts as one frame."""

MOST_S = 0.200
"""Largest target delay over the fastest frame. A frame that is later is not worth waiting for."""

KEPT_S = 2.2
"""Delay over the fastest frame up to which late frames are kept: a stall of 2 s, and some."""

LEAP_S = 3.0
"""A lag that falls by more belongs to another clock, and so do lags that stay higher by more. A
single old frame does not: it may come over a slower path than the frames after it."""

WEIGH_EVERY = 5

RECENT_FRAMES = 25
SHIFT_SAMPLES = SAMPLE_HZ * 4 // 1000
"""If fastest, median and slowest of the last frames shifted alike and by more than this, the
path changed or the sound card paused, and the earlier lags are shifted as well."""
SHIFT_PER_SPREAD = 0.5
"""A shift must be larger than this share of the spread of the earlier lags: a quarter of a second
of jitter is often alike by chance, and a target that follows it makes the next frames late."""

FALL_SAMPLES = SAMPLE_HZ * 40 // 1000
"""Lags that fall by more within `RECENT_FRAMES` are those of a line that catches up after a stall;
a rise by more ends a stall."""

_WEIGHTS = FORGET ** np.arange(KEPT_FRAMES - 1, -1, -1)


class ArrivalDelays:
    """Lags of the last frames, and the target offset that follows from them."""

    def __init__(self) -> None:
        self._lags: deque[int] = deque(maxlen=KEPT_FRAMES)
        self._stall: deque[int] = deque(maxlen=RECENT_FRAMES)
        self._settling = 0
        self._since = 0
        self._target = 0
        self._usual_target = 0
        """Target at the usual price of a late frame."""
        self._fastest = 0
        self._count = 0
        self._is_late = False
        self._stalls: deque[int] = deque(maxlen=STALLS)
        """Numbers of the frames at which the newest stalls were seen."""

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
        return self._fastest + int(KEPT_S * SAMPLE_HZ)

    def add(self, lag: int) -> bool:
        """Add the lag of a frame; return False when it belongs to a new clock."""
        self._count_stall(lag)
        leapt = self.known and lag < self._fastest - LEAP_S * SAMPLE_HZ
        if leapt:
            self._begin_with([])
        elif self._in_stall(lag):
            return not self._is_new_path() or self._follow_stall()
        elif self._settling and lag < self._fastest - SHIFT_SAMPLES:
            self._begin_with([])  # still catching up: what was before tells nothing of the line
        self._settling = max(0, self._settling - 1)
        if not self.known:
            self._lags.append(lag + int(FIRST_S * SAMPLE_HZ))
        self._lags.append(lag)
        self._since += 1
        if self._since >= WEIGH_EVERY or lag > self._target or lag < self._fastest or leapt:
            self._weigh()
        return not leapt

    @property
    def _stalls_again(self) -> bool:
        stalls = self._stalls
        return len(stalls) == STALLS and self._count - stalls[0] <= STALLS_WITHIN

    def _count_stall(self, lag: int) -> None:
        self._count += 1
        was_late, self._is_late = self._is_late, lag > self._usual_target + STALL_SAMPLES
        begins = self.known and self._is_late and not was_late
        if begins and (not self._stalls or self._count - self._stalls[-1] >= STALLS_APART):
            self._stalls.append(self._count)

    def _follow_stall(self) -> bool:
        """Take the lags of the stall for those of the line; return whether it is the same clock."""
        same = min(self._stall) <= self._target + LEAP_S * SAMPLE_HZ
        self._begin_with(list(self._stall))
        self._weigh()
        return same

    def _begin_with(self, lags: list[int]) -> None:
        """Forget all lags but these, and each one that is beaten soon."""
        self._lags = deque(lags, maxlen=KEPT_FRAMES)
        self._stall.clear()
        self._settling = RECENT_FRAMES

    def _in_stall(self, lag: int) -> bool:
        """Return whether the frame was held up by a stall; remember its lag if so."""
        if self._stall:
            ended = lag <= self._target or lag > self._stall[-1] + FALL_SAMPLES
            if ended:
                self._stall.clear()
        if self._stall or (self.known and lag > self._fastest + MOST_S * SAMPLE_HZ):
            self._stall.append(lag)
        return bool(self._stall)

    def _is_new_path(self) -> bool:
        """Return whether frames stay late: the way is longer, and there is nothing to catch up."""
        if len(self._stall) < RECENT_FRAMES:
            return False
        lags = list(self._stall)
        half = len(lags) // 2
        return min(lags[:half]) - min(lags[half:]) < FALL_SAMPLES

    def _weigh(self) -> None:
        self._since = 0
        lags = np.fromiter(self._lags, np.int64)
        if shift := _shift(lags):
            lags = _moved(lags, shift)
            self._lags = deque(lags.tolist(), maxlen=KEPT_FRAMES)
        weights = _WEIGHTS[-len(lags) :]
        # No delay that is ever held would have helped the others.
        near = lags <= lags.min() + MOST_S * SAMPLE_HZ
        lags, weights = lags[near], weights[near]
        order = np.argsort(lags)
        lags, weights = lags[order], weights[order]
        late = 1.0 - np.cumsum(weights) / weights.sum()
        self._fastest = int(lags[0])
        self._target = self._usual_target = _best(lags, late, LATE_PERCENT_COST_S)
        if self._stalls_again:
            self._target = _best(lags, late, STALLING_COST_S)


def _best(lags: NDArray[np.int64], late: NDArray[np.float64], percent_cost_s: float) -> int:
    """Return the offset with the lowest cost: its delay, and the share that is late for it."""
    cost = lags - lags[0] + late * (100 * percent_cost_s * SAMPLE_HZ)
    # Of equal lags the last one counts: only after it are all of them in time.
    return int(lags[len(cost) - 1 - int(np.argmin(cost[::-1]))])


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
    least = max(SHIFT_SAMPLES, SHIFT_PER_SPREAD * (slow - fast))
    together = min(moves) > least or max(moves) < -least
    return int(moves[1]) if alike and together else 0


def _moved(lags: NDArray[np.int64], shift: int) -> NDArray[np.int64]:
    """Return the lags with the earlier ones shifted, except those that have shifted already."""
    before, recent = lags[:-RECENT_FRAMES], lags[-RECENT_FRAMES:]
    if shift > 0:
        moved = np.minimum(before + shift, np.maximum(before, recent.max()))
    else:
        moved = np.maximum(before + shift, np.minimum(before, recent.min()))
    return np.concatenate([moved, recent])
