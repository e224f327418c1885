"""PURE. When to tell child and teachers: at once, but not in a flood. No I/O.

A change of state goes out at once and the next one a moment later, together
with all that changed in between. The pose of the head alone is no hurry for
the pages, and more of one for the child's hint on screen.
"""

CHANGE_S = 0.1
"""Least time between two snapshots: the bridge takes 20 messages a second for long."""

MOVE_S = 0.2
"""Least time between two snapshots that only say that the head moved."""

MOVED_DEG = 0.5
"""Less than this nobody sees on a page."""

POSE_S = 0.05
"""Least time between two poses while the head moves; beats are answered besides."""


class Telling:
    """Says when a snapshot and when a pose is due."""

    def __init__(self) -> None:
        self.deadline: float | None = None
        """When a snapshot is due; None while there is nothing new."""
        self._told_s = float("-inf")
        self._told_deg = (0.0, 0.0)
        self._posed_s = float("-inf")

    def changed(self, now: float) -> None:
        """Something changed that everybody should know."""
        self._plan(max(now, self._told_s + CHANGE_S))

    def moved(self, pan_deg: float, tilt_deg: float, now: float) -> None:
        """The head is here now."""
        pan_told, tilt_told = self._told_deg
        if abs(pan_deg - pan_told) >= MOVED_DEG or abs(tilt_deg - tilt_told) >= MOVED_DEG:
            self._plan(max(now, self._told_s + MOVE_S))

    def take(self, pan_deg: float, tilt_deg: float, now: float) -> bool:
        """Return whether to send a snapshot now; if so it counts as sent."""
        if self.deadline is None or now < self.deadline:
            return False
        self.deadline = None
        self._told_s = now
        self._told_deg = (pan_deg, tilt_deg)
        return True

    def take_pose(self, now: float) -> bool:
        """Return whether a moving head's pose may be sent now; if so it counts as sent."""
        if now - self._posed_s < POSE_S:
            return False
        self._posed_s = now
        return True

    def _plan(self, due_s: float) -> None:
        self.deadline = due_s if self.deadline is None else min(self.deadline, due_s)
