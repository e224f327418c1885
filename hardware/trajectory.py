"""PURE. One axis on its way: limited in range, speed and acceleration. No I/O.

Time runs in equal steps of TICK_S, so that braking can be solved exactly: from
a speed v the axis needs v/a more steps, and the fastest step that still leaves
room for them is chosen. A new target may come at any step.
"""

import math

TICK_S = 0.02
ROUNDING_DEG = 1e-9


class Axis:
    """Where one axis is commanded to be.

    Args:
        low_deg: Never commanded below.
        high_deg: Never commanded above.
        position_deg: Where it starts, at rest.
    """

    def __init__(self, low_deg: float, high_deg: float, position_deg: float) -> None:
        self.low_deg = low_deg
        self.high_deg = high_deg
        self.position_deg = self.clamp(position_deg)
        self.speed_deg_s = 0.0

    def clamp(self, angle_deg: float) -> float:
        """Return the nearest angle within the limits."""
        return min(max(angle_deg, self.low_deg), self.high_deg)

    def settled(self, target_deg: float) -> bool:
        """Whether the axis rests at the target."""
        return self.speed_deg_s == 0.0 and self.position_deg == self.clamp(target_deg)

    def place(self, position_deg: float) -> None:
        """Start anew from where the servo really is, at rest."""
        self.position_deg = self.clamp(position_deg)
        self.speed_deg_s = 0.0

    def halt(self) -> None:
        """Command no further movement."""
        self.speed_deg_s = 0.0

    def step(self, target_deg: float, speed_deg_s: float, acceleration_deg_s2: float) -> float:
        """Advance by one step towards the target; return the new position.

        A target nearer than the way to brake is passed and come back to: limits
        on acceleration hold always. No limit of range is ever passed.
        """
        goal_deg = self.clamp(target_deg)
        way_deg = goal_deg - self.position_deg
        wanted = math.copysign(_fastest(abs(way_deg), acceleration_deg_s2), way_deg)
        wanted = min(max(wanted, -speed_deg_s), speed_deg_s)
        self._advance(wanted, acceleration_deg_s2)
        if abs(goal_deg - self.position_deg) < ROUNDING_DEG:
            self.position_deg = goal_deg
        return self.position_deg

    def brake(self, acceleration_deg_s2: float) -> float:
        """Advance by one step, slowing down; return the new position."""
        return self._advance(0.0, acceleration_deg_s2)

    def steps_to_stop(self, acceleration_deg_s2: float, more_deg_s: float = 0.0) -> int:
        """Return how many steps braking takes from here, or from a little faster."""
        return math.ceil((abs(self.speed_deg_s) + more_deg_s) / (acceleration_deg_s2 * TICK_S))

    def _advance(self, wanted_deg_s: float, acceleration_deg_s2: float) -> float:
        change = acceleration_deg_s2 * TICK_S
        speed = min(max(wanted_deg_s, self.speed_deg_s - change), self.speed_deg_s + change)
        if abs(speed) * TICK_S < ROUNDING_DEG:
            speed = 0.0
        self.position_deg = self.clamp(self.position_deg + speed * TICK_S)
        self.speed_deg_s = speed
        return self.position_deg


def _fastest(way_deg: float, acceleration_deg_s2: float) -> float:
    """Return the highest speed of the next step from which braking ends at the target.

    With u the speed in units of one step's change, the way of this step and of
    all braking steps after it is (k+1)u - k(k+1)/2 for k <= u <= k+1; this is
    its inverse.
    """
    unit_deg = acceleration_deg_s2 * TICK_S * TICK_S
    ways = way_deg / unit_deg
    k = math.floor((math.sqrt(1.0 + 8.0 * ways) - 1.0) / 2.0)
    return (ways + k * (k + 1) / 2.0) / (k + 1) * acceleration_deg_s2 * TICK_S
