"""PURE. How many packets are lost, and whether in a row. No I/O."""

from collections import deque

MAX_PACKETS = 4096
LONG_S = 8.0
SHORT_S = 1.0
PRIOR_PACKETS = 40
"""Weight of "no loss" at the start, so that one early loss is no ten percent."""


class Loss:
    """Loss over a short and a long window, and the length of the gaps."""

    def __init__(self) -> None:
        self.share = 0.0
        """Over the last `LONG_S` seconds."""
        self.short_share = 0.0
        self.burst_s = 0.0
        """Mean time from the first to the last packet lost in a row."""
        self._packets: deque[tuple[float, int, bool]] = deque(maxlen=MAX_PACKETS)

    def add(self, sent_s: float, number: int, lost: bool) -> None:
        """Count a packet."""
        self._packets.append((sent_s, number, lost))

    def update(self, newest_sent_s: float) -> None:
        """Bring the figures up to date."""
        packets = self._packets
        while packets and newest_sent_s - packets[0][0] > LONG_S:
            packets.popleft()
        lost = sum(1 for _, _, gone in packets if gone)
        self.share = lost / max(PRIOR_PACKETS, len(packets))
        recent = [gone for at, _, gone in packets if newest_sent_s - at <= SHORT_S]
        self.short_share = sum(recent) / max(20, len(recent))
        self._measure_bursts()

    def _measure_bursts(self) -> None:
        gone = sorted((number, at) for at, number, lost in self._packets if lost)
        bursts, total_s, start = 0, 0.0, 0
        for i, (number, at) in enumerate(gone):
            last = i + 1 == len(gone)
            if last or gone[i + 1][0] != number + 1:
                bursts += 1
                total_s += at - gone[start][1]
                start = i + 1
        self.burst_s = total_s / bursts if bursts else 0.0
