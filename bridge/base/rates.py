"""PURE. Token buckets, which limit how often something may happen. No I/O."""

from collections import OrderedDict


class Bucket:
    """Token bucket: allows `burst` at once and `rate_hz` a second over time.

    Args:
        rate_hz: Tokens that are added each second.
        burst: Capacity; the bucket starts full.
        now: Monotonic seconds.
    """

    def __init__(self, rate_hz: float, burst: float, now: float) -> None:
        self._rate_hz = rate_hz
        self._burst = burst
        self._tokens = burst
        self._at = now

    def take(self, now: float, tokens: int = 1) -> bool:
        """Take tokens; return False and take nothing if fewer are left."""
        self._fill(now)
        if self._tokens < tokens:
            return False
        self._tokens -= tokens
        return True

    def empty(self, now: float) -> bool:
        """Return whether `take` would refuse."""
        self._fill(now)
        return self._tokens < 1

    def _fill(self, now: float) -> None:
        passed_s = max(0.0, now - self._at)
        self._tokens = min(self._burst, self._tokens + passed_s * self._rate_hz)
        self._at = max(now, self._at)


class Buckets:
    """One bucket for each key, at most `most` of them.

    The least recently used bucket is forgotten first. A peer that can cause that
    controls `most` addresses, and runs into other limits.
    """

    def __init__(self, rate_hz: float, burst: float, most: int = 10_000) -> None:
        self._rate_hz = rate_hz
        self._burst = burst
        self._most = most
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: str, now: float) -> bool:
        """Take one token of this key; return False if it has no token left."""
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(self._rate_hz, self._burst, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket.take(now)
