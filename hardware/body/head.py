"""PURE. The head on its way: who may move it, how fast, and when it must stop. No I/O.

    DETACHED   no torque; rises with the next feed once it was asked to
    FOLLOWING  goes where the child looks, as long as it is fed
    HELD       the dead man's switch stopped it where it was
    PARKING    goes to rest by itself, slowly, then detaches

Braking begins early enough that nothing moves later than DEAD_MAN_S after the
last feed. Time in which nobody ticked is not caught up with: the head stood
still meanwhile and starts anew from rest. At rest it becomes silent: axes that
need no drive let go, and take it up again where they are.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto

from hardware.contract.interfaces import Pose
from hardware.contract.wire import DEAD_MAN_S, DriverName
from hardware.motion.config import Motion
from hardware.motion.gestures import Gesture
from hardware.motion.lookahead import Stream
from hardware.motion.trajectory import TICK_S, Axis, Steps
from hardware.motion.zones import Box

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
class RelaxHead:
    """Effect: let go of these axes until the next movement."""

    pan: bool
    tilt: bool


@dataclass(frozen=True, slots=True)
class DetachHead:
    """Effect: end the head's torque."""


HeadEffect = MoveHead | RelaxHead | DetachHead


class Head:
    """Two axes under one dead man's switch."""

    def __init__(self, motion: Motion, driver: DriverName = "simulated") -> None:
        self.mode = Mode.DETACHED
        self.tilt_offset_deg = 0.0
        self.at_limit = False
        self.gesture: Gesture | None = None
        self.steps = 0
        """Steps of the trajectories so far, those at rest included."""
        self.restarts = 0
        """How often a moving trajectory was cut off: torque ended, or the clock stalled."""
        self._motion = motion
        self._zones = motion.zones()
        self._lets_go = motion.idle(driver)
        self._pan = Axis(motion.pan_min_deg, motion.pan_max_deg, motion.rest_pan_deg, motion.window)
        self._tilt = Axis(
            motion.tilt_min_deg, motion.tilt_max_deg, motion.rest_tilt_deg, motion.window
        )
        self._wanted = motion.rest
        self._stream = Stream()
        self._stream.rest(motion.rest)
        self._sensed: Pose | None = None
        self._blind = False
        self._rising = False
        self._slow = False
        self._recovering = False
        self._relaxed = False
        self._grid = Steps()
        self._fed_s = -math.inf
        self._moved_s = -math.inf
        self._arrived_s: float | None = None
        self._driven: Pose | None = None

    @property
    def attached(self) -> bool:
        """Whether a servo is driven."""
        return self._driven is not None and not (self._relaxed and all(self._lets_go))

    @property
    def commanded(self) -> Pose:
        """Where the head was last sent."""
        return Pose(self._pan.position_deg, self._tilt.position_deg)

    @property
    def target(self) -> Pose:
        """Where it goes in the end: within limits and out of zones, with the posture."""
        if self.mode is Mode.PARKING:
            return self._motion.rest
        if self.mode is not Mode.FOLLOWING:
            return self.commanded
        return self._allowed(self._wanted)

    @property
    def moving(self) -> bool:
        """Whether steps to come change what is commanded."""
        if self.mode is Mode.FOLLOWING and self.gesture is not None:
            return True
        goal = self.target
        return not (self._pan.settled(goal.pan_deg) and self._tilt.settled(goal.tilt_deg))

    @property
    def deadline(self) -> float | None:
        """When `tick` is due."""
        if self.mode is Mode.PARKING:
            return self._grid.due_s
        if self.mode is not Mode.FOLLOWING:
            return None
        return self._grid.due_s if self.moving else self._fed_s + DEAD_MAN_S

    def sense(self, pose: Pose | None) -> None:
        """Learn from the servos where the head really is: a limp axis starts there.

        Args:
            pose: None while they were not heard yet: a limp head waits for that.
        """
        self._sensed = pose or self._sensed
        self._blind = self._sensed is None

    def aim(self, pan_deg: float, tilt_deg: float, now: float, age_s: float = 0.0) -> None:
        """Go there, as fast as limits allow; feeds the dead man's switch.

        Args:
            now: Monotonic seconds.
            age_s: How long ago this was asked: it feeds for so much less.
        """
        asked = Pose(pan_deg, tilt_deg)
        look = self._zones.nearest(asked, self.commanded)
        self.at_limit = look != asked
        self._slow = False
        if self.mode is not Mode.FOLLOWING or not self._is_there(look):
            self.gesture = None
            self._wanted = look
            self._stream.aim(look, now)
        self._follow(now, age_s)

    def keep(self, now: float, age_s: float = 0.0) -> None:
        """Feed the dead man's switch; a head that was asked to rise does so now."""
        if self._rising:
            self._look(self._zones.nearest(Pose(0.0, 0.0), self.commanded))
            self.at_limit = False
            self._slow = True
            self._follow(now, age_s)
        elif self.mode in (Mode.FOLLOWING, Mode.HELD):
            self._follow(now, age_s)

    def perform(self, gesture: Gesture, now: float) -> None:
        """Make this gesture, if the head follows a child: it feeds nothing."""
        if self.mode is Mode.FOLLOWING:
            self.gesture = gesture
            self._start(now)

    def rise(self) -> None:
        """Look ahead from the next feed on, if the head is at rest or on its way there."""
        self._rising = self.mode in (Mode.DETACHED, Mode.PARKING)

    def hold(self, now: float) -> None:
        """Stop as after silence: braking begins at once."""
        self.gesture = None
        braking_s = (self._steps_to_stop() + 2) * TICK_S
        self._fed_s = min(self._fed_s, now - DEAD_MAN_S + braking_s)

    def freeze(self) -> None:
        """Hold here and now. What the child asked before is forgotten."""
        if self.mode is not Mode.FOLLOWING:
            return
        self._halt()
        here = self.commanded
        self.mode = Mode.HELD
        self.gesture = None
        self.at_limit = False
        self._look(Pose(here.pan_deg, self._tilt.clamp(here.tilt_deg - self.tilt_offset_deg)))

    def park(self, now: float, fast: bool = False) -> None:
        """Go to rest and detach there; a detached head stays as it is."""
        self._rising = self.at_limit = False
        self._slow = not fast
        self.gesture = None
        if self.mode in (Mode.FOLLOWING, Mode.HELD):
            self.mode = Mode.PARKING
            self._arrived_s = None
            self._start(now)

    def fail(self, at: Pose | None = None) -> list[HeadEffect]:
        """End the torque here and now; what comes after it begins slowly.

        Args:
            at: Where a driver last obeyed: what failed was never commanded.
        """
        self._recovering = True
        effects = self.let_go()
        if at is not None:
            self._pan.place(at.pan_deg)
            self._tilt.place(at.tilt_deg)
        return effects

    def let_go(self) -> list[HeadEffect]:
        """End the torque here and now."""
        self._rising = self.at_limit = False
        self._halt()
        self.mode = Mode.DETACHED
        self.gesture = None
        self._driven = None
        self._relaxed = False
        return [DetachHead()]

    def tick(self, now: float) -> list[HeadEffect]:
        """Advance to now by one step at most; at most one movement results."""
        if self.mode is Mode.DETACHED:
            return []
        if self.mode is Mode.HELD:
            return self._idle(now)
        if self.mode is Mode.FOLLOWING and now >= self._fed_s + DEAD_MAN_S:
            self.freeze()
            return []
        if self._grid.stalled(now):
            self._halt()
            self._grid.begin(now, self._moved_s)
        if not self._grid.take(now):
            return []
        self.steps += 1
        if self.moving:
            self._step(now)
        if self.commanded != self._driven:
            self._driven = self.commanded
            self._moved_s = now
            self._relaxed = False
            return [MoveHead(self._driven)]
        if self.moving:
            return []
        self._recovering = False
        return self._arrive(now) if self.mode is Mode.PARKING else self._idle(now)

    def _is_there(self, look: Pose) -> bool:
        """Whether this is where the child looks already; noise wakes no servo that rests."""
        if self.moving and self.gesture is None:
            return look == self._wanted
        apart = (look.pan_deg - self._wanted.pan_deg, look.tilt_deg - self._wanted.tilt_deg)
        return all(abs(deg) <= self._motion.tolerance_deg for deg in apart)

    def _look(self, pose: Pose) -> None:
        self._wanted = pose
        self._stream.rest(pose)

    def _allowed(self, look: Pose) -> Pose:
        posed = Pose(look.pan_deg, look.tilt_deg + self.tilt_offset_deg)
        return self._zones.nearest(posed, self.commanded)

    def _goal(self, now: float) -> Pose:
        """Return where to go at this moment, on the way to the target."""
        if self.mode is Mode.PARKING:
            return self._motion.rest
        if self.gesture is not None and self.gesture.at(now) is None:
            self.gesture = None
        if self.gesture is not None:
            return self._allowed(self.gesture.goal(self._wanted, now))
        return self._allowed(self._stream.at(now))

    def _follow(self, now: float, age_s: float) -> None:
        if self.mode is Mode.DETACHED and self._blind:
            return
        self._fed_s = max(self._fed_s, now - age_s)
        self._rising = False
        if self.mode is Mode.DETACHED and self._sensed is not None:
            self._pan.place(self._sensed.pan_deg)
            self._tilt.place(self._sensed.tilt_deg)
        self.mode = Mode.FOLLOWING
        self._start(now)

    def _start(self, now: float) -> None:
        if self._pan.resting and self._tilt.resting:
            self._grid.begin(now, self._moved_s)

    def _step(self, now: float) -> None:
        motion = self._motion
        if self.mode is Mode.FOLLOWING and self._must_brake(now):
            self._pan.brake(motion.stop_acceleration_deg_s2)
            self._tilt.brake(motion.stop_acceleration_deg_s2)
            return
        if self._relaxed:
            self._take_up()
        goal = self._steer(self._goal(now))
        is_slow = self._slow or self._recovering
        speed = motion.park_speed_deg_s if is_slow else motion.speed_deg_s
        self._pan.step(goal.pan_deg, speed, motion.acceleration_deg_s2)
        self._tilt.step(goal.tilt_deg, speed, motion.acceleration_deg_s2)

    def _steer(self, goal: Pose) -> Pose:
        """Keep both axes out of the zones; return where to go first."""
        if not self._zones.forbidden:
            return goal
        acceleration = self._motion.acceleration_deg_s2
        reach = Box(*self._pan.reach(acceleration), *self._tilt.reach(acceleration))
        cell, first = self._zones.way(reach, self.commanded, goal)
        self._pan.confine(cell.pan_low, cell.pan_high)
        self._tilt.confine(cell.tilt_low, cell.tilt_high)
        return first

    def _take_up(self) -> None:
        """Start an axis that was let go of where it is now."""
        if self._sensed is None:
            return
        if self._lets_go[0]:
            self._pan.place(self._sensed.pan_deg)
        if self._lets_go[1]:
            self._tilt.place(self._sensed.tilt_deg)

    def _must_brake(self, now: float) -> bool:
        """Whether one more free step would leave too little time to stop; one tick may be late."""
        change = self._motion.acceleration_deg_s2 * TICK_S
        last_s = now + (self._steps_to_stop(change) + 1) * TICK_S
        return last_s > self._fed_s + DEAD_MAN_S

    def _steps_to_stop(self, more_deg_s: float = 0.0) -> int:
        hard = self._motion.stop_acceleration_deg_s2
        return max(axis.steps_to_stop(hard, more_deg_s) for axis in (self._pan, self._tilt))

    def _halt(self) -> None:
        if not (self._pan.resting and self._tilt.resting):
            self.restarts += 1
        self._pan.halt()
        self._tilt.halt()

    def _idle(self, now: float) -> list[HeadEffect]:
        """Become silent once nothing has moved for long."""
        quiet = self._driven is None or self._relaxed or not any(self._lets_go)
        if quiet or now < self._moved_s + self._motion.idle_after_s:
            return []
        self._relaxed = True
        return [RelaxHead(*self._lets_go)]

    def _arrive(self, now: float) -> list[HeadEffect]:
        if self._arrived_s is None:
            self._arrived_s = now
        if now < self._arrived_s + SETTLE_S:
            return []
        return self.let_go()
