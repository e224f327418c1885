"""PURE. Whether every picture packet goes out twice, and how far apart. No I/O.

A copy that follows on its own repairs a loss some milliseconds later instead of a
round trip later. It costs the rate again, so it is for lines that lose and have room.
"""

import math

ON_FROM = 0.012
OFF_BELOW = 0.004
LEAST_AFTER_S = 0.012
MOST_AFTER_S = 0.06
PER_BURST = 1.5


class Copies:
    """The decision, with hysteresis."""

    def __init__(self) -> None:
        self.on = False
        self.after_s = LEAST_AFTER_S

    def update(self, loss: float, burst_s: float, room_bps: float, needed_bps: float) -> None:
        """Follow the line.

        Args:
            loss: Share of packets lost over some seconds.
            burst_s: Mean length of a gap.
            room_bps: What the line has for the picture with its copies.
            needed_bps: What the picture needs once to be worth copying.
        """
        if self.on:
            self.on = loss >= OFF_BELOW and room_bps >= 1.7 * needed_bps
        else:
            self.on = loss >= ON_FROM and room_bps >= 2.2 * needed_bps
        wanted_s = LEAST_AFTER_S + PER_BURST * burst_s
        self.after_s = min(MOST_AFTER_S, max(LEAST_AFTER_S, wanted_s))

    def residual(self, loss: float, burst_s: float) -> float:
        """Return the share of packets that the copies do not bring."""
        if not self.on:
            return loss
        same_gap = math.exp(-self.after_s / burst_s) if burst_s > 0 else 0.0
        return loss * min(1.0, loss + same_gap)
