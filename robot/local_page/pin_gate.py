"""PURE. Limits on trying PINs, over everybody who tries. No I/O.

A robot has no way to tell one stranger from another in a school's network, so all of them wait
together. The wait doubles up to `MOST_WAIT_S`; a right PIN ends it. It is kept in memory alone:
who stands beside the robot and switches it off and on is let in at once.
"""

FREE_TRIES = 5
FIRST_WAIT_S = 30.0
MOST_WAIT_S = 900.0
FORGOTTEN_S = 6 * 3600.0
"""Time without a wrong PIN after which the first tries are free again."""


class PinGate:
    """Gate that tells whether a PIN may be tried now."""

    def __init__(self) -> None:
        self._wrong = 0
        self._open_s = 0.0
        self._last_s = 0.0
        self._busy = False

    def wait_s(self, now: float) -> float:
        """Return the seconds until the next try; 0 if it may come now."""
        return max(0.0, self._open_s - now)

    def take(self, now: float) -> bool:
        """Return True if a PIN may be tried now; `tried` has to follow."""
        if self._busy or now < self._open_s:
            return False
        if now >= self._last_s + FORGOTTEN_S:
            self._wrong = 0
        self._busy = True
        return True

    def tried(self, right: bool | None, now: float) -> None:
        """Take the outcome of a try.

        Args:
            right: None if it could not be found out.
            now: Monotonic seconds.
        """
        self._busy = False
        if right is None:
            return
        if right:
            self._wrong = 0
            return
        self._wrong += 1
        self._last_s = now
        above = self._wrong - FREE_TRIES
        if above >= 0:
            self._open_s = now + min(MOST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(above, 20))
