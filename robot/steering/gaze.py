"""PURE. From what the child wants to see to what the body is told. No I/O.

The body owns limits, trajectories and the dead man's switch. This only decides
whether the child may steer now, and feeds the switch while signs of life arrive:
each beat is passed on as one `Keep`, so 0.5 s of silence holds the head with
nobody having to notice.
"""

from dataclasses import dataclass

FEED_S = 0.2
"""How often the switch is fed while the head rises on its own, before any beat can come."""

RISE_S = 2.0
"""How long the head may take to rise when a child joins."""


@dataclass(frozen=True)
class HeadTarget:
    """Turn the head there."""

    pan_deg: float
    tilt_deg: float


@dataclass(frozen=True)
class Feed:
    """Tell the body that the child is still there."""


class Gaze:
    """Where the child looks. Closed until `rise`; closed again by `close`."""

    def __init__(self) -> None:
        self.open = False
        self.deadline: float | None = None
        self._target = HeadTarget(0.0, 0.0)
        self._rising_until_s = 0.0

    def rise(self, now: float) -> HeadTarget:
        """Let the child steer; return where the head goes first: to the last wish."""
        self.open = True
        self._rising_until_s = now + RISE_S
        self.deadline = now + FEED_S
        return self._target

    def close(self) -> None:
        """Stop steering: the class paused, the child rests."""
        self.open = False
        self.deadline = None

    def forget(self) -> None:
        """Close, and look straight ahead the next time: somebody else may come."""
        self.close()
        self._target = HeadTarget(0.0, 0.0)

    @property
    def target(self) -> HeadTarget | None:
        """Where the child has the head look; None while it may not steer."""
        return self._target if self.open else None

    def look(self, pan_deg: float, tilt_deg: float) -> HeadTarget | None:
        """Take a wish; return what to tell the body, or None while it may not move."""
        self._target = HeadTarget(pan_deg, tilt_deg)
        return self.target

    def beat(self) -> Feed | None:
        """Take a sign of life; return what to tell the body."""
        return Feed() if self.open else None

    def tick(self, now: float) -> Feed | None:
        """Feed the switch while the head rises."""
        if self.deadline is None or now < self.deadline:
            return None
        self.deadline = now + FEED_S if now + FEED_S < self._rising_until_s else None
        return Feed()
