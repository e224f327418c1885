"""PURE. Clock that never goes back, even if the machine's does. No I/O.

Timers of the body end in the future. If the clock were set back, the dead man's switch
would wait for the whole jump; here a jump back counts as no time.
"""


class ForwardClock:
    """Monotonic seconds that never go back.

    Args:
        now: Time of the machine's clock at the start; this clock starts there too.
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
        """Return the machine's time for a time of this clock."""
        return inner_s - self._lead_s
