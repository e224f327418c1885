"""PURE. Token buckets that bound how often a peer may send or connect. No I/O."""

from collections import OrderedDict

CLOSE_AFTER = 600
"""Messages dropped in one attempt after which the attempt is closed."""


class Allowance:
    """Token bucket: `burst` messages at once, then `rate_hz` a second.

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

    def spend(self, now: float) -> float:
        """Let one more message pass; return the seconds it has to wait for its token."""
        self._earn(now)
        self._tokens -= 1.0
        return max(0.0, -self._tokens / self._rate_hz)

    def _earn(self, now: float) -> None:
        if self._at_s is not None:
            earned = max(0.0, now - self._at_s) * self._rate_hz
            self._tokens = min(self._burst, self._tokens + earned)
        self._at_s = now

    def take(self, now: float) -> bool:
        """Return whether one more message may pass; a refused one is counted."""
        self._earn(now)
        if self._tokens < 1.0:
            self.dropped += 1
            return False
        self._tokens -= 1.0
        return True


ATTEMPT_RATE_HZ = 0.5
ATTEMPT_BURST = 10
"""Peer connections per key: each is expensive, and a broken line needs one every 2 s at most."""

KEYS_KEPT = 16


class Attempts:
    """Allowances of peer connections per key, shared by all connections of that key."""

    def __init__(self) -> None:
        self._allowances: OrderedDict[str, Allowance] = OrderedDict()

    def take(self, key: str, now: float) -> bool:
        """Return whether this key may come in once more."""
        allowance = self._allowances.pop(key, None) or Allowance(ATTEMPT_RATE_HZ, ATTEMPT_BURST)
        self._allowances[key] = allowance
        while len(self._allowances) > KEYS_KEPT:
            self._allowances.popitem(last=False)
        return allowance.take(now)
