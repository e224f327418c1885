"""PURE. Tells a longer way from a longer queue. No I/O.

After a change of route (another cell, another access point) every packet takes longer,
and that looks like a queue. But a queue drains when much less is sent; a way does not
get shorter.
"""

LESS = 0.6
"""Share of the rate before; with so little a queue must get shorter."""
STILL_S = 0.01
STILL_SHARE = 0.1
WATCH_S = 0.6
LONGEST_S = 0.25
"""More than this is no way on this planet, but a queue that hardly drains."""


class Route:
    """Watches the delay while the line seems congested."""

    def __init__(self) -> None:
        self._before_bps: float | None = None
        self._mark: tuple[float, float] | None = None

    def changed(
        self, congested: bool, standing_s: float, sent_bps: float, rate_bps: float, now: float
    ) -> float | None:
        """Return the rate before the change when there was one; then forget it.

        Args:
            congested: Whether the delay is too long.
            standing_s: By how much all packets are late.
            sent_bps: What was sent lately.
            rate_bps: What the line was thought to carry before this report.
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
