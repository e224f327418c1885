"""PURE. The hand that is raised for the child: one axis, up or down. No I/O.

No dead man's switch: a raised hand outlives a bad line, and its way is short.
Lowered, it detaches once it arrived.
"""

from dataclasses import dataclass

from hardware.config import Motion
from hardware.trajectory import TICK_S, Axis

MOST_STEPS = 5
SETTLE_S = 0.4


@dataclass(frozen=True, slots=True)
class MoveHand:
    """Effect: drive the arm there."""

    angle_deg: float


@dataclass(frozen=True, slots=True)
class DetachHand:
    """Effect: end the arm's torque."""


HandEffect = MoveHand | DetachHand


class Arm:
    """Where the arm is commanded to be."""

    def __init__(self, motion: Motion) -> None:
        ends = (motion.hand_down_deg, motion.hand_up_deg)
        self.raised = False
        self._motion = motion
        self._axis = Axis(min(ends), max(ends), motion.hand_down_deg)
        self._driven_deg: float | None = None
        self._stepped_s = 0.0
        self._arrived_s: float | None = None

    @property
    def attached(self) -> bool:
        """Whether the servo is driven."""
        return self._driven_deg is not None

    def lift(self, raised: bool) -> None:
        """Raise or lower it."""
        if raised != self.raised:
            self.raised = raised
            self._arrived_s = None

    def let_go(self) -> list[HandEffect]:
        """End the torque here and now; it counts as lowered."""
        self.raised = False
        self._driven_deg = None
        self._axis.place(self._motion.hand_down_deg)
        return [DetachHand()]

    def tick(self, now: float) -> list[HandEffect]:
        """Advance to now; at most one movement results."""
        goal = self._motion.hand_up_deg if self.raised else self._motion.hand_down_deg
        if self._axis.settled(goal) and self._axis.position_deg == self._driven_deg:
            return [] if self.raised else self._arrive(now)
        if self._driven_deg is None and not self.raised:
            return []
        steps = int((now - self._stepped_s) / TICK_S + 1e-6)
        if steps > MOST_STEPS:
            self._axis.halt()
            steps = 1
            self._stepped_s = now - TICK_S
        for _ in range(steps):
            self._stepped_s += TICK_S
            self._axis.step(goal, self._motion.speed_deg_s, self._motion.acceleration_deg_s2)
        if steps and self._axis.position_deg != self._driven_deg:
            self._driven_deg = self._axis.position_deg
            return [MoveHand(self._driven_deg)]
        return []

    def _arrive(self, now: float) -> list[HandEffect]:
        if self._arrived_s is None:
            self._arrived_s = now
        return self.let_go() if now >= self._arrived_s + SETTLE_S else []
