"""PURE. Detection of a change of route, as opposed to a longer queue. No I/O.

After a change of route (another cell, another access point) every packet takes longer,
which looks like a queue. But a queue drains when much less is sent; the delay of a path
does not fall.
"""

LESS = 0.6
"""Share of the earlier rate at which a queue must drain."""
STILL_S = 0.01
STILL_SHARE = 0.1
WATCH_S = 0.6
LONGEST_S = 0.25
"""Longest delay attributed to a path; more is a queue that hardly drains."""


class Route:
    """Detector of route changes while the line seems congested."""

    def __init__(self) -> None:
        self._before_bps: float | None = None
        self._mark: tuple[float, float] | None = None

    def changed(
        self, congested: bool, standing_s: float, sent_bps: float, rate_bps: float, now: float
    ) -> float | None:
        """Return the rate before a change of route, once; None without a change.

        Args:
            congested: Whether the delay is too long.
            standing_s: Delay common to all packets.
            sent_bps: Rate sent lately.
            rate_bps: Estimate before this report.
            now: Monotonic seconds.
        """
        if not congested or standing_s > LONGEST_S:
            self._before_bps = self._mark = None
            return None
        if self._before_bps is None:
            self._before_bps = min(rate_bps, sent_bps)
        if sent_bps > LESS * self._before_bps:
            return None
        still_s = max(STILL_S, STILL_SHARE * standing_s)
        if self._mark is None or abs(standing_s - self._mark[1]) > still_s:
            self._mark = (now, standing_s)
        if now - self._mark[0] < WATCH_S:
            return None
        before_bps, self._before_bps, self._mark = self._before_bps, None, None
        return before_bps
