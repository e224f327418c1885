"""PURE. Pace of snapshots and poses: at once, but not in a flood. No I/O.

A change of state goes out at once. The next one follows a moment later, together with
everything that changed in between. The pose of the head alone is less urgent for the
pages than for the hint on the child's screen.
"""

CHANGE_S = 0.1
"""Least time between two snapshots: the bridge accepts 20 messages a second."""

MOVE_S = 0.2
"""Least time between two snapshots that only say that the head moved."""

MOVED_DEG = 0.5
"""Least movement that is visible on a page."""

POSE_S = 0.05
"""Least time between two poses while the head moves; answers to beats come in addition."""


class Telling:
    """Due times of snapshots and poses."""

    def __init__(self) -> None:
        self.deadline: float | None = None
        """Time at which a snapshot is due; None while nothing is new."""
        self._told_s = float("-inf")
        self._told_deg = (0.0, 0.0)
        self._posed_s = float("-inf")

    def changed(self, now: float) -> None:
        """Note a change that everybody should know."""
        self._plan(max(now, self._told_s + CHANGE_S))

    def moved(self, pan_deg: float, tilt_deg: float, now: float) -> None:
        """Take the measured pose of the head."""
        pan_told, tilt_told = self._told_deg
        if abs(pan_deg - pan_told) >= MOVED_DEG or abs(tilt_deg - tilt_told) >= MOVED_DEG:
            self._plan(max(now, self._told_s + MOVE_S))

    def take(self, pan_deg: float, tilt_deg: float, now: float) -> bool:
        """Return True if a snapshot is due; it then counts as sent."""
        if self.deadline is None or now < self.deadline:
            return False
        self.deadline = None
        self._told_s = now
        self._told_deg = (pan_deg, tilt_deg)
        return True

    def take_pose(self, now: float) -> bool:
        """Return True if the pose of a moving head may be sent; it then counts as sent."""
        if now - self._posed_s < POSE_S:
            return False
        self._posed_s = now
        return True

    def _plan(self, due_s: float) -> None:
        self.deadline = due_s if self.deadline is None else min(self.deadline, due_s)
