"""PURE. Trajectory of one axis, limited in range, speed, acceleration and jerk. No I/O.

Time runs in equal steps of TICK_S. A leader moves with limited speed and acceleration
and brakes exactly: from a speed v it needs v/a more steps, so it takes the fastest step
that leaves room for them. The commanded position is the mean of the leader's last
`window` positions. A mean of allowed positions, speeds and accelerations is allowed
itself. Its acceleration changes by at most 2a/window in each step, which limits the
jerk exactly. A new target may come at any step.
"""

import math
from collections import deque

TICK_S = 0.02
ROUNDING_DEG = 1e-9


def window_steps(acceleration_deg_s2: float, jerk_deg_s3: float) -> int:
    """Return how many positions to average for this limit of jerk."""
    return max(1, math.ceil(2 * acceleration_deg_s2 / (jerk_deg_s3 * TICK_S) - 1e-9))


class Axis:
    """Commanded position of one axis.

    Args:
        low_deg: Lowest position ever commanded.
        high_deg: Highest position ever commanded.
        position_deg: Initial position, at rest.
        window: Positions averaged; 1 leaves the jerk unlimited.
    """

    def __init__(
        self, low_deg: float, high_deg: float, position_deg: float, window: int = 1
    ) -> None:
        self.low_deg = low_deg
        self.high_deg = high_deg
        self.speed_deg_s = 0.0
        """Speed of the leader."""
        self._bounds = (low_deg, high_deg)
        self._positions: deque[float] = deque(maxlen=window)
        self.place(position_deg)

    @property
    def resting(self) -> bool:
        """True if the axis does not move by itself in the next step."""
        return self.speed_deg_s == 0.0 and min(self._positions) == max(self._positions)

    def clamp(self, angle_deg: float) -> float:
        """Return the nearest angle within the limits."""
        return min(max(angle_deg, self.low_deg), self.high_deg)

    def settled(self, target_deg: float) -> bool:
        """Return whether the axis rests at the target."""
        return self.resting and self.position_deg == self.clamp(target_deg)

    def confine(self, low_deg: float, high_deg: float) -> None:
        """Limit the range from now on; `reach` must lie within."""
        self._bounds = (max(low_deg, self.low_deg), min(high_deg, self.high_deg))

    def reach(self, acceleration_deg_s2: float) -> tuple[float, float]:
        """Return the lowest and highest position that it still passes if it brakes now."""
        end_deg = self._leader_deg + self._stopping_distance(acceleration_deg_s2)
        return min(*self._positions, end_deg), max(*self._positions, end_deg)

    def place(self, position_deg: float) -> None:
        """Start anew from the servo's real position, at rest."""
        self.position_deg = self.clamp(position_deg)
        self.halt()

    def halt(self) -> None:
        """Command no further movement."""
        self.speed_deg_s = 0.0
        self._leader_deg = self.position_deg
        self._positions.extend([self.position_deg] * (self._positions.maxlen or 1))

    def step(self, target_deg: float, speed_deg_s: float, acceleration_deg_s2: float) -> float:
        """Advance by one step towards the target; return the new position.

        The limit of acceleration always holds, so an axis overshoots a target that is
        nearer than its braking distance and returns. It never leaves its range.
        """
        low, high = self._bounds
        bounded_deg = min(max(target_deg, low), high)
        distance_deg = bounded_deg - self._leader_deg
        wanted = math.copysign(_fastest(abs(distance_deg), acceleration_deg_s2), distance_deg)
        wanted = min(max(wanted, -speed_deg_s), speed_deg_s)
        return self._advance(wanted, acceleration_deg_s2, bounded_deg)

    def brake(self, acceleration_deg_s2: float) -> float:
        """Advance by one step, slowing down; return the new position."""
        return self._advance(0.0, acceleration_deg_s2, None)

    def steps_to_stop(self, acceleration_deg_s2: float, more_deg_s: float = 0.0) -> int:
        """Return how many steps braking takes, now or at this much more speed."""
        speed = abs(self.speed_deg_s) + more_deg_s
        if speed == 0.0 and self.resting:
            return 0
        steps = math.ceil(speed / (acceleration_deg_s2 * TICK_S) - 1e-9)
        return steps + (self._positions.maxlen or 1) - 1

    def _stopping_distance(self, acceleration_deg_s2: float) -> float:
        change = acceleration_deg_s2 * TICK_S
        steps = math.floor(abs(self.speed_deg_s) / change)
        way = (steps * abs(self.speed_deg_s) - steps * (steps + 1) / 2 * change) * TICK_S
        return math.copysign(way, self.speed_deg_s)

    def _advance(
        self, speed_deg_s: float, acceleration_deg_s2: float, bounded_deg: float | None
    ) -> float:
        change = acceleration_deg_s2 * TICK_S
        speed = min(max(speed_deg_s, self.speed_deg_s - change), self.speed_deg_s + change)
        if abs(speed) * TICK_S < ROUNDING_DEG:
            speed = 0.0
        low, high = self._bounds
        self._leader_deg = min(max(self._leader_deg + speed * TICK_S, low), high)
        if bounded_deg is not None and abs(bounded_deg - self._leader_deg) < ROUNDING_DEG:
            self._leader_deg = bounded_deg
        self.speed_deg_s = speed
        self._positions.append(self._leader_deg)
        least, most = min(self._positions), max(self._positions)
        mean = sum(self._positions) / len(self._positions)
        self.position_deg = min(max(mean, least), most)
        return self.position_deg


class StepGrid:
    """Grid of step times: at most one step per call, and never faster than the clock.

    A call that is late by up to half a step keeps the grid. A later one shifts it, so
    that lost time is not made up for with a burst of steps.
    """

    STALL_S = 5 * TICK_S
    """Time without a call after which the axis has stood still and starts anew from rest."""

    def __init__(self) -> None:
        self.last_s = -math.inf

    @property
    def due_s(self) -> float:
        """Time of the next step."""
        return self.last_s + TICK_S

    def begin(self, now: float, moved_s: float) -> None:
        """Let an axis at rest step at once, but not within one TICK_S of its last movement.

        Steps at rest move nothing, so a new target need not wait for them.
        """
        self.last_s = max(moved_s, now - TICK_S)

    def stalled(self, now: float) -> bool:
        """Return whether there was no call for STALL_S."""
        return now - self.last_s > self.STALL_S

    def take(self, now: float) -> bool:
        """Return whether to step now."""
        late_s = now - self.due_s
        if late_s < -1e-6:
            return False
        self.last_s = self.due_s if late_s < TICK_S / 2 else now - TICK_S / 2
        return True


def _fastest(distance_deg: float, acceleration_deg_s2: float) -> float:
    """Return the highest speed of the next step from which braking ends at the target.

    With u the speed in units of one step's change, this step and all braking steps
    after it cover (k+1)u - k(k+1)/2 for k <= u <= k+1; this is the inverse.
    """
    unit_deg = acceleration_deg_s2 * TICK_S * TICK_S
    ways = distance_deg / unit_deg
    k = math.floor((math.sqrt(1.0 + 8.0 * ways) - 1.0) / 2.0)
    return (ways + k * (k + 1) / 2.0) / (k + 1) * acceleration_deg_s2 * TICK_S
