"""PURE. Round trip and interval of reports, and the rate of sent packets. No I/O."""

from collections import deque

SHORT_S = 1.0
LONG_S = 10.0
UNKNOWN_S = 0.1
"""Assumed round trip until it is known, that of a mobile line."""
MAX_SAMPLES = 512
INTERVAL_S = 0.1
LONGEST_INTERVAL_S = 0.3


class RoundTrip:
    """Round trip from reports: the newest packet in each was sent one round trip ago.

    The receiver delays a report for a moment, so the smallest of several samples is the
    round trip.
    """

    def __init__(self) -> None:
        self.now_s = UNKNOWN_S
        """Round trip of the last second, with its queue."""
        self.least_s = UNKNOWN_S
        self.interval_s = INTERVAL_S
        """Mean interval of reports."""
        self._samples: deque[tuple[float, float]] = deque(maxlen=MAX_SAMPLES)
        self._reported_s: float | None = None

    def add(self, sample_s: float, now: float) -> None:
        """Count a report that came now about a packet sent `sample_s` ago."""
        if self._reported_s is not None:
            gap_s = min(LONGEST_INTERVAL_S, now - self._reported_s)
            if gap_s > 0.005:
                self.interval_s += 0.1 * (gap_s - self.interval_s)
        self._reported_s = now
        self._samples.append((now, max(0.001, sample_s)))
        self._forget(now - LONG_S)
        self.least_s = min(sample for _, sample in self._samples)
        self.now_s = min(sample for at, sample in self._samples if now - at <= SHORT_S)

    def rebase(self, now: float) -> None:
        """Take the current round trip as that of the path itself, as after a change of route."""
        self._forget(now - SHORT_S)
        self.least_s = min((sample for _, sample in self._samples), default=UNKNOWN_S)

    def _forget(self, before_s: float) -> None:
        while self._samples and self._samples[0][0] < before_s:
            self._samples.popleft()


class RateMeter:
    """Rate of sent bytes over a sliding window."""

    def __init__(self, window_s: float, now: float) -> None:
        self._window_s = window_s
        self._began_s = now
        self._sent: deque[tuple[float, int]] = deque()
        self._total = 0

    def add(self, size_bytes: int, now: float) -> None:
        """Count bytes sent now."""
        if self._sent and now - self._sent[-1][0] < 0.005:
            at, size = self._sent[-1]
            self._sent[-1] = (at, size + size_bytes)
        else:
            self._sent.append((now, size_bytes))
        self._total += size_bytes
        self._forget(now)

    def bps(self, now: float) -> int:
        """Return the mean rate over the window, or since the beginning if that is shorter."""
        self._forget(now)
        span_s = min(self._window_s, max(0.05, now - self._began_s))
        return int(8 * self._total / span_s)

    def _forget(self, now: float) -> None:
        while self._sent and now - self._sent[0][0] > self._window_s:
            self._total -= self._sent.popleft()[1]
