"""PURE. How often a peer may speak: a bucket of tokens. No I/O."""

CLOSE_AFTER = 600
"""So many messages dropped in one attempt, and it is no accident: the attempt is closed."""


class Allowance:
    """Lets `burst` messages through at once and `rate_hz` a second for long.

    Args:
        rate_hz: Messages a second.
        burst: Messages at once.
    """

    def __init__(self, rate_hz: float, burst: int) -> None:
        self._rate_hz = rate_hz
        self._burst = float(burst)
        self._tokens = float(burst)
        self._at_s: float | None = None
        self.dropped = 0
        """Messages that came too fast."""

    def take(self, now: float) -> bool:
        """Return whether one more message may pass; a refused one is counted."""
        if self._at_s is not None:
            earned = max(0.0, now - self._at_s) * self._rate_hz
            self._tokens = min(self._burst, self._tokens + earned)
        self._at_s = now
        if self._tokens < 1.0:
            self.dropped += 1
            return False
        self._tokens -= 1.0
        return True
