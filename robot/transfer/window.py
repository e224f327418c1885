"""PURE. Window of unacknowledged bytes that follows the delay of the line. No I/O.

It grows while pieces pass without waiting in a queue, and shrinks as soon as they wait,
long before a packet of the voice behind them would. Delays are differences of the two ends'
clocks, compared with the smallest one. Source of the idea: LEDBAT (RFC 6817); the figures
are our own, for a line with a voice on it. `pupil_app/js/lesson/delay_window.js` is the same.
"""

from collections import deque

START_BYTES = 512
LEAST_BYTES = 448
LEAST_PIECE_BYTES, MOST_PIECE_BYTES = 128, 1024
PIECES = 8
"""Pieces in a window. A short one makes way sooner: on a line of 300 kbit/s the voice waits 6 ms
behind a piece of 128 bytes, and 30 ms behind one of 1024."""
RISE = 0.2
"""Growth for each acknowledged byte until the first queue."""
STEP_BYTES = 128
"""Growth in a round trip after it. It is slow: most of the time there is no queue at all."""
CUT = 0.75
BUCKET_MS = 30_000
"""Age at which a smallest delay is forgotten: after one bucket, or two."""
SAMPLES = 6
"""Acknowledgements of which the quickest counts: a queue delays all, a busy processor some."""
WRAP, HALF = 1 << 32, 1 << 31


class DelayWindow:
    """Window of one sender.

    Args:
        target_ms: Delay in queues at which the window shrinks; from half of it on it does not grow.
        most_bytes: Largest window.
        start_bytes: Window of a line about which nothing is known.
    """

    def __init__(self, target_ms: int, most_bytes: int, start_bytes: int = START_BYTES) -> None:
        self.size_bytes = float(start_bytes)
        self._start_bytes = start_bytes
        self._target_ms = target_ms
        self._most_bytes = most_bytes
        self._reference_ms: int | None = None
        self._last_ms: deque[int] = deque(maxlen=SAMPLES)
        self._low_ms = 0
        self._low_before_ms: int | None = None
        self._bucket_ms = 0
        self._cut_ms = 0
        self._rising = True

    @property
    def piece_bytes(self) -> int:
        """Size of a piece."""
        return int(min(MOST_PIECE_BYTES, max(LEAST_PIECE_BYTES, self.size_bytes / PIECES)))

    def acknowledged(self, acked_bytes: int, sent_ms: int, at_ms: int, now_ms: int) -> None:
        """Follow an acknowledgement.

        Args:
            acked_bytes: Newly acknowledged.
            sent_ms: Time of sending of the newest acknowledged piece, on our clock.
            at_ms: Time of its arrival, on the receiver's clock, modulo 2**32.
            now_ms: Our clock.
        """
        queue_ms = self._queue_ms((at_ms - sent_ms) % WRAP, now_ms)
        if queue_ms > self._target_ms:
            self._rising = False
            if now_ms - self._cut_ms > now_ms - sent_ms:
                self._cut_ms = now_ms
                self._last_ms.clear()
                self._set(self.size_bytes * CUT)
        elif 2 * queue_ms > self._target_ms:
            self._rising = False
        elif self._rising:
            self._set(self.size_bytes + RISE * acked_bytes)
        else:
            self._set(self.size_bytes + STEP_BYTES * acked_bytes / self.size_bytes)

    def restart(self) -> None:
        """Begin anew on another connection, whose delays are others."""
        self._reference_ms = self._low_before_ms = None
        self._last_ms.clear()
        self._rising = True
        self._set(min(self.size_bytes, self._start_bytes))

    def _queue_ms(self, delay_ms: int, now_ms: int) -> int:
        """Return the delay in queues: the smallest of the last ones over the smallest one."""
        if self._reference_ms is None:
            self._reference_ms, self._bucket_ms = delay_ms, now_ms
            self._low_ms = 0
        delay_ms = (delay_ms - self._reference_ms + HALF) % WRAP - HALF
        if now_ms - self._bucket_ms > BUCKET_MS:
            self._low_before_ms, self._low_ms, self._bucket_ms = self._low_ms, delay_ms, now_ms
        self._low_ms = min(self._low_ms, delay_ms)
        before_ms = self._low_ms if self._low_before_ms is None else self._low_before_ms
        self._last_ms.append(delay_ms)
        return min(self._last_ms) - min(self._low_ms, before_ms)

    def _set(self, size_bytes: float) -> None:
        self.size_bytes = min(float(self._most_bytes), max(float(LEAST_BYTES), size_bytes))
