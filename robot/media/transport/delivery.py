"""PURE. Delivery rate of the line, and the rate at which the same packets entered it. No I/O."""

import math
from collections import deque

from robot.media.transport.packet_arrivals import Outcome

WINDOW_S = 0.5
MAX_PACKETS = 2048
LEAP_S = 10.0
"""Gap between arrivals that shows a reset clock or an outage."""


class Delivery:
    """Recently arrived packets, by the receiver's clock."""

    def __init__(self) -> None:
        self._arrived: deque[tuple[float, float, int]] = deque(maxlen=MAX_PACKETS)
        self._free_s = -math.inf
        """Arrival of the last packet that met no queue."""

    def add(self, outcome: Outcome, queues: bool = True) -> None:
        """Count a packet that arrived, and whether it had waited in a queue."""
        if outcome.arrived_s is not None:
            if self._arrived and abs(outcome.arrived_s - self._arrived[-1][0]) > LEAP_S:
                self._arrived.clear()
            self._arrived.append((outcome.arrived_s, outcome.sent_s, outcome.size_bytes))
            newest_s = outcome.arrived_s
            if not queues:
                self._free_s = newest_s
            while newest_s - self._arrived[0][0] > 2 * WINDOW_S:
                self._arrived.popleft()

    def busy_s(self, window_s: float) -> float:
        """Return the part of the newest window in which every packet had waited in a queue."""
        if not self._arrived:
            return 0.0
        return max(0.0, min(window_s, self._arrived[-1][0] - self._free_s))

    def rate_bps(self, window_s: float = WINDOW_S) -> int:
        """Return the rate of arrival over the newest window; 0 when too little arrived.

        The first packet only opens the window: the time before it is unknown.
        """
        within = self._within(window_s)
        times = [at for at, _, _ in within]
        span_s = max(times, default=0.0) - min(times, default=0.0)
        if span_s < 0.02:
            return 0
        return int(8 * sum(size for _, _, size in within[1:]) / span_s)

    def entry_bps(self, window_s: float = WINDOW_S) -> int:
        """Return the rate at which the packets of `rate_bps` were sent; 0 when too few arrived."""
        within = self._within(window_s)
        if not within:
            return 0
        times = [sent_s for _, sent_s, _ in within]
        return int(8 * sum(size for _, _, size in within[1:]) / max(0.001, max(times) - min(times)))

    def _within(self, window_s: float) -> list[tuple[float, float, int]]:
        if len(self._arrived) < 3:
            return []
        newest_s = self._arrived[-1][0]
        return [packet for packet in self._arrived if newest_s - packet[0] <= window_s]

    def train_bps(self, from_s: float, until_s: float) -> tuple[int, int]:
        """Return the rates (sent, arrived) of the packets sent in this span; zeros if too few."""
        train = [p for p in self._arrived if from_s <= p[1] <= until_s]
        if len(train) < 4:
            return 0, 0
        size = sum(size for _, _, size in train)
        (first_in_s, _, first_size), last_in_s = min(train), max(train)[0]
        first_out_s, last = min(p[1] for p in train), max(train, key=lambda p: p[1])
        in_s, out_s = last_in_s - first_in_s, last[1] - first_out_s
        if min(out_s, in_s) < 0.005:
            return 0, 0
        # The last packet sent is transmitted after the span; the first to arrive was before it.
        return int(8 * (size - last[2]) / out_s), int(8 * (size - first_size) / in_s)

    def restart(self) -> None:
        """Forget, as after an outage."""
        self._arrived.clear()
