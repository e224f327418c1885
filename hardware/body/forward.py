"""PURE. A clock that only goes forward, whatever the machine's does. No I/O.

Timers of the body hold ends in the future. Were the clock set back, a dead
man's switch would wait for the whole jump; here a jump back is no time at all.
"""


class ForwardClock:
    """Seconds that never go back.

    Args:
        now: What the machine's clock shows at first; this one shows the same.
    """

    def __init__(self, now: float) -> None:
        self._last_s = now
        self._lead_s = 0.0

    def jumps(self, now: float) -> bool:
        """Return whether the machine's clock went back; how much time passed is unknown."""
        return now < self._last_s

    def at(self, now: float) -> float:
        """Return this clock's time for the machine's."""
        self._lead_s += max(self._last_s - now, 0.0)
        self._last_s = now
        return now + self._lead_s

    def outside(self, inner_s: float) -> float:
        """Return when the machine's clock will show a moment of this one."""
        return inner_s - self._lead_s
