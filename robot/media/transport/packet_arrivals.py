"""PURE. Log of sent packets, matched with the receiver's reports of arrivals. No I/O.

A packet has one outcome: arrived or lost. It is lost when a report says so and packets
sent `REORDER_S` later have arrived meanwhile, since jitter reorders packets. A packet
that no report mentions (the report itself was lost) has no outcome; it only stops
counting as in flight.
"""

from collections import OrderedDict
from dataclasses import dataclass

from robot.media.transport.plan import Kind
from robot.media.transport.rtcp import REFERENCE_S, TransportFeedback

MAX_LOGGED = 4096
REORDER_S = 0.04
"""Jitter of 0-40 ms between neighbours is common on mobile lines."""


@dataclass(frozen=True)
class Outcome:
    """Outcome of one packet; `arrived_s` is on the receiver's clock, None when lost."""

    number: int
    size_bytes: int
    kind: Kind
    sent_s: float
    arrived_s: float | None


@dataclass
class _Sent:
    size_bytes: int
    kind: Kind
    sent_s: float
    in_flight: bool = True
    missing: bool = False


class PacketArrivals:
    """Bounded log of sent packets, tolerant of reordering, repeated and nonsensical reports."""

    def __init__(self) -> None:
        self.in_flight_bytes = 0
        self.arrived_bytes = 0
        """Bytes known to have arrived."""
        self.newest_sent_s: float | None = None
        """Time of sending of the newest packet known to have arrived."""
        self._log: OrderedDict[int, _Sent] = OrderedDict()
        self._last_number = -1
        self._acked_number = -1
        self._reference: int | None = None

    @property
    def oldest_unreported_s(self) -> float | None:
        """Time of sending of the oldest packet in flight; None with nothing in flight."""
        return next((sent.sent_s for sent in self._log.values() if sent.in_flight), None)

    def sent(self, seq: int, size_bytes: int, kind: Kind, now: float) -> None:
        """Log a packet sent now under this 16-bit number."""
        number = self._unwrap(seq, self._last_number)
        if number in self._log or number < self._last_number - MAX_LOGGED:
            return
        self._last_number = max(self._last_number, number)
        self._log[number] = _Sent(size_bytes, kind, now)
        self.in_flight_bytes += size_bytes
        while len(self._log) > MAX_LOGGED:
            _, old = self._log.popitem(last=False)
            self._land(old)

    def report(self, feedback: TransportFeedback) -> list[Outcome]:
        """Return the outcomes that this report decides, oldest first."""
        if self._last_number < 0:
            return []
        start_s = self._start_s(feedback.reference)
        base = self._unwrap(feedback.base_seq, self._last_number)
        outcomes = []
        for number, offset_s in enumerate(feedback.arrivals, base):
            sent = self._log.get(number)
            if sent is None:
                continue
            if offset_s is None:
                sent.missing = True
                continue
            self.arrived_bytes += sent.size_bytes
            self._acked_number = max(self._acked_number, number)
            self.newest_sent_s = max(self.newest_sent_s or sent.sent_s, sent.sent_s)
            outcomes.append(
                Outcome(number, sent.size_bytes, sent.kind, sent.sent_s, start_s + offset_s)
            )
            self._land(self._log.pop(number))
        return self._settle() + outcomes

    def forget_flight(self) -> None:
        """Stop counting anything as in flight, as after an outage."""
        for sent in self._log.values():
            self._land(sent)

    def _settle(self) -> list[Outcome]:
        lost = []
        newest_s = self.newest_sent_s or 0.0
        for number, sent in list(self._log.items()):
            if number > self._acked_number:
                break
            self._land(sent)
            if sent.sent_s > newest_s - REORDER_S:
                continue
            del self._log[number]
            if sent.missing:
                lost.append(Outcome(number, sent.size_bytes, sent.kind, sent.sent_s, None))
        return lost

    def _land(self, sent: _Sent) -> None:
        if sent.in_flight:
            sent.in_flight = False
            self.in_flight_bytes -= sent.size_bytes

    def _start_s(self, reference: int) -> float:
        """Return the reference time, unwrapped from 24 bits."""
        if self._reference is None:
            self._reference = reference
        else:
            step = (reference - self._reference) & 0xFFFFFF
            self._reference += step - 0x1000000 if step >= 0x800000 else step
        return self._reference * REFERENCE_S

    @staticmethod
    def _unwrap(seq: int, near: int) -> int:
        if near < 0:
            return seq & 0xFFFF
        step = (seq - near) & 0xFFFF
        return near + (step - 0x10000 if step >= 0x8000 else step)
