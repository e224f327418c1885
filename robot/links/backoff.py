"""PURE. When to try again, and when to say so. No I/O."""

import logging

FIRST_S = 0.2
"""A restarted bridge is back within a second: the first tries come fast."""

MOST_S = 2.0
"""A lesson waits behind the link; a few hundred robots that ask every two seconds are no load."""

JITTER = 0.5
"""Share of a delay that chance takes off, so that robots do not return in step."""


class Backoff:
    """Delays between tries, growing from `FIRST_S` to `MOST_S`, and how loud each failure is."""

    def __init__(self) -> None:
        self.failures = 0

    def failed(self, chance: float) -> float:
        """Return how many seconds to wait now.

        Args:
            chance: Within [0, 1), from the caller's source of randomness.
        """
        delay_s = min(MOST_S, FIRST_S * 2.0 ** min(self.failures, 16))
        self.failures += 1
        return delay_s * (1.0 - JITTER * chance)

    @property
    def failure_level(self) -> int:
        """Level at which to log the failure just counted: loud once, then quiet."""
        return logging.WARNING if self.failures <= 1 else logging.DEBUG

    def succeeded(self) -> bool:
        """Start over; return whether there is something to announce (it had failed before)."""
        had_failed = self.failures > 0
        self.failures = 0
        return had_failed
