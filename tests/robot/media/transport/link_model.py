"""A receiver like a browser and a shell like ours, with a line between them, in virtual time.

Only what congestion control reacts to is modelled: a bottleneck with a queue, loss and
jitter behind it (`link_line`), transport feedback and requests for lost packets on the way back.
"""

import heapq
import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bridge.protocol.transfers import TransferKind
from robot.media.encoders.h264 import BUFFER_S, LEAST_BUFFER_BITS
from robot.media.transport.beside import LineShare, piece_bytes
from robot.media.transport.control import CongestionControl
from robot.media.transport.pacer import Pacer
from robot.media.transport.plan import Kind
from robot.media.transport.probing import SMALL_BELOW_BPS
from robot.media.transport.repair import Repair
from robot.media.types.rtp_bytes import MOST_PADDING_BYTES
from robot.media.types.spec import Size
from tests.robot.media.transport.link_course import Course
from tests.robot.media.transport.link_line import Bottleneck, Line, Way
from tests.robot.media.transport.link_records import Frame, Packet, Sample
from tests.robot.media.transport.rtcp_bytes import ROBOT, nack, pli, transport_feedback

HEADERS_BYTES = 66
PAYLOAD_BYTES = 1_100
PADDING_BYTES = HEADERS_BYTES + MOST_PADDING_BYTES
OTHER_BYTES = 100
PAGE_BYTES, PAGE_BPS = 1_200, 64_000
FEEDBACK_S = 0.05
PIECE_HEADERS_BYTES = 102
IN_FLIGHT_BYTES = 24 * 1_024
PLI_AFTER_S = 0.4
THERE_S = 1_000.0
"""The receiver's clock is ahead by this."""


@dataclass
class Lesson(Course):
    """One run; call `run` and read what happened."""

    lines: Sequence[tuple[float, Line]]
    """(from when on, line); the first starts at 0."""
    source: Size = field(default_factory=Size)
    seed: int = 1
    busy: float = 0.9
    """Share of its target that the encoder uses on average."""
    start_bps: int = 500_000
    others_bps: int = 0
    """Other traffic on the line, in small packets: heartbeats, reports, receipts."""
    page_s: float = 0.0
    """For so long at the start a page is loaded besides, at 64 kbit/s."""
    blobs: Sequence[tuple[float, TransferKind, int]] = ()
    """(from when on, kind, bytes) of what crosses beside the media."""

    def __post_init__(self) -> None:
        self.now = 0.0
        self.control = CongestionControl(self.source, 0.0, self.start_bps)
        self.pacer = Pacer(1_000_000, 0.0)
        self.repair = Repair(0.0)
        self.plan = self.control.tick(0.0)
        self._random = random.Random(self.seed)
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._order = 0
        self._seq = 0
        self._numbers = 0
        self._sizes: dict[int, int] = {}
        self._history: deque[int] = deque(maxlen=200)
        self._way: Way = Bottleneck(self._random)
        self._got: set[int] = set()
        self._highest = -1
        self._asked: dict[int, tuple[float, int]] = {}
        self._arrived: dict[int, float] = {}
        self._reported = -1
        self._feedbacks = 0
        self._size: tuple[int, int] | None = None
        self._filmed_s = -1.0
        self._probe_debt_s = 0.0
        self._next_shown = 0
        self._shown_s = 0.0
        self._sent_since = 0
        self._share = LineShare(0.0)
        self._picture_share = LineShare(0.0)
        self._blob: tuple[TransferKind, int, float] | None = None
        self._blob_sent = self._blob_acked = 0

    # -- the loop

    def run(self, seconds: float) -> "Lesson":
        self._at(0.0, self._film)
        self._at(0.0, self._speak)
        self._at(0.0, self._tick)
        self._at(0.0, self._pump)
        self._at(FEEDBACK_S, self._give_feedback)
        self._at(0.1, self._sample)
        self._at(0.1, self._watch)
        for since, kind, size in self.blobs:
            self._at(since, lambda kind=kind, size=size: self._begin_blob(kind, size))  # type: ignore[misc]
        self._at(0.0, lambda: self._pass_by(OTHER_BYTES, self.others_bps, seconds))
        self._at(0.0, lambda: self._pass_by(PAGE_BYTES, PAGE_BPS, self.page_s))
        while self._events and self._events[0][0] <= seconds:
            self.now, _, call = heapq.heappop(self._events)
            call()
        return self

    def _at(self, when: float, call: Callable[[], None]) -> None:
        self._order += 1
        heapq.heappush(self._events, (when, self._order, call))

    @property
    def line(self) -> Line:
        return [line for since, line in self.lines if since <= self.now][-1]

    # -- the sender

    def _film(self) -> None:
        rung = self.plan.rung
        self._at(self.now + 1 / (rung.fps if rung else 30), self._film)
        if rung is None:
            return
        window_bytes = min(self.plan.window_bytes, self.plan.start_bytes)
        full = self.control.in_flight_bytes >= window_bytes
        if self.pacer.backlog_bytes:
            return
        if full and self.now - self._filmed_s < self.plan.kept_interval_s:
            return
        if self.control.beside.wanted and self._picture_share.wait_s(self.now):
            return
        self._filmed_s = self.now
        size = (rung.width_px, rung.height_px)
        key = size != self._size
        self._size = size
        mean = self.busy * self.plan.video_bps / 8 / rung.fps
        frame_bytes = mean * self._random.lognormvariate(-0.06, 0.35)
        if key:
            self.key_frames += 1
            # The encoder's buffer bounds its size; x264 begins with nine tenths of it.
            buffer_bits = max(LEAST_BUFFER_BITS, BUFFER_S * self.plan.video_bps)
            frame_bytes = min(0.055 * size[0] * size[1], 0.9 * buffer_bits / 8)
        count = max(1, -(-int(frame_bytes) // PAYLOAD_BYTES))
        numbers = range(self._numbers, self._numbers + count)
        self._numbers += count
        self.frames.append(Frame(self.now, numbers, key, self.plan.playout_min_ms / 1000))
        for number in numbers:
            self._sizes[number] = int(frame_bytes / count) + HEADERS_BYTES
            self._push(number, "picture")
        self._pump_now()

    def _push(self, number: int, kind: Kind, after_s: float = 0.0) -> None:
        packet = number.to_bytes(4, "big") + bytes(self._sizes[number] - 4)
        self.pacer.push(packet, kind, self.now, after_s)

    def _speak(self) -> None:
        sound = self.plan.sound
        self._at(self.now + 0.02 * sound.blocks, self._speak)
        size = sound.bitrate_bps // 400 * sound.blocks * (1 + sound.red) + HEADERS_BYTES
        self.pacer.spent(size, self.now)
        self._send(size, "sound", -1)

    def _tick(self) -> None:
        self._at(self.now + 0.025, self._tick)
        self._follow()

    def _follow(self) -> None:
        self.plan = self.control.tick(self.now)
        if self.plan.rung is None:
            self.pacer.drop_picture()
            self._history = deque(list(self._history)[-1:], maxlen=200)
        self.pacer.pacing_bps = self.plan.pacing_bps
        self._share.rate_bps = self.plan.line_bps
        self._picture_share.rate_bps = max(1, self.plan.video_bps)

    def _pump(self) -> None:
        self._at(self.now + 0.002, self._pump)
        self._pump_now()
        self._pad()
        self._pass_blob()

    def _pump_now(self) -> None:
        while (popped := self.pacer.pop(self.now)) is not None:
            packet, kind = popped
            number = int.from_bytes(packet[:4], "big")
            if kind == "picture":
                self._history.append(number)
            if kind in ("picture", "retransmission"):
                for i in range(self.plan.repeat):
                    self._push(number, "repeat", (i + 1) * self.plan.repeat_after_s)
            self._send(len(packet), kind, number)

    def _pad(self) -> None:
        if not self.plan.probe_bps or not self._history:
            self._probe_debt_s = self.now
            return
        while self._probe_debt_s <= self.now:
            number = self._random.choice(self._history)
            small = self.plan.probe_bps < SMALL_BELOW_BPS
            size = PADDING_BYTES if small else self._sizes[number]
            self._send(size, "probe", -2 if small else number)

    def _send(self, size: int, kind: Kind, number: int) -> None:
        self.control.on_sent(self._seq, size, kind, self.now)
        self.sent_bytes[kind] = self.sent_bytes.get(kind, 0) + size
        self._sent_since += size
        self._share.spent(size, self.now)
        if kind == "picture":
            self._picture_share.spent(size, self.now)
        if self.plan.probe_bps:
            self._probe_debt_s = max(self._probe_debt_s, self.now - 0.02)
            self._probe_debt_s += 8 * size / self.plan.probe_bps
        packet = Packet(self._seq, size, kind, number)
        self._seq += 1
        self._enter(packet)

    # -- what crosses beside the media

    def _begin_blob(self, kind: TransferKind, size: int) -> None:
        self._blob = (kind, size, self.now)
        self._blob_sent = self._blob_acked = 0
        self.control.beside.wanted = kind
        self._follow()

    def _pass_blob(self) -> None:
        if self._blob is None:
            return
        size = self._blob[1]
        while self._blob_sent < size and self._share.wait_s(self.now) == 0.0:
            if self._blob_sent - self._blob_acked >= IN_FLIGHT_BYTES:
                return
            data = min(piece_bytes(self.plan.line_bps), size - self._blob_sent)
            packet = data + PIECE_HEADERS_BYTES
            self._blob_sent += data
            self._share.spent(packet, self.now)
            self.control.beside.sent(packet, self.now)
            if self._way.queue(self.line, packet, self.now) is not None:
                there_s = self._way.free_s + 2 * self.line.delay_s
                self._at(there_s, lambda data=data: self._ack_blob(data))  # type: ignore[misc]

    def _ack_blob(self, data: int) -> None:
        self.control.beside.delivered(data + PIECE_HEADERS_BYTES, self.now)
        self._blob_acked += data
        if self._blob is not None and self._blob_acked == self._blob[1]:
            kind, _, since = self._blob
            self.crossed.append((kind, self.now - since))
            self._blob = self.control.beside.wanted = None

    # -- the line

    def _pass_by(self, size: int, rate_bps: int, until_s: float) -> None:
        """Let a packet of somebody else through."""
        if rate_bps and self.now < until_s:
            self._way.queue(self.line, size, self.now)
            again_s = self.now + 8 * size / rate_bps
            self._at(again_s, lambda: self._pass_by(size, rate_bps, until_s))

    def _enter(self, packet: Packet) -> None:
        line = self.line
        wait_s = self._way.queue(line, packet.size_bytes, self.now)
        if wait_s is None:
            return
        self.waits.append((self.now, wait_s))
        arrival_s = self._way.arrival_s(line)
        if arrival_s is not None:
            self._at(arrival_s, lambda: self._receive(packet))

    # -- the receiver

    def _receive(self, packet: Packet) -> None:
        self._arrived[packet.seq] = self.now
        if packet.number < 0:
            return
        self._got.add(packet.number)
        self._ask(packet.number)
        self._show()

    def _ask(self, newest: int) -> None:
        missing = [n for n in range(self._highest + 1, newest) if n not in self._got]
        self._highest = max(self._highest, newest)
        for number in missing[:50]:
            self._nack(number)

    def _nack(self, number: int) -> None:
        _, tries = self._asked.get(number, (0.0, 0))
        if number in self._got or tries >= 10 or number < self._highest - 400:
            return
        self._asked[number] = (self.now, tries + 1)
        self._back(nack(ROBOT, [number & 0xFFFF]), number)
        self._at(self.now + max(0.03, self.control.rtt_s), lambda: self._nack(number))

    def _show(self) -> None:
        """Show what is whole, in order; a whole key frame lets go of what was before it."""
        for at in range(len(self.frames) - 1, self._next_shown, -1):
            if self.frames[at].key and self._whole(at):
                self._next_shown = at
                break
        while self._next_shown < len(self.frames) and self._whole(self._next_shown):
            frame = self.frames[self._next_shown]
            due_s = frame.captured_s + self.line.delay_s + frame.playout_s
            frame.shown_s = max(self.now, due_s)
            self._next_shown += 1
            self._shown_s = self.now

    def _whole(self, at: int) -> bool:
        return all(number in self._got for number in self.frames[at].numbers)

    def _watch(self) -> None:
        """Ask for a key frame when packets come and nothing can be shown."""
        self._at(self.now + 0.1, self._watch)
        blocked = self._next_shown < len(self.frames) and (
            self._highest > self.frames[self._next_shown].numbers[-1]
        )
        if blocked and self.now - self._shown_s > PLI_AFTER_S:
            self._back(pli())

    def _give_feedback(self) -> None:
        self._at(self.now + FEEDBACK_S, self._give_feedback)
        if not self._arrived:
            return
        first = min(self._reported + 1, min(self._arrived))
        last = max(self._arrived)
        times = [
            self._arrived[seq] + THERE_S if seq in self._arrived else None
            for seq in range(first, last + 1)
        ]
        self._arrived.clear()
        self._reported = max(self._reported, last)
        self._feedbacks += 1
        self._back(transport_feedback(first, times, self._feedbacks))

    def _back(self, data: bytes, number: int | None = None) -> None:
        line = self.line
        if line.dead or self._random.random() < line.loss:
            return
        self._at(self.now + line.delay_s, lambda: self._hear(data, number))

    def _hear(self, data: bytes, number: int | None) -> None:
        requests = self.control.on_rtcp(data, self.now)
        if requests.key_frame and self.repair.key_frame(self.control.rtt_s, self.now):
            self._size = None
        if number is not None:
            assert requests.nacks == ((ROBOT, number & 0xFFFF),)
            wanted = self.repair.want(
                requests.nacks, self.control.rtt_s, self.control.estimate_bps, self.now
            )
            if wanted:
                self.repair.spent(self._sizes[number])
                self._push(number, "retransmission")
                self._pump_now()
        self._follow()

    # -- what came of it

    def _sample(self) -> None:
        self._at(self.now + 0.1, self._sample)
        queue_s = self._way.wait_s(self.now)
        sent_bps = 80 * self._sent_since
        self._sent_since = 0
        self.samples.append(
            Sample(self.now, queue_s, self.control.estimate_bps, sent_bps, self.plan)
        )
