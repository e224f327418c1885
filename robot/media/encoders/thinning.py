"""PURE. Selection of frames for a lower frame rate. No I/O."""

TICKS_HZ = 90_000
EARLY = 0.2
"""Share of the interval by which a frame may be early: cameras are not exact."""


class Thinning:
    """Selection of frames by their time of capture, so that they are evenly spaced."""

    def __init__(self) -> None:
        self._due: float | None = None

    def takes(self, pts: int, fps: int) -> bool:
        """Return whether to send the frame that was captured at `pts` (90 kHz)."""
        interval = TICKS_HZ / fps
        if self._due is None or abs(pts - self._due) > TICKS_HZ:
            self._due = float(pts)
        if pts < self._due - EARLY * interval:
            return False
        # A late frame makes the next one due a little earlier, but never at once.
        self._due = max(self._due, pts - interval / 2) + interval
        return True
