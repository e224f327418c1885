"""PURE. Filter of control messages: the newest wins, late ones are dropped. No I/O.

`control` is unordered and lossy. A message counts only if its `seq` is higher than that
of every earlier one of its kind, and if its journey was not much longer than the fastest
one of its path: an old target must not turn the head.

The two clocks are never compared, only their difference: arrival minus `sent_ms` is the
journey plus a constant. The least value within the last `WINDOW_S` to `2 * WINDOW_S`
seconds is the fastest journey. It is forgotten after that, because clocks drift and
tablets sleep.
"""

from bridge.protocol.limits import STALE_AFTER_S

WINDOW_S = 5.0
"""Longest half of the memory of the fastest journey: a tablet that woke up steers again
within twice this, without a new connection."""


class Journey:
    """Lateness of messages against the fastest one of the same path."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._before_s = float("inf")
        self._least_s = float("inf")

    def late_s(self, sent_ms: float, now: float) -> float:
        """Return the seconds by which this message is slower than the fastest one."""
        offset_s = now - sent_ms / 1000.0
        if self._since_s is None or now - self._since_s > 2 * WINDOW_S:
            self._since_s, self._before_s, self._least_s = now, float("inf"), float("inf")
        elif now - self._since_s > WINDOW_S:
            self._since_s, self._before_s, self._least_s = now, self._least_s, float("inf")
        self._least_s = min(self._least_s, offset_s)
        return offset_s - min(self._before_s, self._least_s)


class Freshness:
    """Filter of one presence, over all of its paths."""

    def __init__(self) -> None:
        self._newest: dict[str, int] = {}
        self._journeys: dict[str, Journey] = {}
        self.dropped = 0
        """Number of messages that came too late, in the wrong order, or twice."""

    def passes(self, kind: str, path: str, seq: int, sent_ms: float, now: float) -> bool:
        """Return True if this message is to be obeyed; count it as dropped otherwise.

        Args:
            kind: `look`, `beat` or `crop`; each has its own order, as they overtake each other.
            path: Name of one peer connection, or the bridge; each has its own fastest journey.
            seq: Of the message.
            sent_ms: Of the message, by the sender's clock.
            now: Our clock, in monotonic seconds.
        """
        journey = self._journeys.setdefault(path, Journey())
        late = journey.late_s(sent_ms, now) > STALE_AFTER_S
        if late or seq <= self._newest.get(kind, 0):
            self.dropped += 1
            return False
        self._newest[kind] = seq
        return True

    def forget_path(self, path: str) -> None:
        """Forget the fastest journey of a path that is gone."""
        self._journeys.pop(path, None)
