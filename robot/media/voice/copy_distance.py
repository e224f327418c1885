"""PURE. Distance at which copies of the voice should follow, from which packets were lost. No I/O.

A packet that is lost is made up for if its copy comes. Packets that are lost one by one have
theirs in the next packet. Where several are lost in a row, the copy should follow behind the
row, and the voice then waits for it. The distance with the lowest cost is asked for, by the
same price of a late frame as in `ArrivalDelays`.
"""

from robot.media.voice.arrival_delays import LATE_PERCENT_COST_S
from robot.media.voice.asking import PACKET_MS

NEXT_PACKET = 1
"""Distance of a browser's own copies."""

MOST_PACKETS = 3
"""Longest distance. 5 % lost in rows of 4 on average, four lines of 60 s, espeak-ng's German,
simulated: PESQ is 3.19 at a distance of 1, 3.45 at 2, 3.77 at 3, 3.81 at 4, 4.05 at 6; each step
delays the voice by 10 ms (November 2026)."""

WINDOW_PACKETS = 1000
"""10 s."""

LEAST_PACKETS = 300
"""Before as many are known, the rest counts as received: one row of losses proves nothing."""

WEIGH_EVERY = 50
GAIN_MS = 15.0
"""A change of the distance must gain more: each one costs a moment of irregular copies."""

_ALL = (1 << WINDOW_PACKETS) - 1


class CopyDistance:
    """Losses of one voice's packets, and the distance that follows from them."""

    def __init__(self) -> None:
        self.packets = NEXT_PACKET
        """Distance from a packet to its copy."""
        self._newest: int | None = None
        self._lost = 0
        """One bit for each packet, the newest lowest."""
        self._known = 0
        self._since = 0

    def begin(self) -> None:
        """Start anew with another sender, whose numbers are others; the line may be the same."""
        self._newest = None

    def arrived(self, sequence: int) -> None:
        """Take in that this packet came.

        Args:
            sequence: RTP sequence number, 16 bits.
        """
        if self._newest is None:
            self._newest = sequence
            return
        step = (sequence - self._newest + 2**15) % 2**16 - 2**15
        if step <= 0:
            self._lost &= ~(1 << -step)  # late, and not lost
            return
        self._newest = sequence
        if step >= WINDOW_PACKETS:
            return  # nothing was sent, or the line was gone: no distance helps
        self._lost = (self._lost << step | (1 << step) - 2) & _ALL
        self._known = min(WINDOW_PACKETS, self._known + step)
        self._since += step
        if self._since >= WEIGH_EVERY:
            self._weigh()

    def _weigh(self) -> None:
        self._since = 0
        costs = {packets: self._cost_ms(packets) for packets in range(1, MOST_PACKETS + 1)}
        best = min(costs, key=costs.__getitem__)
        if costs[best] + GAIN_MS < costs[self.packets]:
            self.packets = best

    def _cost_ms(self, packets: int) -> float:
        """Return what this distance costs: delay, and packets that are lost with their copies."""
        both = (self._lost & self._lost << packets & _ALL).bit_count()
        percent = 100 * both / max(self._known, LEAST_PACKETS)
        return packets * PACKET_MS + percent * LATE_PERCENT_COST_S * 1000
