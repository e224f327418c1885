"""PURE. Delays between tries, and the log level of failures. No I/O."""

import logging
import math
from dataclasses import dataclass

from bridge.protocol.causes import OF_IDENTITY, NetworkCause

FIRST_S = 0.2
"""First delay: a restarted bridge is back within a second."""

MOST_S = 2.0
"""Longest delay: a lesson depends on the link, and a few hundred robots that dial every two seconds
are a small load."""

JITTER = 0.5
"""Largest share of a delay that is taken off at random, so that robots do not return in step."""


STEADY_S = 10.0
"""A link that stood for a shorter time was no success: what ended it is likely to end the next."""


@dataclass(frozen=True)
class RetryPace:
    """Delays that double from the first to the longest."""

    first_s: float
    most_s: float

    def delay_s(self, failures: int) -> float:
        """Return the delay after so many failures before this one."""
        return min(self.most_s, self.first_s * 2.0 ** min(failures, 16))


BRISK = RetryPace(FIRST_S, MOST_S)
PERSON = RetryPace(0.5, 15.0)
"""A person has to do something: the robot looks often enough for them to see that it worked."""
TWIN = RetryPace(15.0, 300.0)
"""Another robot has this key: each try may take the place of the robot that is there."""


def pace_of(cause: NetworkCause) -> RetryPace:
    """Return how soon to try again after a failure."""
    if cause == "twin":
        return TWIN
    return PERSON if cause in OF_IDENTITY else BRISK


class Backoff:
    """Delays that grow while tries fail, or succeed for a moment only."""

    def __init__(self) -> None:
        self.failures = 0
        """Since a link stood."""
        self._of_pace: dict[RetryPace, int] = {}
        self._needed_s = STEADY_S

    def failed(self, chance: float, pace: RetryPace = BRISK) -> float:
        """Count a failure; return the seconds to wait.

        Args:
            chance: Within [0, 1), from the caller's source of randomness.
            pace: Of this kind of failure.
        """
        before = self._of_pace.get(pace, 0)
        self._of_pace[pace] = before + 1
        delay_s = pace.delay_s(before)
        # Twins take turns: each stands for as long as the other one waits.
        self._needed_s = max(self._needed_s, 2 * delay_s if pace is TWIN else 0.0)
        self.failures += 1
        return delay_s * (1.0 - JITTER * chance)

    @property
    def failure_level(self) -> int:
        """Log level of the failure just counted: a warning once, then debug."""
        return logging.WARNING if self.failures <= 1 else logging.DEBUG

    @property
    def had_failed(self) -> bool:
        """True if a link that comes up now is worth more words."""
        return self.failures > 0

    def succeeded(self) -> bool:
        """Start over; return True if it had failed before, which is worth a line in the log."""
        had_failed = self.had_failed
        self.stood(math.inf)
        return had_failed

    def stood(self, duration_s: float) -> bool:
        """Take how long a link stood; return True if that was a success, and start over."""
        if duration_s < self._needed_s:
            return False
        self.failures = 0
        self._of_pace.clear()
        self._needed_s = STEADY_S
        return True
