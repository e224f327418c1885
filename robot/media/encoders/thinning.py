"""PURE. Which frames of a camera make up a lower rate. No I/O."""

TICKS_HZ = 90_000
EARLY = 0.2
"""A frame that is early by this share of the interval is taken: cameras are not exact."""


class Thinning:
    """Picks frames by the time of their capture, so that the rest is evenly spaced."""

    def __init__(self) -> None:
        self._due: float | None = None

    def takes(self, pts: int, fps: int) -> bool:
        """Return whether to send the frame that was captured at `pts` (90 kHz)."""
        interval = TICKS_HZ / fps
        if self._due is None or abs(pts - self._due) > TICKS_HZ:
            self._due = float(pts)
        if pts < self._due - EARLY * interval:
            return False
        # A late frame pulls the next one a little closer, never up to itself.
        self._due = max(self._due, pts - interval / 2) + interval
        return True
