"""PURE. One axis on its way: limited in range, speed, acceleration and jerk. No I/O.

Time runs in equal steps of TICK_S. A leader moves with limited speed and
acceleration, and brakes exactly: from a speed v it needs v/a more steps, and the
fastest step that still leaves room for them is chosen. What is commanded is the
mean of the leader's last `window` places. A mean of allowed places, speeds and
accelerations is allowed itself, and it changes its acceleration by at most
2a/window each step: limited jerk, exact at every step. A new target may come at
any step.
"""

import math
from collections import deque

TICK_S = 0.02
ROUNDING_DEG = 1e-9


def window_steps(acceleration_deg_s2: float, jerk_deg_s3: float) -> int:
    """Return how many places to average for this limit of jerk."""
    return max(1, math.ceil(2 * acceleration_deg_s2 / (jerk_deg_s3 * TICK_S) - 1e-9))


class Axis:
    """Where one axis is commanded to be.

    Args:
        low_deg: Never commanded below.
        high_deg: Never commanded above.
        position_deg: Where it starts, at rest.
        window: Places averaged; 1 leaves the jerk unlimited.
    """

    def __init__(
        self, low_deg: float, high_deg: float, position_deg: float, window: int = 1
    ) -> None:
        self.low_deg = low_deg
        self.high_deg = high_deg
        self.speed_deg_s = 0.0
        """The leader's."""
        self._bounds = (low_deg, high_deg)
        self._places: deque[float] = deque(maxlen=window)
        self.place(position_deg)

    @property
    def resting(self) -> bool:
        """True if the next step moves nothing of itself."""
        return self.speed_deg_s == 0.0 and min(self._places) == max(self._places)

    def clamp(self, angle_deg: float) -> float:
        """Return the nearest angle within the limits."""
        return min(max(angle_deg, self.low_deg), self.high_deg)

    def settled(self, target_deg: float) -> bool:
        """Return whether the axis rests at the target."""
        return self.resting and self.position_deg == self.clamp(target_deg)

    def confine(self, low_deg: float, high_deg: float) -> None:
        """Go no further than this from now on; `reach` must lie within."""
        self._bounds = (max(low_deg, self.low_deg), min(high_deg, self.high_deg))

    def reach(self, acceleration_deg_s2: float) -> tuple[float, float]:
        """Return the least and greatest place that it must still pass, if it brakes now."""
        end_deg = self._leader_deg + self._way_to_stop(acceleration_deg_s2)
        return min(*self._places, end_deg), max(*self._places, end_deg)

    def place(self, position_deg: float) -> None:
        """Start anew from where the servo really is, at rest."""
        self.position_deg = self.clamp(position_deg)
        self.halt()

    def halt(self) -> None:
        """Command no further movement."""
        self.speed_deg_s = 0.0
        self._leader_deg = self.position_deg
        self._places.extend([self.position_deg] * (self._places.maxlen or 1))

    def step(self, target_deg: float, speed_deg_s: float, acceleration_deg_s2: float) -> float:
        """Advance by one step towards the target; return the new position.

        A target nearer than the way to brake is passed and come back to: limits
        on acceleration hold always. No limit of range is ever passed.
        """
        low, high = self._bounds
        goal_deg = min(max(target_deg, low), high)
        way_deg = goal_deg - self._leader_deg
        wanted = math.copysign(_fastest(abs(way_deg), acceleration_deg_s2), way_deg)
        wanted = min(max(wanted, -speed_deg_s), speed_deg_s)
        return self._advance(wanted, acceleration_deg_s2, goal_deg)

    def brake(self, acceleration_deg_s2: float) -> float:
        """Advance by one step, slowing down; return the new position."""
        return self._advance(0.0, acceleration_deg_s2, None)

    def steps_to_stop(self, acceleration_deg_s2: float, more_deg_s: float = 0.0) -> int:
        """Return how many steps braking takes from here, or from a little faster."""
        speed = abs(self.speed_deg_s) + more_deg_s
        if speed == 0.0 and self.resting:
            return 0
        steps = math.ceil(speed / (acceleration_deg_s2 * TICK_S) - 1e-9)
        return steps + (self._places.maxlen or 1) - 1

    def _way_to_stop(self, acceleration_deg_s2: float) -> float:
        change = acceleration_deg_s2 * TICK_S
        steps = math.floor(abs(self.speed_deg_s) / change)
        way = (steps * abs(self.speed_deg_s) - steps * (steps + 1) / 2 * change) * TICK_S
        return math.copysign(way, self.speed_deg_s)

    def _advance(
        self, wanted_deg_s: float, acceleration_deg_s2: float, goal_deg: float | None
    ) -> float:
        change = acceleration_deg_s2 * TICK_S
        speed = min(max(wanted_deg_s, self.speed_deg_s - change), self.speed_deg_s + change)
        if abs(speed) * TICK_S < ROUNDING_DEG:
            speed = 0.0
        low, high = self._bounds
        self._leader_deg = min(max(self._leader_deg + speed * TICK_S, low), high)
        if goal_deg is not None and abs(goal_deg - self._leader_deg) < ROUNDING_DEG:
            self._leader_deg = goal_deg
        self.speed_deg_s = speed
        self._places.append(self._leader_deg)
        least, most = min(self._places), max(self._places)
        mean = sum(self._places) / len(self._places)
        self.position_deg = min(max(mean, least), most)
        return self.position_deg


class StepGrid:
    """Which moments are steps: at most one at each look, and never faster than the clock.

    A look that comes late by up to half a step keeps the grid; what is later
    loses the time, so that nothing is ever caught up with in a hurry.
    """

    STALL_S = 5 * TICK_S
    """After so long without a look the head has stood still: it starts anew from rest."""

    def __init__(self) -> None:
        self.last_s = -math.inf

    @property
    def due_s(self) -> float:
        """When the next step is."""
        return self.last_s + TICK_S

    def begin(self, now: float, moved_s: float) -> None:
        """Let an axis at rest step at once, but not within one TICK_S of its last movement.

        Steps at rest moved nothing: a look need not wait for them.
        """
        self.last_s = max(moved_s, now - TICK_S)

    def stalled(self, now: float) -> bool:
        """Return whether nobody looked for long."""
        return now - self.last_s > self.STALL_S

    def take(self, now: float) -> bool:
        """Return whether to step now."""
        late_s = now - self.due_s
        if late_s < -1e-6:
            return False
        self.last_s = self.due_s if late_s < TICK_S / 2 else now - TICK_S / 2
        return True


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
