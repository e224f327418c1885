"""PURE. How long packets wait in the line's queue, from one-way delays alone. No I/O.

The two clocks differ by an unknown offset, so a delay counts only against the smallest
one of the last `BASE_S` seconds. The standing queue is the smallest delay of a short
window: jitter and a burst of our own lift some packets, only a queue lifts all of them.

A line that sways, as Wi-Fi does, lifts all for a while, too: a late packet holds up those
behind it. It does so in leaps, while in a queue no packet is later than the one before by
more than it takes itself. The larger the leaps, the longer the window.
"""

from collections import deque

BASE_S = 12.0
"""Shorter: a long queue becomes the norm. Longer: clock drift of 100 ppm shows as delay."""
WINDOW_S, LONGEST_WINDOW_S = 0.12, 1.0
WINDOW_PER_LEAP = 10.0
LITTLE_LEAP_S = 0.04
LEAST_LEAP_S = 0.005
LEAPS = 3
"""So many within `SPREAD_S` are no chance."""
MOST_OWN_S = 0.03
ANEW_S = 10.0
"""No queue grows by so much from one packet to the next: the receiver's clock was set anew."""
MIN_SAMPLES = 4
MAX_SAMPLES = 1024
SPREAD_S = 2.0
NEARLY_ALL, MOST = 0.95, 0.7


class QueueDelay:
    """Standing queue and jitter, in seconds."""

    def __init__(self) -> None:
        self.standing_s = 0.0
        self.newest_s = 0.0
        """Wait of the packet that arrived last."""
        self.tail_s = 0.0
        """What nearly all packets of the last seconds stayed below, over the standing queue."""
        self.usual_s = 0.0
        """What most of them stayed below."""
        self._last_delay_s: float | None = None
        self._window_s = WINDOW_S
        self._leaps: deque[tuple[float, float]] = deque(maxlen=MAX_SAMPLES)
        self._buckets: deque[tuple[float, float]] = deque()
        self._recent: deque[tuple[float, float]] = deque(maxlen=MAX_SAMPLES)
        self._spreads: deque[tuple[float, float]] = deque(maxlen=MAX_SAMPLES)

    @property
    def base_s(self) -> float:
        """The smallest one-way delay known, with the clocks' offset in it."""
        return min(low for _, low in self._buckets)

    def add(self, sent_s: float, arrived_s: float, own_s: float = 0.0) -> None:
        """Count a packet.

        Args:
            sent_s: On our clock.
            arrived_s: On the receiver's clock.
            own_s: What the line takes for it by itself.
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
        """Bring `tail_s`, `usual_s` and the window up to date; separate, since it sorts."""
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
        """Take the delay of now for the way's own, as after a change of route."""
        lowest_s = min((delay for _, delay in self._recent), default=None)
        if lowest_s is not None:
            self._buckets = deque([(self._recent[-1][0], lowest_s)])
            self.standing_s = 0.0

    def restart(self) -> None:
        """Forget the short past, as after an outage; the base stays."""
        self._recent.clear()
        self._spreads.clear()
        self._leaps.clear()
        self.standing_s = self.newest_s = 0.0
