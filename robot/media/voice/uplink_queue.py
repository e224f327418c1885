"""PURE. Queue in which the child's voice waits on its way here, from arrival times alone. No I/O.

A browser adapts pictures to the line, not sound: a voice that is too much for it waits in a
queue for as long as it lasts. Then every packet is late. On a line that only stalls, what was
held back comes together, and the last of it is in time.
"""

import math
from collections import deque

from robot.media.types.cells import SAMPLE_HZ

WINDOW_S = 0.5
"""Span in which every packet has to be late. Recorded lines of 30 s, six of each kind, a voice of
130 kbit/s (November 2026): UMTS and EVDO are told after 1 to 21 s, LTE and Wi-Fi never."""

FULL_SHARE = 0.7
"""Share of that span from which packets have to be known."""

LEAST_S = 0.12
"""Shortest queue that is told."""

GONE_S = 2.0
"""Pause of the arrivals after which it has to show what it was. Either the sender's clock stood
still, as while a tablet sleeps or a phone call has the microphone: then every packet stays as
late as the first, and what was fastest before says nothing. Or the line did: then what it held
back comes faster than it was sent."""

SHOWN_S = 2.0
"""Time after such a pause in which a line shows that it was the one that stood still."""

CAUGHT_UP_S = 0.5
"""Lateness that is caught up by then, on a line that carries a quarter more than the voice."""

BASE_S = 60
"""Time for which the fastest packet is remembered. Two clocks may drift apart by 6 ms in it."""


class UplinkQueue:
    """Arrivals of one voice's packets, and how long all of them waited."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, float]] = deque()
        self._fastest: deque[tuple[int, float]] = deque(maxlen=BASE_S)
        """(second, least lag in it)."""
        self._paused: tuple[float, float] | None = None
        """(arrival, lag) of the first packet after a pause; None once it showed what that was."""

    def begin(self) -> None:
        """Forget all: the clock of the sender is another one."""
        self._recent.clear()
        self._fastest.clear()
        self._paused = None

    def arrived(self, rtp_time: int, now: float) -> None:
        """Take in that this packet came.

        Args:
            rtp_time: At 48 kHz, unwrapped.
            now: Monotonic seconds.
        """
        lag_s = now - rtp_time / SAMPLE_HZ
        if self._recent and now - self._recent[-1][0] > GONE_S:
            self._paused = (now, lag_s)
        if self._paused is not None:
            resumed_at, first_lag_s = self._paused
            if lag_s < first_lag_s - CAUGHT_UP_S:
                self._paused = None
            elif now - resumed_at > SHOWN_S:
                self.begin()
        second = int(now)
        if not self._fastest or self._fastest[-1][0] != second:
            self._fastest.append((second, lag_s))
        elif lag_s < self._fastest[-1][1]:
            self._fastest[-1] = (second, lag_s)
        self._recent.append((now, lag_s))
        while now - self._recent[0][0] > WINDOW_S:
            self._recent.popleft()

    def queue_s(self, now: float) -> float:
        """Return how long every packet of the last half second has waited.

        0 below `LEAST_S`, and until it shows what a pause was.
        """
        if self._paused is not None:
            return 0.0
        recent = [(at, lag_s) for at, lag_s in self._recent if now - at <= WINDOW_S]
        if not recent or recent[-1][0] - recent[0][0] < FULL_SHARE * WINDOW_S:
            return 0.0
        fastest_s = min((lag_s for _, lag_s in self._fastest), default=math.inf)
        queue_s = min(lag_s for _, lag_s in recent) - fastest_s
        return queue_s if queue_s >= LEAST_S else 0.0
