"""PURE. Movement of the head: modes, the dead man's switch, and detaching at rest. No I/O.

    DETACHED   no torque; rises with the next feed if it was asked to
    FOLLOWING  goes where the child looks while it is fed
    HELD       stopped by the dead man's switch, where it was
    PARKING    goes to rest by itself, slowly, then detaches

Braking begins early enough that nothing moves later than DEAD_MAN_S after the
last feed. Time without ticks is not made up for: the head stood still meanwhile
and starts anew from rest. At rest the head becomes silent: axes that need no
drive are detached, and the next movement starts them where they then are.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto

from hardware.body.head_axes import HeadAxes
from hardware.contract.interfaces import Pose
from hardware.contract.wire import DEAD_MAN_S, DriverName
from hardware.motion.config import Motion
from hardware.motion.gestures import GestureRun
from hardware.motion.lookahead import Stream
from hardware.motion.trajectory import TICK_S, StepGrid

SETTLE_S = 0.4
"""Time for a parked servo to arrive before its torque ends."""


class Mode(Enum):
    """Modes of the head, as in the module's docstring."""

    DETACHED = auto()
    FOLLOWING = auto()
    HELD = auto()
    PARKING = auto()


@dataclass(frozen=True, slots=True)
class MoveHead:
    """Effect: drive the head there."""

    pose: Pose


@dataclass(frozen=True, slots=True)
class DetachAxes:
    """Effect: detach these axes until the next movement; the other one holds."""

    pan: bool
    tilt: bool


@dataclass(frozen=True, slots=True)
class DetachHead:
    """Effect: end the head's torque."""


HeadEffect = MoveHead | DetachAxes | DetachHead


class HeadMotion:
    """The head's two axes under one dead man's switch.

    Args:
        motion: Limits, speeds and no-view zones.
        driver: Decides which axes are detached at rest, unless `motion` does.
    """

    def __init__(self, motion: Motion, driver: DriverName = "simulated") -> None:
        self.mode = Mode.DETACHED
        self.tilt_offset_deg = 0.0
        self.at_limit = False
        self.gesture: GestureRun | None = None
        self.steps = 0
        """Steps of the trajectories so far, including those at rest."""
        self._motion = motion
        self._idle_detaches = motion.idle(driver)
        self._axes = HeadAxes(motion)
        self._look = motion.rest
        """The child's look, within limits and outside the zones."""
        self._stream = Stream()
        self._stream.rest(motion.rest)
        self._sensed: Pose | None = None
        self._blind = False
        self._rising = False
        self._slow = False
        self._recovering = False
        self._idle = False
        self._grid = StepGrid()
        self._fed_s = -math.inf
        self._moved_s = -math.inf
        self._arrived_s: float | None = None
        self._driven: Pose | None = None

    @property
    def attached(self) -> bool:
        """True if a servo is driven."""
        return self._driven is not None and not (self._idle and all(self._idle_detaches))

    @property
    def commanded(self) -> Pose:
        """The pose that was commanded last."""
        return self._axes.commanded

    @property
    def restarts(self) -> int:
        """Number of moving trajectories cut off: torque ended, or the clock stalled."""
        return self._axes.restarts

    @property
    def target(self) -> Pose:
        """Final target: within limits and outside the zones, with the posture."""
        if self.mode is Mode.PARKING:
            return self._motion.rest
        if self.mode is not Mode.FOLLOWING:
            return self.commanded
        return self._with_posture(self._look)

    @property
    def moving(self) -> bool:
        """True if the next steps change what is commanded."""
        if self.mode is Mode.FOLLOWING and self.gesture is not None:
            return True
        return not self._axes.settled(self.target)

    @property
    def deadline(self) -> float | None:
        """Time at which `tick` is due, or None."""
        if self.mode is Mode.PARKING:
            return self._grid.due_s
        if self.mode is not Mode.FOLLOWING:
            return None
        return self._grid.due_s if self.moving else self._fed_s + DEAD_MAN_S

    def sense(self, pose: Pose | None) -> None:
        """Learn from the servos where the head really is: a detached axis starts there.

        Args:
            pose: None until they first answer; a detached head waits for that.
        """
        self._sensed = pose or self._sensed
        self._blind = self._sensed is None

    def set_target(self, pan_deg: float, tilt_deg: float, now: float, age_s: float = 0.0) -> None:
        """Go there as fast as limits allow; feeds the dead man's switch.

        Args:
            pan_deg: Target, before limits.
            tilt_deg: Target, before limits.
            now: Monotonic seconds.
            age_s: Age of the target; it feeds for that much less.
        """
        asked = Pose(pan_deg, tilt_deg)
        look = self._axes.allowed(asked)
        self.at_limit = look != asked
        self._slow = False
        if self.mode is not Mode.FOLLOWING or not self._looks_at(look):
            self.gesture = None
            self._look = look
            self._stream.set_target(look, now)
        self._follow(now, age_s)

    def keep(self, now: float, age_s: float = 0.0) -> None:
        """Feed the dead man's switch; a head that was asked to rise does so now."""
        if self._rising:
            self._set_look(self._axes.allowed(Pose(0.0, 0.0)))
            self.at_limit = False
            self._slow = True
            self._follow(now, age_s)
        elif self.mode in (Mode.FOLLOWING, Mode.HELD):
            self._follow(now, age_s)

    def perform(self, gesture: GestureRun, now: float) -> None:
        """Make this gesture if the head follows a child; feeds nothing."""
        if self.mode is Mode.FOLLOWING:
            self.gesture = gesture
            self._start(now)

    def rise(self) -> None:
        """Look ahead from the next feed on, if the head is at rest or on its way there."""
        self._rising = self.mode in (Mode.DETACHED, Mode.PARKING)

    def hold(self, now: float) -> None:
        """Stop as after silence: braking begins at once."""
        self.gesture = None
        braking_s = (self._axes.steps_to_stop() + 2) * TICK_S
        self._fed_s = min(self._fed_s, now - DEAD_MAN_S + braking_s)

    def freeze(self) -> None:
        """Stop at once and hold; the child's last target is forgotten."""
        if self.mode is not Mode.FOLLOWING:
            return
        self._axes.halt()
        here = self.commanded
        self.mode = Mode.HELD
        self.gesture = None
        self.at_limit = False
        tilt_deg = self._axes.clamp_tilt(here.tilt_deg - self.tilt_offset_deg)
        self._set_look(Pose(here.pan_deg, tilt_deg))

    def park(self, now: float, fast: bool = False) -> None:
        """Go to rest and detach there; a detached head stays where it is."""
        self._rising = self.at_limit = False
        self._slow = not fast
        self.gesture = None
        if self.mode in (Mode.FOLLOWING, Mode.HELD):
            self.mode = Mode.PARKING
            self._arrived_s = None
            self._start(now)

    def fail(self, at: Pose | None = None) -> list[HeadEffect]:
        """End the torque at once; the movement after that begins slowly.

        Args:
            at: The last pose that a driver took; the one that failed never moved anything.
        """
        self._recovering = True
        effects = self.detach()
        if at is not None:
            self._axes.place(at)
        return effects

    def detach(self) -> list[HeadEffect]:
        """End the torque at once."""
        self._rising = self.at_limit = False
        self._axes.halt()
        self.mode = Mode.DETACHED
        self.gesture = None
        self._driven = None
        self._idle = False
        return [DetachHead()]

    def tick(self, now: float) -> list[HeadEffect]:
        """Advance to now by at most one step, which makes at most one movement."""
        if self.mode is Mode.DETACHED:
            return []
        if self.mode is Mode.HELD:
            return self._become_idle(now)
        if self.mode is Mode.FOLLOWING and now >= self._fed_s + DEAD_MAN_S:
            self.freeze()
            return []
        if self._grid.stalled(now):
            self._axes.halt()
            self._grid.begin(now, self._moved_s)
        if not self._grid.take(now):
            return []
        self.steps += 1
        if self.moving:
            self._step(now)
        if self.commanded != self._driven:
            self._driven = self.commanded
            self._moved_s = now
            self._idle = False
            return [MoveHead(self._driven)]
        if self.moving:
            return []
        self._recovering = False
        return self._arrive(now) if self.mode is Mode.PARKING else self._become_idle(now)

    def _looks_at(self, look: Pose) -> bool:
        """Return whether the child looks there already; noise must not wake a servo at rest."""
        if self.moving and self.gesture is None:
            return look == self._look
        apart = (look.pan_deg - self._look.pan_deg, look.tilt_deg - self._look.tilt_deg)
        return all(abs(deg) <= self._motion.tolerance_deg for deg in apart)

    def _set_look(self, pose: Pose) -> None:
        self._look = pose
        self._stream.rest(pose)

    def _with_posture(self, look: Pose) -> Pose:
        return self._axes.allowed(Pose(look.pan_deg, look.tilt_deg + self.tilt_offset_deg))

    def _target_at(self, now: float) -> Pose:
        """Return the target of this step, on the way to the last target."""
        if self.mode is Mode.PARKING:
            return self._motion.rest
        if self.gesture is not None and self.gesture.at(now) is None:
            self.gesture = None
        if self.gesture is not None:
            return self._with_posture(self.gesture.target_at(self._look, now))
        return self._with_posture(self._stream.at(now))

    def _follow(self, now: float, age_s: float) -> None:
        if self.mode is Mode.DETACHED and self._blind:
            return
        self._fed_s = max(self._fed_s, now - age_s)
        self._rising = False
        if self.mode is Mode.DETACHED and self._sensed is not None:
            self._axes.place(self._sensed)
        self.mode = Mode.FOLLOWING
        self._start(now)

    def _start(self, now: float) -> None:
        if self._axes.resting:
            self._grid.begin(now, self._moved_s)

    def _step(self, now: float) -> None:
        if self.mode is Mode.FOLLOWING and self._must_brake(now):
            self._axes.brake()
            return
        if self._idle and self._sensed is not None:
            # Somebody may have turned an axis that was detached.
            self._axes.place(self._sensed, *self._idle_detaches)
        is_slow = self._slow or self._recovering
        speed_deg_s = self._motion.park_speed_deg_s if is_slow else self._motion.speed_deg_s
        self._axes.step(self._target_at(now), speed_deg_s)

    def _must_brake(self, now: float) -> bool:
        """Return whether one more free step leaves too little time to stop.

        One tick may be late.
        """
        last_s = now + (self._axes.steps_to_stop(after_one_more=True) + 1) * TICK_S
        return last_s > self._fed_s + DEAD_MAN_S

    def _become_idle(self, now: float) -> list[HeadEffect]:
        """Detach the axes that need no drive after a while without movement."""
        silent = self._driven is None or self._idle or not any(self._idle_detaches)
        if silent or now < self._moved_s + self._motion.idle_after_s:
            return []
        self._idle = True
        return [DetachAxes(*self._idle_detaches)]

    def _arrive(self, now: float) -> list[HeadEffect]:
        if self._arrived_s is None:
            self._arrived_s = now
        if now < self._arrived_s + SETTLE_S:
            return []
        return self.detach()
