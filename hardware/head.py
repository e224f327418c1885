"""PURE. The head on its way: who may move it, how fast, and when it must stop. No I/O.

    DETACHED   no torque; rises with the next feed once it was asked to
    FOLLOWING  goes where the child looks, as long as it is fed
    HELD       the dead man's switch stopped it where it was
    PARKING    goes to rest by itself, slowly, then detaches

Braking begins early enough that nothing moves later than DEAD_MAN_S after the
last feed. Time in which nobody ticked is not caught up with: the head stood
still meanwhile and starts anew from rest.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto

from hardware.config import Motion
from hardware.interfaces import Pose
from hardware.trajectory import TICK_S, Axis
from hardware.wire import DEAD_MAN_S

MOST_STEPS = 5
SETTLE_S = 0.4
"""A parked servo gets this long to arrive before its torque ends."""


class Mode(Enum):
    """See the module."""

    DETACHED = auto()
    FOLLOWING = auto()
    HELD = auto()
    PARKING = auto()


@dataclass(frozen=True, slots=True)
class MoveHead:
    """Effect: drive the head there."""

    pose: Pose


@dataclass(frozen=True, slots=True)
class DetachHead:
    """Effect: end the head's torque."""


HeadEffect = MoveHead | DetachHead


class Head:
    """Two axes under one dead man's switch."""

    def __init__(self, motion: Motion) -> None:
        self.mode = Mode.DETACHED
        self.tilt_offset_deg = 0.0
        self.at_limit = False
        self._motion = motion
        self._rest = Pose(motion.rest_pan_deg, motion.rest_tilt_deg)
        self._pan = Axis(motion.pan_min_deg, motion.pan_max_deg, self._rest.pan_deg)
        self._tilt = Axis(motion.tilt_min_deg, motion.tilt_max_deg, self._rest.tilt_deg)
        self._wanted = self._rest
        self._sensed: Pose | None = None
        self._rising = False
        self._slow = False
        self._fed_s = -math.inf
        self._stepped_s = -math.inf
        self._moved_s = -math.inf
        self._arrived_s: float | None = None
        self._driven: Pose | None = None

    @property
    def attached(self) -> bool:
        """Whether the servos are driven."""
        return self._driven is not None

    @property
    def commanded(self) -> Pose:
        """Where the head was last sent."""
        return Pose(self._pan.position_deg, self._tilt.position_deg)

    @property
    def target(self) -> Pose:
        """Where it goes: within limits, with the posture."""
        if self.mode is Mode.PARKING:
            return self._rest
        if self.mode is not Mode.FOLLOWING:
            return self.commanded
        tilt_deg = self._tilt.clamp(self._wanted.tilt_deg + self.tilt_offset_deg)
        return Pose(self._wanted.pan_deg, tilt_deg)

    @property
    def moving(self) -> bool:
        """Whether the next steps change what is commanded."""
        goal = self.target
        return not (self._pan.settled(goal.pan_deg) and self._tilt.settled(goal.tilt_deg))

    @property
    def deadline(self) -> float | None:
        """When `tick` is due."""
        if self.mode is Mode.PARKING:
            return self._stepped_s + TICK_S
        if self.mode is not Mode.FOLLOWING:
            return None
        return self._stepped_s + TICK_S if self.moving else self._fed_s + DEAD_MAN_S

    def sense(self, pose: Pose) -> None:
        """Learn from the servos where the head really is: a detached head starts there."""
        self._sensed = pose

    def aim(self, pan_deg: float, tilt_deg: float, now: float) -> None:
        """Go there, as fast as limits allow; feeds the dead man's switch."""
        self._wanted = Pose(self._pan.clamp(pan_deg), self._tilt.clamp(tilt_deg))
        self.at_limit = self._wanted != Pose(pan_deg, tilt_deg)
        self._slow = False
        self._follow(now)

    def keep(self, now: float) -> None:
        """Feed the dead man's switch; a head that was asked to rise does so now."""
        if self._rising:
            self._wanted = Pose(self._pan.clamp(0.0), self._tilt.clamp(0.0))
            self.at_limit = False
            self._slow = True
            self._follow(now)
        elif self.mode in (Mode.FOLLOWING, Mode.HELD):
            self._follow(now)

    def rise(self) -> None:
        """Look ahead from the next feed on, if the head is at rest or on its way there."""
        self._rising = self.mode in (Mode.DETACHED, Mode.PARKING)

    def hold(self, now: float) -> None:
        """Stop as after silence: braking begins at once."""
        braking_s = (self._steps_to_stop() + 2) * TICK_S
        self._fed_s = min(self._fed_s, now - DEAD_MAN_S + braking_s)

    def park(self, now: float, fast: bool = False) -> None:
        """Go to rest and detach there; a detached head stays as it is."""
        self._rising = self.at_limit = False
        self._slow = not fast
        if self.mode in (Mode.FOLLOWING, Mode.HELD):
            self.mode = Mode.PARKING
            self._arrived_s = None
            self._start(now)

    def let_go(self) -> list[HeadEffect]:
        """End the torque here and now."""
        self._rising = False
        self._pan.halt()
        self._tilt.halt()
        self.mode = Mode.DETACHED
        self._driven = None
        return [DetachHead()]

    def tick(self, now: float) -> list[HeadEffect]:
        """Advance to now; at most one movement results."""
        if self.mode in (Mode.DETACHED, Mode.HELD):
            return []
        if self.mode is Mode.FOLLOWING and now >= self._fed_s + DEAD_MAN_S:
            self._freeze()
            return []
        steps = int((now - self._stepped_s) / TICK_S + 1e-6)
        if steps > MOST_STEPS:
            self._pan.halt()
            self._tilt.halt()
            steps = 1
            self._stepped_s = now - TICK_S
        for _ in range(steps):
            self._stepped_s += TICK_S
            self._step(now)
        if steps and self.commanded != self._driven:
            self._driven = self.commanded
            self._moved_s = now
            return [MoveHead(self._driven)]
        return self._arrive(now) if self.mode is Mode.PARKING else []

    def _follow(self, now: float) -> None:
        self._fed_s = now
        self._rising = False
        if self.mode is Mode.DETACHED and self._sensed is not None:
            self._pan.place(self._sensed.pan_deg)
            self._tilt.place(self._sensed.tilt_deg)
        if self.mode is not Mode.FOLLOWING:
            self.mode = Mode.FOLLOWING
        self._start(now)

    def _start(self, now: float) -> None:
        """Let a head at rest take its first step now, never two movements within one TICK_S.

        Idle ticks count as steps too, but nothing moved on them: a look need not wait for them.
        """
        if self._pan.speed_deg_s == 0.0 and self._tilt.speed_deg_s == 0.0:
            self._stepped_s = max(self._moved_s, now - TICK_S)

    def _step(self, now: float) -> None:
        motion = self._motion
        if self.mode is Mode.FOLLOWING and self._must_brake(now):
            self._pan.brake(motion.stop_acceleration_deg_s2)
            self._tilt.brake(motion.stop_acceleration_deg_s2)
            return
        goal = self.target
        speed = motion.park_speed_deg_s if self._slow else motion.speed_deg_s
        self._pan.step(goal.pan_deg, speed, motion.acceleration_deg_s2)
        self._tilt.step(goal.tilt_deg, speed, motion.acceleration_deg_s2)

    def _must_brake(self, now: float) -> bool:
        """Whether one more free step would leave too little time to stop; one tick may be late."""
        change = self._motion.acceleration_deg_s2 * TICK_S
        last_s = now + (self._steps_to_stop(change) + 1) * TICK_S
        return last_s > self._fed_s + DEAD_MAN_S

    def _steps_to_stop(self, more_deg_s: float = 0.0) -> int:
        hard = self._motion.stop_acceleration_deg_s2
        return max(axis.steps_to_stop(hard, more_deg_s) for axis in (self._pan, self._tilt))

    def _freeze(self) -> None:
        """Hold here. What the child asked before the silence is forgotten."""
        self._pan.halt()
        self._tilt.halt()
        here = self.commanded
        self.mode = Mode.HELD
        self._wanted = Pose(here.pan_deg, self._tilt.clamp(here.tilt_deg - self.tilt_offset_deg))

    def _arrive(self, now: float) -> list[HeadEffect]:
        if self.moving:
            return []
        if self._arrived_s is None:
            self._arrived_s = now
        if now < self._arrived_s + SETTLE_S:
            return []
        return self.let_go()
