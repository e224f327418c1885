"""PURE. The hand that is raised for the child: one axis, up or down. No I/O.

No dead man's switch: a raised hand outlives a bad line, and its way is short.
Lowered, it detaches once it arrived. Where there is no arm, the light says it.
"""

import math
from dataclasses import dataclass

from hardware.motion.config import Motion
from hardware.motion.trajectory import Axis, Steps

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
        self._axis = Axis(min(ends), max(ends), motion.hand_down_deg, motion.window)
        self._waving: float | None = None
        self._recovering = False
        self._driven_deg: float | None = None
        self._grid = Steps()
        self._moved_s = -math.inf
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

    def wave(self, share: float | None) -> None:
        """Be this share of the way up for a gesture; None ends that."""
        self._waving = share

    def fail(self) -> list[HandEffect]:
        """End the torque here and now; what comes after it begins slowly."""
        self._recovering = True
        return self.let_go()

    def let_go(self) -> list[HandEffect]:
        """End the torque here and now; it counts as lowered."""
        self.raised = False
        self._waving = None
        self._driven_deg = None
        self._axis.halt()
        return [DetachHand()]

    def tick(self, now: float) -> list[HandEffect]:
        """Advance to now by one step at most; at most one movement results."""
        goal = self._goal_deg
        if self._axis.settled(goal) and self._axis.position_deg == self._driven_deg:
            self._recovering = False
            return [] if self.raised or self._waving is not None else self._arrive(now)
        if self._driven_deg is None and not self.raised and self._waving is None:
            return []
        if self._axis.resting or self._grid.stalled(now):
            self._axis.halt()
            self._grid.begin(now, self._moved_s)
        if not self._grid.take(now):
            return []
        motion = self._motion
        speed = motion.park_speed_deg_s if self._recovering else motion.speed_deg_s
        self._axis.step(goal, speed, motion.acceleration_deg_s2)
        if self._axis.position_deg == self._driven_deg:
            return []
        self._driven_deg = self._axis.position_deg
        self._moved_s = now
        self._arrived_s = None
        return [MoveHand(self._driven_deg)]

    @property
    def _goal_deg(self) -> float:
        down_deg, up_deg = self._motion.hand_down_deg, self._motion.hand_up_deg
        if self._waving is not None:
            return down_deg + self._waving * (up_deg - down_deg)
        return up_deg if self.raised else down_deg

    def _arrive(self, now: float) -> list[HandEffect]:
        if self._arrived_s is None:
            self._arrived_s = now
        return self.let_go() if now >= self._arrived_s + SETTLE_S else []
