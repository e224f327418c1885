"""PURE. Target of the head, and the right to steer it. No I/O.

The body owns limits, trajectories and the dead man's switch. This module only decides
whether the child may steer now, and feeds the switch while signs of life arrive. Each
beat is passed on as one `Keep`, so that 0.5 s of silence holds the head by itself.
"""

from dataclasses import dataclass

FEED_S = 0.2
"""Interval at which the switch is fed while the head rises, before any beat can come."""

RISE_S = 2.0
"""Longest time that the head may take to rise when a child joins."""


@dataclass(frozen=True)
class HeadTarget:
    """Target of the head, before limits; positive is the robot's left and up."""

    pan_deg: float
    tilt_deg: float


@dataclass(frozen=True)
class Feed:
    """Command to tell the body that the child is still there."""


class Gaze:
    """Target of the child. Closed until `rise`, and again after `close`."""

    def __init__(self) -> None:
        self.open = False
        self.deadline: float | None = None
        self._target = HeadTarget(0.0, 0.0)
        self._rising_until_s = 0.0

    def rise(self, now: float) -> HeadTarget:
        """Let the child steer; return the first target, which is the child's last one."""
        self.open = True
        self._rising_until_s = now + RISE_S
        self.deadline = now + FEED_S
        return self._target

    def close(self) -> None:
        """Stop steering, because the class paused or the child rests."""
        self.open = False
        self.deadline = None

    def forget(self) -> None:
        """Close, and begin straight ahead the next time, as another child may come."""
        self.close()
        self._target = HeadTarget(0.0, 0.0)

    @property
    def target(self) -> HeadTarget | None:
        """Target of the child; None while it may not steer."""
        return self._target if self.open else None

    def look(self, pan_deg: float, tilt_deg: float) -> HeadTarget | None:
        """Take a target; return it for the body, or None while the child may not steer."""
        self._target = HeadTarget(pan_deg, tilt_deg)
        return self.target

    def beat(self) -> Feed | None:
        """Take a sign of life; return None while the child may not steer."""
        return Feed() if self.open else None

    def tick(self, now: float) -> Feed | None:
        """Feed the switch while the head rises."""
        if self.deadline is None or now < self.deadline:
            return None
        self.deadline = now + FEED_S if now + FEED_S < self._rising_until_s else None
        return Feed()
