"""PURE. First estimate of a new connection, from what the one before it found. No I/O.

A lesson whose line breaks gets a new connection, usually over the same line. An estimate that
starts as if nothing were known fills a narrow line for a second, and what then gets lost may
look like the next break.
"""

UNKNOWN_BPS = 500_000
"""First estimate of a line that nobody knows."""
LEAST_BPS = 100_000
"""Least first estimate: the line may be another one, and a picture must begin soon there, too."""
KEPT_S = 30.0
"""Time for which a line may still be the same."""


class KnownLine:
    """Estimate of the line that the newest connection left behind."""

    def __init__(self) -> None:
        self._bps = UNKNOWN_BPS
        self._at_s: float | None = None

    def learn(self, estimate_bps: int, now: float) -> None:
        """Take in the estimate of a connection that had reports of its receiver."""
        self._bps, self._at_s = estimate_bps, now

    def start_bps(self, now: float) -> int:
        """Return the first estimate of a connection that begins now."""
        if self._at_s is None or now - self._at_s > KEPT_S:
            return UNKNOWN_BPS
        return min(UNKNOWN_BPS, max(LEAST_BPS, self._bps))
