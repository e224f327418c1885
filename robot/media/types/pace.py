"""PURE. Timing of periodic pictures and blocks, by the caller's clock. No I/O."""


class Pace:
    """Even rhythm that catches up at most `slack` late beats.

    Args:
        period_s: Time between two beats.
        now: Start, in seconds of any clock.
        slack: Late beats after which the rhythm restarts.
    """

    def __init__(self, period_s: float, now: float, slack: int = 1) -> None:
        self._period_s = period_s
        self._slack = slack
        self._due = now
        self.skipped = 0

    @property
    def due(self) -> float:
        """Time at which the current beat is due."""
        return self._due

    def wait_s(self, now: float) -> float:
        """Return the time until the current beat; 0 when it is due."""
        return max(0.0, self._due - now)

    def advance(self, now: float, by_s: float | None = None) -> None:
        """Go on to the next beat, or by `by_s`, and skip beats that are long overdue."""
        self._due += self._period_s if by_s is None else by_s
        late = int((now - self._due) / self._period_s)
        if late > self._slack:
            self.skipped += late
            self._due += late * self._period_s
