"""PURE. The hand that is raised for the child: one axis, up or down. No I/O.

The dead man's switch does not apply: a raised hand outlives a bad line, and it moves
only a short way. After it is lowered it detaches on arrival. A robot without a hand
says it with its light.
"""

import math
from dataclasses import dataclass

from hardware.motion.config import Motion
from hardware.motion.trajectory import Axis, StepGrid

SETTLE_S = 0.4
"""Time for a lowered servo to arrive before its torque ends."""


@dataclass(frozen=True, slots=True)
class MoveHand:
    """Effect: drive the hand there."""

    angle_deg: float


@dataclass(frozen=True, slots=True)
class DetachHand:
    """Effect: end the hand's torque."""


HandEffect = MoveHand | DetachHand


class HandMotion:
    """The hand's axis as it is commanded.

    Args:
        motion: Angles of the hand, and speeds.
    """

    def __init__(self, motion: Motion) -> None:
        ends = (motion.hand_down_deg, motion.hand_up_deg)
        self.raised = False
        self._motion = motion
        self._axis = Axis(min(ends), max(ends), motion.hand_down_deg, motion.window)
        self._waving: float | None = None
        self._recovering = False
        self._driven_deg: float | None = None
        self._grid = StepGrid()
        self._moved_s = -math.inf
        self._arrived_s: float | None = None

    @property
    def attached(self) -> bool:
        """True while the servo is driven."""
        return self._driven_deg is not None

    def lift(self, raised: bool) -> None:
        """Raise or lower it."""
        if raised != self.raised:
            self.raised = raised
            self._arrived_s = None

    def wave(self, share: float | None) -> None:
        """Go to this share of the way up for a gesture; None ends that."""
        self._waving = share

    def fail(self) -> list[HandEffect]:
        """End the torque at once; the movement after that begins slowly."""
        self._recovering = True
        return self.detach()

    def detach(self) -> list[HandEffect]:
        """End the torque at once; the hand counts as lowered."""
        self.raised = False
        self._waving = None
        self._driven_deg = None
        self._axis.halt()
        return [DetachHand()]

    def tick(self, now: float) -> list[HandEffect]:
        """Advance to now by at most one step, which makes at most one movement."""
        target_deg = self._target_deg
        if self._axis.settled(target_deg) and self._axis.position_deg == self._driven_deg:
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
        speed_deg_s = motion.park_speed_deg_s if self._recovering else motion.speed_deg_s
        self._axis.step(target_deg, speed_deg_s, motion.acceleration_deg_s2)
        if self._axis.position_deg == self._driven_deg:
            return []
        self._driven_deg = self._axis.position_deg
        self._moved_s = now
        self._arrived_s = None
        return [MoveHand(self._driven_deg)]

    @property
    def _target_deg(self) -> float:
        down_deg, up_deg = self._motion.hand_down_deg, self._motion.hand_up_deg
        if self._waving is not None:
            return down_deg + self._waving * (up_deg - down_deg)
        return up_deg if self.raised else down_deg

    def _arrive(self, now: float) -> list[HandEffect]:
        if self._arrived_s is None:
            self._arrived_s = now
        return self.detach() if now >= self._arrived_s + SETTLE_S else []
