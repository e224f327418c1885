"""PURE. One direction of a line, and its effects on packets. No I/O."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

DEFAULT_QUEUE_MS = 200.0
"""Queue of a home router's modem today; a bloated one holds a second and more."""

SHARES = ("loss", "reorder", "duplicate")
DURATIONS = ("queue_ms", "delay_ms", "jitter_ms", "reorder_ms")


@dataclass(frozen=True)
class Line:
    """One direction of a line; what is not named is perfect.

    Args:
        rate_kbps: Kilobits of IP packets a second; None is unlimited, and nothing queues.
        queue_ms: A packet that would have to wait longer before its turn is dropped.
        trace: A recording that says when packets leave, in place of a rate: a file in
            Mahimahi's format, or one of ours by name (`recordings.py`). The time in its queue
            counts at the mean rate.
        queue_bytes: The same limit in bytes that wait ahead of the packet; replaces `queue_ms`.
        delay_ms: Time on the way behind the queue.
        jitter_ms: Standard deviation of the delay: normal, and never below no delay at all.
        jitter_reorders: Whether a quick packet overtakes a slow one, or waits behind it, as on
            nearly every real line. Waiting makes the mean delay longer than `delay_ms`.
        loss: Share of packets lost behind the queue, 0 to 1.
        burst: Mean number of packets lost in a row (Gilbert's model); None loses each by itself.
        reorder: Share of packets held up by `reorder_ms`, so that others overtake them.
        reorder_ms: How long those are held up.
        duplicate: Share of packets that arrive twice.
        outage: Nothing comes through: what waits or is on its way is lost too.
        udp: Whether UDP is let through.

    Raises:
        ValueError: If a value is out of its range.
    """

    rate_kbps: float | None = None
    trace: str | None = None
    queue_ms: float = DEFAULT_QUEUE_MS
    queue_bytes: int | None = None
    delay_ms: float = 0.0
    jitter_ms: float = 0.0
    jitter_reorders: bool = False
    loss: float = 0.0
    burst: float | None = None
    reorder: float = 0.0
    reorder_ms: float = 20.0
    duplicate: float = 0.0
    outage: bool = False
    udp: bool = True

    def __post_init__(self) -> None:
        for name in SHARES:
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name}: {getattr(self, name)} is no share from 0 to 1")
        for name in DURATIONS:
            if not 0 <= getattr(self, name) <= 60_000:
                raise ValueError(f"{name}: {getattr(self, name)} is not within 0 to 60000 ms")
        if self.rate_kbps is not None and not 1 <= self.rate_kbps <= 10_000_000:
            raise ValueError(f"rate_kbps: {self.rate_kbps} is not within 1 to 10000000")
        if self.trace is not None and (not self.trace or self.rate_kbps is not None):
            raise ValueError("trace: needs a recording, and takes the place of a rate")
        if self.queue_bytes is not None and self.queue_bytes < 0:
            raise ValueError(f"queue_bytes: {self.queue_bytes} is below 0")
        if self.burst is not None and not (self.burst >= 1 and self.loss <= self.longest_loss):
            raise ValueError(
                f"burst: a loss of {self.loss:g} cannot come in bursts of {self.burst:g};"
                " a burst is at least 1, and between two lies at least one packet"
            )

    @property
    def longest_loss(self) -> float:
        """The greatest share that bursts of this length can lose: one packet between them."""
        burst = self.burst or 1.0
        return burst / (burst + 1)

    @property
    def rate_bps(self) -> float | None:
        """Bits a second."""
        return None if self.rate_kbps is None else self.rate_kbps * 1000

    def queue_limit_bits(self, mean_kbps: float) -> float:
        """Return how much may wait ahead of a packet, at this rate."""
        if self.queue_bytes is not None:
            return self.queue_bytes * 8.0
        return mean_kbps * self.queue_ms

    def named(self) -> dict[str, Any]:
        """Return what differs from a perfect line: `Line(**line.named()) == line`."""
        values = dataclasses.asdict(self)
        return {
            field.name: values[field.name]
            for field in dataclasses.fields(self)
            if values[field.name] != field.default
        }


NAMES = {
    "rate": "rate_kbps",
    "queue": "queue_ms",
    "delay": "delay_ms",
    "jitter": "jitter_ms",
    **{field.name: field.name for field in dataclasses.fields(Line)},
}
TEXTS = ("trace",)
SWITCHES = ("jitter_reorders", "outage", "udp")


def parse(words: Sequence[str]) -> Line:
    """Return the line that words such as `rate=300 delay=30 loss=0.05` or `outage` describe.

    Raises:
        ValueError: The text names the word that makes no sense.
    """
    values: dict[str, float | bool | str | None] = {}
    for word in words:
        key, equals, text = word.partition("=")
        name = NAMES.get(key)
        if name is None:
            raise ValueError(f"{key!r} is unknown; known are {', '.join(NAMES)}")
        if name in SWITCHES:
            values[name] = _switch(word, text or "yes")
        elif name in TEXTS:
            values[name] = text
        elif equals:
            values[name] = _number(word, text)
        else:
            raise ValueError(f"{word!r} lacks its number")
    return Line(**values)  # type: ignore[arg-type]  # checked by name right above


def _switch(word: str, text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f"{word!r} is neither yes nor no")
    return text == "yes"


def _number(word: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{word!r} is no number") from None
