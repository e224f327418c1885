"""PURE. Which control messages still matter: newest wins, late ones are dropped. No I/O.

`control` is unordered and lossy. A message counts only if its `seq` is higher
than any seen of its kind, and if it did not take much longer on its way than
the fastest one of its path: an old wish must not turn the head.

The two clocks are never compared, only their difference: arrival minus
`sent_ms` is the journey plus a constant. The least of it within the last
`WINDOW_S` to `2 * WINDOW_S` seconds is the fastest journey; it is forgotten
after that, since clocks drift and tablets sleep.
"""

from bridge.protocol.limits import STALE_AFTER_S

WINDOW_S = 5.0
"""Longest half of the memory of the fastest journey: a tablet that woke up steers again
within twice this, without a new connection."""


class Journey:
    """Tells how late a message is against the fastest one of the same path."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._before_s = float("inf")
        self._least_s = float("inf")

    def late_s(self, sent_ms: float, now: float) -> float:
        """Return by how many seconds this message is slower than the fastest."""
        offset_s = now - sent_ms / 1000.0
        if self._since_s is None or now - self._since_s > 2 * WINDOW_S:
            self._since_s, self._before_s, self._least_s = now, float("inf"), float("inf")
        elif now - self._since_s > WINDOW_S:
            self._since_s, self._before_s, self._least_s = now, self._least_s, float("inf")
        self._least_s = min(self._least_s, offset_s)
        return offset_s - min(self._before_s, self._least_s)


class Freshness:
    """Passes the newest control messages of one presence, over all of its paths."""

    def __init__(self) -> None:
        self._newest: dict[str, int] = {}
        self._journeys: dict[str, Journey] = {}
        self.dropped = 0
        """Messages that came too late, or in the wrong order, or twice."""

    def passes(self, kind: str, path: str, seq: int, sent_ms: float, now: float) -> bool:
        """Return whether this message is to be obeyed; a refused one is counted.

        Args:
            kind: `look` or `beat`: each counts for itself, as they overtake each other.
            path: One peer connection, or the bridge: each has its own fastest journey.
            seq: Of the message.
            sent_ms: Of the message: the sender's clock.
            now: Our clock, monotonic seconds.
        """
        journey = self._journeys.setdefault(path, Journey())
        late = journey.late_s(sent_ms, now) > STALE_AFTER_S
        if late or seq <= self._newest.get(kind, 0):
            self.dropped += 1
            return False
        self._newest[kind] = seq
        return True

    def forget_path(self, path: str) -> None:
        """Drop what is known of a path that is gone."""
        self._journeys.pop(path, None)
