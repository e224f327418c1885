"""PURE. Delays between tries, and the log level of failures. No I/O."""

import logging

FIRST_S = 0.2
"""First delay: a restarted bridge is back within a second."""

MOST_S = 2.0
"""Longest delay: a lesson depends on the link, and a few hundred robots that dial every two seconds
are a small load."""

JITTER = 0.5
"""Largest share of a delay that is taken off at random, so that robots do not return in step."""


class Backoff:
    """Delays that grow from `FIRST_S` to `MOST_S`."""

    def __init__(self) -> None:
        self.failures = 0

    def failed(self, chance: float) -> float:
        """Count a failure; return the seconds to wait.

        Args:
            chance: Within [0, 1), from the caller's source of randomness.
        """
        delay_s = min(MOST_S, FIRST_S * 2.0 ** min(self.failures, 16))
        self.failures += 1
        return delay_s * (1.0 - JITTER * chance)

    @property
    def failure_level(self) -> int:
        """Log level of the failure just counted: a warning once, then debug."""
        return logging.WARNING if self.failures <= 1 else logging.DEBUG

    def succeeded(self) -> bool:
        """Start over; return True if it had failed before, which is worth a line in the log."""
        had_failed = self.failures > 0
        self.failures = 0
        return had_failed
