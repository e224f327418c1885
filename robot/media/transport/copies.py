"""PURE. How often every picture packet goes out unasked, and how far apart. No I/O.

A copy that follows on its own repairs a loss some milliseconds later instead of a
round trip later. It costs the rate again, so it is for lines that lose and have room.
A second copy is for what one leaves over: much loss, long gaps, a long round trip.
"""

import math

ON_FROM = 0.007
OFF_BELOW = 0.003
LEAST_AFTER_S = 0.012
MOST_AFTER_S = 0.05
PER_BURST = 1.5
ROOM = 1.1
"""Room to begin over what is needed; going on needs less."""
MOST_LEFT = 0.003
"""Share still missing after one copy from which a second is worth its rate, at a round
trip of 0.1 s: a frame every two seconds; proportionally less on longer ways."""


class Copies:
    """The decision, with hysteresis."""

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
            rtt_s: How long a repair on request takes.
            room_bps: What the line has for the picture with its copies.
            needed_bps: What the picture needs once to be worth copying.
        """
        wanted_s = LEAST_AFTER_S + PER_BURST * burst_s
        self.after_s = min(MOST_AFTER_S, max(LEAST_AFTER_S, wanted_s))
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
        """Return the share of packets that the copies do not bring."""
        return _left(self.count, self.after_s, loss, burst_s)


def _left(count: int, after_s: float, loss: float, burst_s: float) -> float:
    same_gap = math.exp(-after_s / burst_s) if burst_s > 0 else 0.0
    return float(loss * min(1.0, loss + same_gap) ** count)
