"""Events in a lesson of the model, and readings of them."""

import itertools
from dataclasses import dataclass, field

from bridge.protocol.transfers import TransferKind
from robot.media.transport.plan import Kind
from tests.robot.media.transport.link_records import Frame, Sample


@dataclass
class Course:
    """Course of a lesson, in virtual time."""

    crossed: list[tuple[TransferKind, float]] = field(init=False, default_factory=list)
    """(kind, duration) of each blob that has arrived."""
    samples: list[Sample] = field(init=False, default_factory=list)
    frames: list[Frame] = field(init=False, default_factory=list)
    key_frames: int = field(init=False, default=0)
    waits: list[tuple[float, float]] = field(init=False, default_factory=list)
    """(when, wait in the queue) of each packet that got through it."""
    sent_bytes: dict[Kind, int] = field(init=False, default_factory=dict)

    def between(self, since: float, until: float) -> list[Sample]:
        return [sample for sample in self.samples if since <= sample.at < until]

    def estimate_bps(self, since: float, until: float) -> float:
        chosen = self.between(since, until)
        return sum(sample.estimate_bps for sample in chosen) / len(chosen)

    def wait_s(self, share: float, since: float, until: float) -> float:
        waits = sorted(wait for at, wait in self.waits if since <= at < until)
        return waits[int(share * (len(waits) - 1))]

    def latency_s(self, share: float, since: float, until: float) -> float:
        late = sorted(
            frame.shown_s - frame.captured_s
            for frame in self.frames
            if frame.shown_s is not None and since <= frame.captured_s < until
        )
        return late[int(share * (len(late) - 1))]

    def shown(self, since: float, until: float) -> list[float]:
        return [f.shown_s for f in self.frames if f.shown_s and since <= f.shown_s < until]

    def fps(self, since: float, until: float) -> float:
        """Frames that a viewer sees: those shown within 10 ms of the next are one."""
        shown = [*self.shown(since, until), until]
        return sum(b - a > 0.01 for a, b in itertools.pairwise(shown)) / (until - since)

    def longest_gap_s(self, since: float, until: float) -> float:
        shown = [since, *self.shown(since, until), until]
        return max(b - a for a, b in itertools.pairwise(shown))
