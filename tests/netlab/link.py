"""PURE. One direction of a line: packets in with a time, packets out with a time. No I/O.

A packet first waits for its turn in a drop-tail queue that the rate or a recording empties, then
may be lost, and what is left travels for the delay:

    put -> [ queue, rate ] -> loss -> [ delay, jitter, reordering ] -> take

The rate may change while a packet is being sent: its rest goes at the new rate. What is on its
way keeps the delay it had when it left the queue.
"""

import heapq
import math
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

from tests.netlab.counts import Counts
from tests.netlab.line import Line
from tests.netlab.recording import OPPORTUNITY_BITS, Playback, Recording

UNDERWAY_LIMIT = 50_000
"""Packets on their way; more means a sender without a brake, and is lost as by a full queue."""

UDP = 17


class Link:
    """One direction.

    Args:
        line: What it does to packets at first.
        random: Where chance comes from; seeded, it repeats itself.
        recording: Returns the recording that a line names.
        now: When it begins, and with it a recording.
    """

    def __init__(
        self,
        line: Line,
        random: Random,
        recording: Callable[[str], Recording] | None = None,
        now: float = 0.0,
    ) -> None:
        self._counts = Counts()
        self._line = line
        self._random = random
        self._recording = recording
        self._playback = self._played(line, now)
        self._steps: deque[tuple[float, Line]] = deque()
        self._queue: deque[bytes] = deque()
        self._queued_bits = 0.0  # of the whole queue, less what of its head has been sent
        self._head_bits = 0.0  # left of the head
        self._sending_since = 0.0
        self._losses = _Losses(random)
        self._underway: list[tuple[float, int, bytes]] = []
        self._number = 0
        self._last_arrival = -math.inf

    @property
    def counts(self) -> Counts:
        """Counts of packets so far, by outcome."""
        return replace(self._counts, underway=len(self._queue) + len(self._underway))

    @property
    def line(self) -> Line:
        """Current state of the line."""
        return self._line

    def put(self, packet: bytes, now: float) -> None:
        """Let a packet enter."""
        self._run(now)
        self._counts.entered += 1
        self._counts.entered_bytes += len(packet)
        if self._line.outage:
            self._counts.outage += 1
        elif not self._line.udp and protocol(packet) == UDP:
            self._counts.blocked += 1
        elif self._waits_for_nothing:
            self._leave_queue(packet, now)
        else:
            self._send(now)
            if self._queue and self._queued_bits > self._line.queue_limit_bits(self._mean_kbps):
                self._counts.queue_full += 1
            else:
                self._enqueue(packet, now)

    def take(self, now: float) -> list[tuple[float, bytes]]:
        """Return what has arrived until now, each with the time at which it should have."""
        self._run(now)
        arrived = []
        while self._underway and self._underway[0][0] <= now:
            at, _, packet = heapq.heappop(self._underway)
            self._counts.arrived += 1
            self._counts.arrived_bytes += len(packet)
            arrived.append((at, packet))
        return arrived

    def next_at(self) -> float:
        """Return when something will happen by itself; infinity if nothing will."""
        arrival = self._underway[0][0] if self._underway else math.inf
        return min(arrival, self._next_departure_at(), self._next_step_at())

    def change(self, line: Line, now: float) -> None:
        """From now on be another line; drops what a schedule still held."""
        self._run(now)
        self._steps.clear()
        self._become(line, now)

    def schedule(self, steps: Iterable[tuple[float, Line]], now: float) -> None:
        """Become these lines, so many seconds from now; replaces an earlier schedule."""
        self._run(now)
        in_order = sorted(steps, key=lambda step: step[0])
        self._steps = deque((now + after_s, line) for after_s, line in in_order)

    def _run(self, now: float) -> None:
        """Do everything that happens until now, in its order."""
        while True:
            step_at, departure_at = self._next_step_at(), self._next_departure_at()
            if min(step_at, departure_at) > now:
                return
            if step_at <= departure_at:
                at, line = self._steps.popleft()
                self._become(line, at)
            else:
                self._depart(departure_at)

    def _depart(self, at: float) -> None:
        """Let the head leave, or what one opportunity of the recording takes."""
        if self._playback is None:
            self._send(at)
            self._pop_head(at)
            return
        self._playback.use()
        room = OPPORTUNITY_BITS
        while self._queue and room > 0:
            sent = min(self._head_bits, room)
            room -= sent
            self._head_bits -= sent
            self._queued_bits -= sent
            if self._head_bits <= 0:
                self._pop_head(at)

    def _pop_head(self, at: float) -> None:
        packet = self._queue.popleft()
        self._queued_bits -= self._head_bits
        self._head_bits = 8.0 * len(self._queue[0]) if self._queue else 0.0
        self._leave_queue(packet, at)

    @property
    def _waits_for_nothing(self) -> bool:
        return self._line.rate_bps is None and self._playback is None

    @property
    def _mean_kbps(self) -> float:
        return self._playback.mean_kbps if self._playback else self._line.rate_kbps or 0.0

    def _played(self, line: Line, now: float) -> Playback | None:
        if line.trace is None:
            return None
        if self._recording is None:
            raise ValueError(f"trace: nobody here knows the recording {line.trace!r}")
        return Playback(self._recording(line.trace), now)

    def _next_step_at(self) -> float:
        return self._steps[0][0] if self._steps else math.inf

    def _next_departure_at(self) -> float:
        if not self._queue:
            return math.inf
        if self._playback is not None:
            return self._playback.next_at
        if self._line.rate_bps is None:
            return math.inf
        return self._sending_since + self._head_bits / self._line.rate_bps

    def _send(self, now: float) -> None:
        """Take off the head what has been sent of it until now."""
        if self._queue and self._line.rate_bps is not None:
            sent = min(self._head_bits, (now - self._sending_since) * self._line.rate_bps)
            self._head_bits -= sent
            self._queued_bits -= sent
        self._sending_since = now

    def _enqueue(self, packet: bytes, now: float) -> None:
        bits = 8.0 * len(packet)
        if not self._queue:
            if self._playback is not None:
                self._playback.skip_to(now)
            self._head_bits, self._queued_bits = bits, 0.0
        self._queued_bits += bits
        self._queue.append(packet)

    def _become(self, line: Line, at: float) -> None:
        self._send(at)
        self._line = line
        self._playback = self._played(line, at)
        if line.outage:
            self._counts.outage += len(self._queue) + len(self._underway)
            self._queue.clear()
            self._underway.clear()
        elif self._waits_for_nothing:
            for packet in self._queue:
                self._leave_queue(packet, at)
            self._queue.clear()

    def _leave_queue(self, packet: bytes, at: float) -> None:
        line, counts = self._line, self._counts
        lost, begins = self._losses.next(line)
        counts.bursts += begins
        if lost:
            counts.lost += 1
            return
        if len(self._underway) >= UNDERWAY_LIMIT:
            counts.queue_full += 1
            return
        arrival = at + self._delay_s()
        if self._happens(line.reorder):
            counts.reordered += 1
            arrival += line.reorder_ms / 1000
        elif not line.jitter_reorders:
            arrival = self._last_arrival = max(arrival, self._last_arrival)
        self._travel(packet, arrival)
        if self._happens(line.duplicate):
            counts.duplicated += 1
            self._travel(packet, arrival)

    def _travel(self, packet: bytes, arrival: float) -> None:
        self._number += 1
        heapq.heappush(self._underway, (arrival, self._number, packet))

    def _delay_s(self) -> float:
        delay_ms = self._line.delay_ms
        if self._line.jitter_ms:
            delay_ms = max(0.0, self._random.gauss(delay_ms, self._line.jitter_ms))
        return delay_ms / 1000

    def _happens(self, share: float) -> bool:
        return share > 0 and self._random.random() < share


class _Losses:
    """Choice of the packets that are lost: each by itself, or in bursts (Gilbert's model).

    Source: E. N. Gilbert, "Capacity of a burst-noise channel", Bell System Technical Journal 39
    (1960), with a bad state that loses everything. A burst of mean length b ends after each
    packet with probability 1/b. It begins with probability loss / (b * (1 - loss)), which gives
    the right share.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._bad = False

    def next(self, line: Line) -> tuple[bool, bool]:
        """Return whether the next packet is lost, and whether a burst begins with it."""
        was_bad = self._bad
        self._bad = line.loss > 0 and self._random.random() < self._chance(line)
        return self._bad, self._bad and not was_bad

    def _chance(self, line: Line) -> float:
        if line.burst is None or line.loss == 1:
            return line.loss
        if self._bad:
            return 1 - 1 / line.burst
        return line.loss / (line.burst * (1 - line.loss))


def protocol(packet: bytes) -> int:
    """Return the number of the protocol inside an IPv4 packet; -1 for anything else."""
    # Source: RFC 791 part 3.1.
    return packet[9] if len(packet) >= 20 and packet[0] >> 4 == 4 else -1
