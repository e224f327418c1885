"""PURE. Limits of speed and torque for one servo with torque. No I/O.

A servo that is given torque starts under its own speed limit, so that it does
not jump to a distant target. The limit is lifted once it has arrived, and the
body's trajectories alone set the speed. A servo that has settled is held with
less torque, which ends its hum. If it sags, it gets full torque again.
"""

RETURN_DEG_S = 45.0
NEAR_DEG = 3.5
SAG_DEG = 1.0
JUMP_DEG = 15.0
"""Further than the body ever goes in one step: such a jump was not made by a trajectory."""

SETTLED_S = 1.0
MOST_SLOW_S = 8.0
"""Longest return over the whole range; a servo that never arrives is judged by `Health`."""


class Grip:
    """Decides when one servo changes its limits of speed and torque.

    Args:
        hold: Share of the torque that holds the servo once it has settled.
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
        """Speed limit after the servo got its torque, in positions a second."""
        return RETURN_DEG_S * self._per_deg

    def attached(self, now: float) -> None:
        """Note that the servo was just attached, slow and with full torque."""
        self.slow = True
        self.share = 1.0
        self._attached_s = now
        self.retarget(now)

    def retarget(self, now: float) -> bool:
        """Note a new target; return whether full torque must be restored."""
        self._sent_s = now
        self._settled, self._firm = None, False
        softened = self.share != 1.0
        self.share = 1.0
        return softened

    def slows_down(self, sent: int, target: int, now: float) -> bool:
        """Return whether the next target is so far away that a speed limit must be set now."""
        if self.slow or abs(target - sent) <= JUMP_DEG * self._per_deg:
            return False
        self.slow = True
        self._attached_s = now
        return True

    def speeds_up(self, position: int, target: int, now: float) -> bool:
        """Return whether the speed limit must be lifted now."""
        if not self.slow:
            return False
        near = abs(position - target) <= NEAR_DEG * self._per_deg
        if not near and now - self._attached_s < MOST_SLOW_S:
            return False
        self.slow = False
        return True

    def torque_share(self, position: int, target: int, now: float) -> float | None:
        """Return the share of the torque to set from now on, or None for no change."""
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
