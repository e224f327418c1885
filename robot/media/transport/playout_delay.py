"""PURE. How long the browser should hold pictures back before it shows them. No I/O.

The playout-delay extension (webrtc.org/experiments/rtp-hdrext/playout-delay) bounds
the receiver's buffer. Zero and zero means: show at once. On a line that jitters or
loses, a little waiting lets late and repaired packets in without a stutter.
"""

STEP_MS = 10
MOST_MS = 200
FALL_AFTER_S = 2.5
RESIDUAL_FROM = 0.008
"""Packets still missing after the copies, from which waiting for a repair pays: a frame
or two a second at 150 packets a second."""
LITTLE_JITTER_S = 0.012
"""Shifts of less than a frame's third do not show."""


class PlayoutDelay:
    """The bounds to announce; rises at once, halves every few seconds."""

    def __init__(self, now: float) -> None:
        self.min_ms = 0
        self._kept_s = now

    @property
    def max_ms(self) -> int:
        """Upper bound, so that a receiver that grew its buffer comes down again."""
        return self.min_ms

    def update(
        self, jitter_s: float, copies_s: float, repair_s: float, residual: float, now: float
    ) -> None:
        """Follow the line.

        Args:
            jitter_s: What most packets stay below. Waiting for nearly all of them would make every
                picture late for the sake of a few, which are shown as soon as they come.
            copies_s: When the first copy unasked comes; 0 if copies are seldom needed.
            repair_s: How long a packet asked for again takes.
            residual: Share of packets that only such a repair brings.
            now: Monotonic seconds.
        """
        late_s = jitter_s + copies_s
        wanted_s = late_s if late_s > LITTLE_JITTER_S else 0.0
        if residual > RESIDUAL_FROM:
            wanted_s = max(wanted_s, repair_s)
        wanted_ms = min(MOST_MS, STEP_MS * round(1000 * wanted_s / STEP_MS))
        if wanted_ms >= self.min_ms:
            if wanted_ms > self.min_ms + STEP_MS or (self.min_ms == 0 and wanted_ms):
                self.min_ms = wanted_ms
            self._kept_s = now
        elif now - self._kept_s >= FALL_AFTER_S:
            half_ms = STEP_MS * (self.min_ms // (2 * STEP_MS))
            self.min_ms = max(wanted_ms, min(half_ms, self.min_ms - 2 * STEP_MS))
            self._kept_s = now
