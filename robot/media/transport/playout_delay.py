"""PURE. Playout delay that the browser is to apply to pictures. No I/O.

The playout-delay extension (webrtc.org/experiments/rtp-hdrext/playout-delay) bounds
the receiver's buffer. Zero and zero mean: show at once. On a line with jitter or loss, a
small delay admits late and repaired packets without a stutter.
"""

STEP_MS = 10
MOST_MS = 200
FALL_AFTER_S = 2.5
RESIDUAL_FROM = 0.008
"""Residual loss after the copies from which waiting for a repair pays: a frame or two a second
at 150 packets a second."""
LITTLE_JITTER_S = 0.012
"""Jitter of less than a third of a frame, which is not visible."""


class PlayoutDelay:
    """Bounds to announce; they rise at once and halve every few seconds."""

    def __init__(self, now: float) -> None:
        self.min_ms = 0
        self._kept_s = now

    @property
    def max_ms(self) -> int:
        """Upper bound, so that a receiver reduces a buffer that has grown."""
        return self.min_ms

    def update(
        self, jitter_s: float, copies_s: float, repair_s: float, residual: float, now: float
    ) -> None:
        """Follow the line.

        Args:
            jitter_s: Jitter of most packets. Waiting for nearly all of them would delay every
                picture for the sake of a few, which are shown as soon as they arrive.
            copies_s: Delay of the first unrequested copy; 0 if copies are seldom needed.
            repair_s: Duration of a retransmission on request.
            residual: Share of packets that only such a repair brings.
            now: Monotonic seconds.
        """
        late_s = jitter_s + copies_s
        target_s = late_s if late_s > LITTLE_JITTER_S else 0.0
        if residual > RESIDUAL_FROM:
            target_s = max(target_s, repair_s)
        target_ms = min(MOST_MS, STEP_MS * round(1000 * target_s / STEP_MS))
        if target_ms >= self.min_ms:
            if target_ms > self.min_ms + STEP_MS or (self.min_ms == 0 and target_ms):
                self.min_ms = target_ms
            self._kept_s = now
        elif now - self._kept_s >= FALL_AFTER_S:
            half_ms = STEP_MS * (self.min_ms // (2 * STEP_MS))
            self.min_ms = max(target_ms, min(half_ms, self.min_ms - 2 * STEP_MS))
            self._kept_s = now
