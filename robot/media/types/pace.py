"""PURE. When the next picture or block is due, from a clock that is handed in. No I/O."""


class Pace:
    """An even rhythm that never tries to catch up more than `slack` beats.

    Args:
        period_s: Time between two beats.
        now: Start, in seconds of any clock.
        slack: How many beats may be late before the rhythm starts anew.
    """

    def __init__(self, period_s: float, now: float, slack: int = 1) -> None:
        self._period_s = period_s
        self._slack = slack
        self._due = now
        self.skipped = 0

    @property
    def due(self) -> float:
        """When the current beat is due."""
        return self._due

    def wait_s(self, now: float) -> float:
        """How long to sleep until the current beat; 0 when it is due."""
        return max(0.0, self._due - now)

    def advance(self, now: float, by_s: float | None = None) -> None:
        """Go on to the next beat, or by so many seconds, leaving out beats that are long gone."""
        self._due += self._period_s if by_s is None else by_s
        late = int((now - self._due) / self._period_s)
        if late > self._slack:
            self.skipped += late
            self._due += late * self._period_s
