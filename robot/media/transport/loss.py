"""PURE. Loss of packets: its share, its bursts, and the part due to a full queue. No I/O.

Radio loses packets whatever the queue; a full queue loses them when it is longest. So
losses are compared with the queueing delay of the packets before them.
"""

from collections import deque

MAX_PACKETS = 4096
LONG_S = 8.0
SHORT_S = 1.5
QUEUE_WINDOW_S = 2.0
BLAME_KEPT_S = 0.5
LEAST_LOSSES = 5
LEAST_RANGE_S = 0.004
"""Least difference of short and long queueing delays that shows a queue."""
LONG_WAITS = 0.75
FULL_QUEUE_FROM = 0.6
"""Share of losses that follow a delay of the longest quarter; by chance it would be 0.25."""
PRIOR_PACKETS = 40
"""Weight of "no loss" at the start, so that a single early loss does not count as ten per cent."""


class Loss:
    """Loss over a short and a long window, and the length of the gaps."""

    def __init__(self) -> None:
        self.share = 0.0
        """Share lost over the last `LONG_S` seconds, without the loss to a full queue."""
        self.short_share = 0.0
        self.burst_s = 0.0
        """Mean duration of a burst of loss."""
        self.queue_share = 0.0
        """Recent share lost to a full queue; 0 without any."""
        self._blamed_s = -1e9
        self._packets: deque[tuple[float, int, float | None]] = deque(maxlen=MAX_PACKETS)

    def add(self, sent_s: float, number: int, wait_s: float | None) -> None:
        """Count a packet with its queueing delay, None when it was lost."""
        self._packets.append((sent_s, number, wait_s))

    def update(self, newest_sent_s: float) -> None:
        """Update the figures."""
        packets = self._packets
        while packets and newest_sent_s - packets[0][0] > LONG_S:
            packets.popleft()
        self._blame_queue(newest_sent_s)
        packets = self._packets
        lost = sum(1 for _, _, wait_s in packets if wait_s is None)
        self.share = lost / max(PRIOR_PACKETS, len(packets))
        recent = [wait_s is None for at, _, wait_s in packets if newest_sent_s - at <= SHORT_S]
        self.short_share = sum(recent) / max(PRIOR_PACKETS, len(recent))
        self._measure_bursts()

    def _measure_bursts(self) -> None:
        gone = sorted((number, at) for at, number, wait_s in self._packets if wait_s is None)
        bursts, total_s, start = 0, 0.0, 0
        for i, (number, at) in enumerate(gone):
            last = i + 1 == len(gone)
            if last or gone[i + 1][0] != number + 1:
                bursts += 1
                total_s += at - gone[start][1]
                start = i + 1
        self.burst_s = total_s / bursts if bursts else 0.0

    def _blame_queue(self, newest_sent_s: float) -> None:
        if newest_sent_s - self._blamed_s > BLAME_KEPT_S:
            self.queue_share = 0.0
        recent = [
            (number, wait_s)
            for at, number, wait_s in self._packets
            if newest_sent_s - at <= QUEUE_WINDOW_S
        ]
        recent.sort(key=lambda packet: packet[0])
        waits = sorted(wait_s for _, wait_s in recent if wait_s is not None)
        lost = len(recent) - len(waits)
        if lost < LEAST_LOSSES or len(waits) < 4 * LEAST_LOSSES:
            return
        long_s = waits[int(LONG_WAITS * (len(waits) - 1))]
        if long_s - waits[len(waits) // 10] < LEAST_RANGE_S:
            return
        before_s, full = waits[0], 0
        for _, wait_s in recent:
            if wait_s is None:
                full += before_s >= long_s
            else:
                before_s = wait_s
        if full >= FULL_QUEUE_FROM * lost:
            self.queue_share = lost / len(recent)
            self._blamed_s = newest_sent_s
            since_s = newest_sent_s - QUEUE_WINDOW_S
            kept = [p for p in self._packets if p[2] is not None or p[0] < since_s]
            self._packets = deque(kept, maxlen=MAX_PACKETS)
