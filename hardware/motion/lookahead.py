"""PURE. Look-ahead for a stream of targets, as from a finger that drags. No I/O.

Targets that follow each other closely are joined. The movement to each one is paced
to arrive about when the next target comes, and leads a little while speed and
direction hold. Without that the head would brake for every single target and stutter.
The head goes at once to a first target and to one after a pause.
"""

import math
from dataclasses import dataclass

from hardware.contract.interfaces import Pose

STREAM_S = 0.4
"""Targets further apart in time than this are separate looks."""
PACE = 1.15
"""A movement takes a little longer than the interval: a late target then needs no stop."""
AHEAD_S = 0.05
"""Lead over the stream: about half of the delay of smoothing."""
MOST_AHEAD_DEG = 2.0
"""Largest lead: it limits the overshoot when the finger stops suddenly."""
PATIENCE = 1.5
"""Intervals without a target after which the stream has ended."""
SMOOTHING = 0.3


@dataclass(slots=True)
class _Segment:
    """Movement of one axis between two targets."""

    start_deg: float = 0.0
    target_deg: float = 0.0
    speed_deg_s: float = 0.0
    ahead_deg: float = 0.0

    def set_target(self, start_deg: float, target_deg: float, gap_s: float | None) -> None:
        if gap_s is None:
            self.start_deg, self.speed_deg_s, self.ahead_deg = target_deg, 0.0, 0.0
        else:
            speed = (target_deg - self.target_deg) / gap_s
            steady = min(abs(speed), abs(self.speed_deg_s)) if speed * self.speed_deg_s > 0 else 0.0
            self.ahead_deg = math.copysign(min(steady * AHEAD_S, MOST_AHEAD_DEG), speed)
            self.start_deg, self.speed_deg_s = start_deg, speed
        self.target_deg = target_deg

    def at(self, share: float) -> float:
        end_deg = self.target_deg + self.ahead_deg
        return self.start_deg + (end_deg - self.start_deg) * share


class Stream:
    """Interpolation through a stream of targets."""

    def __init__(self) -> None:
        self._pan = _Segment()
        self._tilt = _Segment()
        self._target_s = -math.inf
        self._interval_s: float | None = None

    def set_target(self, pose: Pose, now: float) -> None:
        """Take a target."""
        gap_s: float | None = now - self._target_s
        assert gap_s is not None
        start = self.at(now)
        if gap_s > STREAM_S:
            self._interval_s = gap_s = None
        else:
            gap_s = max(gap_s, 0.01)
            before_s = self._interval_s or gap_s
            self._interval_s = before_s + SMOOTHING * (gap_s - before_s)
        self._pan.set_target(start.pan_deg, pose.pan_deg, gap_s)
        self._tilt.set_target(start.tilt_deg, pose.tilt_deg, gap_s)
        self._target_s = now

    def rest(self, pose: Pose) -> None:
        """Forget the stream and stay at this pose."""
        self._target_s, self._interval_s = -math.inf, None
        self._pan = _Segment(pose.pan_deg, pose.pan_deg)
        self._tilt = _Segment(pose.tilt_deg, pose.tilt_deg)

    def ended(self, now: float) -> bool:
        """Return whether the stream is over and only its last target remains."""
        return self._interval_s is None or now - self._target_s > PATIENCE * self._interval_s

    def at(self, now: float) -> Pose:
        """Return the pose to go to now."""
        if self.ended(now):
            return Pose(self._pan.target_deg, self._tilt.target_deg)
        assert self._interval_s is not None
        share = min((now - self._target_s) / (PACE * self._interval_s), 1.0)
        return Pose(self._pan.at(share), self._tilt.at(share))
