"""PURE. Number and spacing of the copies sent unrequested of each picture packet. No I/O.

Such a copy repairs a loss within milliseconds instead of a round trip. It costs the rate
again, so it is for lossy lines with spare capacity. A second copy is for heavy loss, long
gaps or a long round trip, where one copy is not enough.
"""

import math

ON_FROM = 0.007
OFF_BELOW = 0.003
LEAST_AFTER_S = 0.004
"""All pictures wait for the first copy where many are lost, so it should follow soon."""
APART_S = 0.012
"""Least distance where losses come in gaps: the packets of a picture leave within some
milliseconds, so a gap that lasts longer is measured too short."""
GAPS_FROM_S = 0.001
"""Mean length of a gap from which losses do not come one by one. Until then the distance rises."""
MOST_AFTER_S = 0.05
PER_BURST = 1.5
ROOM = 1.1
"""Room needed to start copying, relative to the rate that copies take."""
MOST_LEFT = 0.003
"""Residual loss after one copy from which a second one pays, at a round trip of 0.1 s: a
frame every two seconds. It is proportionally less for longer round trips."""


class Copies:
    """Decision on copies, with hysteresis."""

    def __init__(self) -> None:
        self.count = 0
        self.after_s = LEAST_AFTER_S

    def update(
        self, loss: float, burst_s: float, rtt_s: float, room_bps: float, needed_bps: float
    ) -> None:
        """Follow the line.

        Args:
            loss: Share of packets lost over some seconds.
            burst_s: Mean length of a gap.
            rtt_s: Duration of a repair on request.
            room_bps: Rate available for the picture with its copies.
            needed_bps: Rate of the picture without copies from which copying pays.
        """
        in_gaps = min(1.0, burst_s / GAPS_FROM_S)
        least_s = LEAST_AFTER_S + in_gaps * (APART_S - LEAST_AFTER_S)
        self.after_s = min(MOST_AFTER_S, least_s + PER_BURST * burst_s)
        wanted = 0
        if loss >= (OFF_BELOW if self.count else ON_FROM):
            left = _left(1, self.after_s, loss, burst_s) * rtt_s / 0.1
            wanted = 2 if left > MOST_LEFT * (0.5 if self.count == 2 else 1.0) else 1
        while wanted:
            spare = 1.0 if self.count >= wanted else ROOM
            if room_bps >= spare * (1 + wanted) * needed_bps:
                break
            wanted -= 1
        self.count = wanted

    def residual(self, loss: float, burst_s: float) -> float:
        """Return the share of packets lost in spite of the copies."""
        return _left(self.count, self.after_s, loss, burst_s)


def _left(count: int, after_s: float, loss: float, burst_s: float) -> float:
    same_gap = math.exp(-after_s / burst_s) if burst_s > 0 else 0.0
    return float(loss * min(1.0, loss + same_gap) ** count)
