"""PURE. Time without the bridge, after which the class is told. No I/O."""

TOLD_AFTER_S = 10.0
"""Time without the bridge after which the robot shows it: a restart takes a few seconds."""


class BridgeAway:
    """Absence of the bridge. Times are monotonic seconds.

    A robot that has just started is given its time to connect, so nothing is away before it is
    told so.
    """

    def __init__(self) -> None:
        self.is_away = False
        """True once it is to be shown."""
        self._since_s: float | None = None

    def told(self, up: bool, now: float) -> None:
        """Take note that the link is up, or is not."""
        if up:
            self.is_away = False
            self._since_s = None
        elif self._since_s is None:
            self._since_s = now

    def tick(self, now: float) -> None:
        """Let time pass."""
        self.is_away = self._since_s is not None and now >= self._since_s + TOLD_AFTER_S

    def deadline(self) -> float | None:
        """Return the time at which this changes without an event."""
        return None if self._since_s is None or self.is_away else self._since_s + TOLD_AFTER_S
