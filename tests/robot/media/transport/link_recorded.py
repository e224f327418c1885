"""Lessons of the model over recorded lines, which carry whole packets at given moments."""

import itertools
from collections import deque
from dataclasses import dataclass

from tests.bench.networks.freezes import freezes
from tests.bench.pictures import Sight
from tests.netlab.recording import OPPORTUNITY_BITS, Recording
from tests.netlab.synthetic import make
from tests.robot.media.transport.link_line import Line
from tests.robot.media.transport.link_model import Lesson

QUEUE_MS = 2000.0
DELAY_S = 0.03
TOGETHER_S = 0.008
"""Pictures closer together are one to the eye."""
VOICE_BYTES, VOICE_S = 150, 0.02
"""The child's voice goes the way of the reports."""
ENVELOPE_BYTES = 60
HEARTBEATS_BPS = 8_000


class RecordedWay:
    """A drop-tail queue that a recording empties; see `link_line.Way`."""

    def __init__(self, recording: Recording) -> None:
        self.free_s = 0.0
        self._recording = recording
        self._number = 0
        self._room_bits = OPPORTUNITY_BITS
        self._waiting: deque[tuple[float, int]] = deque()

    def wait_s(self, now: float) -> float:
        """Return how long a packet that comes now would wait at least."""
        return max(0.0, self.free_s - now)

    def queue(self, line: Line, size: int, now: float) -> float | None:
        """Return how long a packet waits, or None where it finds no room."""
        while self._waiting and self._waiting[0][0] <= now:
            self._waiting.popleft()
        waiting_bits = sum(bits for _, bits in self._waiting)
        if waiting_bits > self._recording.mean_kbps * QUEUE_MS:
            return None
        first = self._recording.first_from(now)
        if first > self._number:
            self._number, self._room_bits = first, OPPORTUNITY_BITS
        left_bits = 8.0 * size
        while left_bits > self._room_bits:
            left_bits -= self._room_bits
            self._number, self._room_bits = self._number + 1, OPPORTUNITY_BITS
        self._room_bits -= left_bits
        self.free_s = max(now, self._recording.at_s(self._number))
        self._waiting.append((self.free_s, 8 * size))
        return self.free_s - now

    def arrival_s(self, line: Line) -> float:
        """Return when the packet that was queued last arrives."""
        return self.free_s + line.delay_s


@dataclass
class RecordedLesson(Lesson):
    """A lesson over a minute of a recorded line, both ways; `kind` is one of `synthetic.KINDS`."""

    kind: str = "umts"

    def __post_init__(self) -> None:
        super().__post_init__()
        self._way = RecordedWay(make(self.kind, "down", self.seed))
        self._way_back = RecordedWay(make(self.kind, "up", self.seed))
        self._at(0.0, self._hear_voice)

    def frozen_s(self, since: float, until: float) -> float:
        """Return how long the picture stood still, as the bench counts it."""
        shown = [*sorted(self.shown(since, until)), until + 1.0]
        times = [at for at, after in itertools.pairwise(shown) if after - at > TOGETHER_S]
        sights = [Sight(1000 * at, 0, number) for number, at in enumerate(times, 1)]
        found = freezes(sights, 1000 * since, 1000 * until)
        return sum(freeze.to_ms - freeze.from_ms for freeze in found) / 1000

    def _hear_voice(self) -> None:
        self._at(self.now + VOICE_S, self._hear_voice)
        self._way_back.queue(self.line, VOICE_BYTES, self.now)

    def _back(self, data: bytes, number: int | None = None) -> None:
        if self._way_back.queue(self.line, len(data) + ENVELOPE_BYTES, self.now) is None:
            return
        there_s = self._way_back.arrival_s(self.line)
        self._at(there_s, lambda: self._hear(data, number))


def recorded(kind: str, seed: int, seconds: float) -> RecordedLesson:
    """Hold a lesson of this length."""
    line = Line(delay_s=DELAY_S)
    lesson = RecordedLesson([(0.0, line)], seed=seed, others_bps=HEARTBEATS_BPS, kind=kind)
    lesson.run(seconds)
    return lesson


def closed_s(kind: str, seed: int, since: float, until: float, longer_s: float) -> float:
    """Return how long the way to the child was closed in stretches longer than this."""
    recording = make(kind, "down", seed)
    numbers = range(recording.first_from(since), recording.first_from(until))
    gaps = [recording.at_s(number + 1) - recording.at_s(number) for number in numbers]
    return sum(gap for gap in gaps if gap > longer_s)
