"""PURE. How firmly and how fast a servo with torque may follow. No I/O.

A servo that is given torque starts slowly, by its own limit of speed: whatever
it is asked for, it does not jump there. Once it arrived, it may be as fast as
the body's own trajectories. One that settled is held with less torque, which
ends its hum; where that is not enough, it is held firmly again.
"""

RETURN_DEG_S = 45.0
NEAR_DEG = 3.5
SAG_DEG = 1.0
JUMP_DEG = 15.0
"""Further than the body ever goes in one of its steps: what jumps so far comes from elsewhere."""

SETTLED_S = 1.0
MOST_SLOW_S = 8.0
"""A return over the whole range takes no longer; what never arrives is left to the health."""


class Grip:
    """One servo's.

    Args:
        hold: Share of the torque that holds it once it settled.
        positions_per_turn: Of its encoder.
    """

    def __init__(self, hold: float, positions_per_turn: float) -> None:
        self._hold = hold
        self._per_deg = positions_per_turn / 360.0
        self.slow = False
        self.share = 1.0
        self._sent_s = 0.0
        self._attached_s = 0.0
        self._settled: int | None = None
        self._firm = False

    @property
    def return_speed(self) -> float:
        """Positions a second of the way after it got its torque."""
        return RETURN_DEG_S * self._per_deg

    def attached(self, now: float) -> None:
        """It just got its torque, with full force, and is slow."""
        self.slow = True
        self.share = 1.0
        self._attached_s = now
        self.sent(now)

    def sent(self, now: float) -> bool:
        """Take note of a new target; return whether its full force must be given back."""
        self._sent_s = now
        self._settled, self._firm = None, False
        softened = self.share != 1.0
        self.share = 1.0
        return softened

    def jumps(self, sent: int, target: int, now: float) -> bool:
        """Whether it must be slow on its way from one target to the next; says so once."""
        if self.slow or abs(target - sent) <= JUMP_DEG * self._per_deg:
            return False
        self.slow = True
        self._attached_s = now
        return True

    def hurries(self, position: int, target: int, now: float) -> bool:
        """Whether it may be fast from now on; says so once."""
        if not self.slow:
            return False
        near = abs(position - target) <= NEAR_DEG * self._per_deg
        if not near and now - self._attached_s < MOST_SLOW_S:
            return False
        self.slow = False
        return True

    def force(self, position: int, target: int, now: float) -> float | None:
        """Return the share of the torque to give it from now on, where that changes."""
        if self._settled is not None:
            sagged = abs(position - self._settled) > SAG_DEG * self._per_deg
            if self.share == 1.0 or not sagged:
                return None
            self.share, self._firm = 1.0, True
            return self.share
        near = abs(position - target) <= NEAR_DEG * self._per_deg
        if self._firm or not near or now - self._sent_s < SETTLED_S:
            return None
        self._settled = position
        if self._hold >= 1.0:
            return None
        self.share = self._hold
        return self.share
