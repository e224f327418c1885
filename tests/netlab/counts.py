"""PURE. Counts of the fates of packets. No I/O."""

from dataclasses import dataclass, field

BUCKETS_PER_MS = 50
BUCKETS = 5000


@dataclass
class Counts:
    """One direction since the lab began; every packet that entered ends in one of the others.

    `entered + duplicated = arrived + lost + queue_full + outage + blocked + underway`.
    """

    entered: int = 0
    entered_bytes: int = 0
    arrived: int = 0
    arrived_bytes: int = 0
    duplicated: int = 0
    lost: int = 0
    bursts: int = 0
    """Number of times a loss began: `lost / bursts` is the mean length."""
    reordered: int = 0
    """Held up on purpose; they arrive all the same."""
    queue_full: int = 0
    outage: int = 0
    blocked: int = 0
    underway: int = 0


@dataclass(frozen=True)
class Counters:
    """Both directions, and how late the lab itself was: real arrival behind the planned one."""

    down: Counts
    up: Counts
    late_p50_ms: float
    late_p99_ms: float
    late_max_ms: float


@dataclass
class Lateness:
    """Distribution of how late packets were handed over; bounded, whatever their number."""

    max_ms: float = 0.0
    _buckets: list[int] = field(default_factory=lambda: [0] * BUCKETS)

    def add(self, late_s: float) -> None:
        """Note one packet."""
        late_ms = max(0.0, late_s * 1000)
        self.max_ms = max(self.max_ms, late_ms)
        self._buckets[min(BUCKETS - 1, int(late_ms * BUCKETS_PER_MS))] += 1

    def quantile_ms(self, share: float) -> float:
        """Return below what this share of the packets lies; 0.02 ms fine, at most 100 ms."""
        wanted = share * sum(self._buckets)
        seen = 0
        for number, count in enumerate(self._buckets):
            seen += count
            if seen >= wanted and count:
                return (number + 1) / BUCKETS_PER_MS
        return 0.0
