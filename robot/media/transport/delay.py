"""PURE. Queueing delay of the line, from one-way delays alone. No I/O.

The two clocks differ by an unknown offset, so a delay is measured against the smallest
one of the last `BASE_S` seconds. The standing queue is the smallest delay of a short
window: jitter and our own bursts delay some packets, only a queue delays all of them.

An unsteady line such as Wi-Fi also delays all packets for a while, because a late packet
holds up those behind it. Its delay rises in leaps, while in a queue a packet is later than
the one before by no more than its own transmission time. Larger leaps therefore widen the
window.
"""

from collections import deque

BASE_S = 12.0
"""If shorter, a long queue would become the norm; if longer, a clock drift of 100 ppm would
show as delay."""
WINDOW_S, LONGEST_WINDOW_S = 0.12, 1.0
WINDOW_PER_LEAP = 10.0
LITTLE_LEAP_S = 0.04
LEAST_LEAP_S = 0.005
LEAPS = 3
"""Leaps within `SPREAD_S` that show an unsteady line."""
MOST_OWN_S = 0.03
ANEW_S = 10.0
"""Change of delay between two packets that shows a reset of the receiver's clock."""
MIN_SAMPLES = 4
MAX_SAMPLES = 1024
SPREAD_S = 2.0
NEARLY_ALL, MOST = 0.95, 0.7


class QueueDelay:
    """Standing queue and jitter, in seconds."""

    def __init__(self) -> None:
        self.standing_s = 0.0
        self.newest_s = 0.0
        """Queueing delay of the packet that arrived last."""
        self.tail_s = 0.0
        """Delay over the standing queue that 95 % of the recent packets stayed below."""
        self.usual_s = 0.0
        """The same for 70 % of them."""
        self._last_delay_s: float | None = None
        self._window_s = WINDOW_S
        self._leaps: deque[tuple[float, float]] = deque(maxlen=MAX_SAMPLES)
        self._buckets: deque[tuple[float, float]] = deque()
        self._recent: deque[tuple[float, float]] = deque(maxlen=MAX_SAMPLES)
        self._spreads: deque[tuple[float, float]] = deque(maxlen=MAX_SAMPLES)

    @property
    def base_s(self) -> float:
        """Smallest known one-way delay, including the offset of the clocks."""
        return min(low for _, low in self._buckets)

    def add(self, sent_s: float, arrived_s: float, own_s: float = 0.0) -> None:
        """Count a packet.

        Args:
            sent_s: On our clock.
            arrived_s: On the receiver's clock.
            own_s: Its transmission time on the line.
        """
        delay_s = arrived_s - sent_s
        if self._last_delay_s is not None and abs(delay_s - self._last_delay_s) > ANEW_S:
            self._buckets.clear()
            self.restart()
        elif self._last_delay_s is not None:
            leap_s = delay_s - self._last_delay_s - min(MOST_OWN_S, own_s)
            if leap_s > LEAST_LEAP_S:
                self._leaps.append((arrived_s, leap_s))
        self._last_delay_s = delay_s
        if not self._buckets or arrived_s - self._buckets[-1][0] >= 1.0:
            self._buckets.append((arrived_s, delay_s))
        elif delay_s < self._buckets[-1][1]:
            self._buckets[-1] = (self._buckets[-1][0], delay_s)
        while len(self._buckets) > 1 and arrived_s - self._buckets[0][0] > BASE_S:
            self._buckets.popleft()
        self._recent.append((arrived_s, delay_s))
        self._measure(arrived_s, delay_s)

    def _measure(self, now_there: float, delay_s: float) -> None:
        recent, base_s = self._recent, self.base_s
        while len(recent) > MIN_SAMPLES and now_there - recent[0][0] > self._window_s:
            recent.popleft()
        lowest_s = min(delay for _, delay in recent)
        self.standing_s = max(0.0, lowest_s - base_s)
        self.newest_s = max(0.0, delay_s - base_s)
        self._spreads.append((now_there, delay_s - lowest_s))
        while self._spreads and now_there - self._spreads[0][0] > SPREAD_S:
            self._spreads.popleft()

    def update_tail(self) -> None:
        """Update `tail_s`, `usual_s` and the window; separate from `add` because it sorts."""
        spreads = sorted(spread for _, spread in self._spreads)
        self.tail_s = spreads[int(NEARLY_ALL * (len(spreads) - 1))] if spreads else 0.0
        self.usual_s = spreads[int(MOST * (len(spreads) - 1))] if spreads else 0.0
        newest_s = self._recent[-1][0] if self._recent else 0.0
        while self._leaps and newest_s - self._leaps[0][0] > SPREAD_S:
            self._leaps.popleft()
        leaps = sorted((leap_s for _, leap_s in self._leaps), reverse=True)
        leap_s = leaps[LEAPS - 1] if len(leaps) >= LEAPS else 0.0
        longer_s = WINDOW_PER_LEAP * max(0.0, leap_s - LITTLE_LEAP_S)
        self._window_s = min(LONGEST_WINDOW_S, WINDOW_S + longer_s)

    def rebase(self) -> None:
        """Take the current delay as that of the path itself, as after a change of route."""
        lowest_s = min((delay for _, delay in self._recent), default=None)
        if lowest_s is not None:
            self._buckets = deque([(self._recent[-1][0], lowest_s)])
            self.standing_s = 0.0

    def restart(self) -> None:
        """Forget the recent past but keep the base, as after an outage."""
        self._recent.clear()
        self._spreads.clear()
        self._leaps.clear()
        self.standing_s = self.newest_s = 0.0
