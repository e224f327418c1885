"""PURE. Both axes of the head: trajectories within limits and outside the no-view zones. No I/O."""

from hardware.contract.interfaces import Pose
from hardware.motion.config import Motion
from hardware.motion.trajectory import TICK_S, Axis
from hardware.motion.zones import AngleRect


class HeadAxes:
    """Pan and tilt as they are commanded.

    Args:
        motion: Limits, speeds and no-view zones.
    """

    def __init__(self, motion: Motion) -> None:
        self.restarts = 0
        """Number of moving trajectories cut off: torque ended, or the clock stalled."""
        self._motion = motion
        self._zones = motion.zones()
        self._pan = Axis(motion.pan_min_deg, motion.pan_max_deg, motion.rest_pan_deg, motion.window)
        self._tilt = Axis(
            motion.tilt_min_deg, motion.tilt_max_deg, motion.rest_tilt_deg, motion.window
        )

    @property
    def commanded(self) -> Pose:
        """The pose that the trajectories reached with the last step."""
        return Pose(self._pan.position_deg, self._tilt.position_deg)

    @property
    def resting(self) -> bool:
        """True if neither axis moves."""
        return self._pan.resting and self._tilt.resting

    def settled(self, target: Pose) -> bool:
        """Return whether both axes rest at the target."""
        return self._pan.settled(target.pan_deg) and self._tilt.settled(target.tilt_deg)

    def allowed(self, pose: Pose) -> Pose:
        """Return the nearest pose within limits and outside the zones that can be reached."""
        return self._zones.nearest(pose, self.commanded)

    def clamp_tilt(self, tilt_deg: float) -> float:
        """Return the nearest tilt within the limits."""
        return self._tilt.clamp(tilt_deg)

    def place(self, pose: Pose, pan: bool = True, tilt: bool = True) -> None:
        """Start these axes anew from this pose, at rest."""
        if pan:
            self._pan.place(pose.pan_deg)
        if tilt:
            self._tilt.place(pose.tilt_deg)

    def halt(self) -> None:
        """Command no further movement."""
        if not self.resting:
            self.restarts += 1
        self._pan.halt()
        self._tilt.halt()

    def step(self, target: Pose, speed_deg_s: float) -> None:
        """Advance by one step towards the target, around the zones."""
        next_target = self._route(target)
        acceleration = self._motion.acceleration_deg_s2
        self._pan.step(next_target.pan_deg, speed_deg_s, acceleration)
        self._tilt.step(next_target.tilt_deg, speed_deg_s, acceleration)

    def brake(self) -> None:
        """Advance by one step, slowing down as fast as the dead man's switch may."""
        self._pan.brake(self._motion.stop_acceleration_deg_s2)
        self._tilt.brake(self._motion.stop_acceleration_deg_s2)

    def steps_to_stop(self, after_one_more: bool = False) -> int:
        """Return how many steps braking takes.

        Args:
            after_one_more: Count for the speed that one more free step can reach.
        """
        more_deg_s = self._motion.acceleration_deg_s2 * TICK_S if after_one_more else 0.0
        hard = self._motion.stop_acceleration_deg_s2
        return max(axis.steps_to_stop(hard, more_deg_s) for axis in (self._pan, self._tilt))

    def _route(self, target: Pose) -> Pose:
        """Confine both axes to a free rectangle; return the target within it."""
        if not self._zones.forbidden:
            return target
        acceleration = self._motion.acceleration_deg_s2
        reach = AngleRect(*self._pan.reach(acceleration), *self._tilt.reach(acceleration))
        cell, next_target = self._zones.route(reach, self.commanded, target)
        self._pan.confine(cell.pan_low, cell.pan_high)
        self._tilt.confine(cell.tilt_low, cell.tilt_high)
        return next_target
