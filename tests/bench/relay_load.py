"""Lessons for the relay: real TURN over TLS, packets as large and as many as those of a lesson.

Both ends of all lessons are here, so one clock measures how long a packet takes. Run as a
process of its own: reads its orders as one line of JSON, and prints the figures as another.
"""

import heapq
import json
import select
import socket
import ssl
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bridge.relay import stun_bytes
from bridge.relay.stun_bytes import Attribute, Method, StunMessage
from tests.bench.rows import percentile
from tests.bridge.relay.peers import (
    TRANSPORT_UDP,
    Allowed,
    channel_data,
    peer_attribute,
    request,
)

CHANNEL = 0x4000
DEADLINE_S = 20.0
DRAIN_S = 1.0
_MARK = struct.Struct("!Bxxxd")
_RTP = 0x80


@dataclass(frozen=True)
class Flow:
    """Packets of one kind, evenly in time."""

    interval_s: float
    packets: int
    bytes: int
    down: bool
    """From the class to the child."""


LESSON = (
    Flow(1 / 30, 5, 1000, down=True),  # a picture: 1,200 kbit/s
    Flow(1 / 50, 1, 160, down=True),  # a voice: 64 kbit/s
    Flow(1 / 50, 1, 160, down=False),
    Flow(1 / 20, 1, 80, down=False),  # reports of what arrived
)
"""1.34 Mbit/s in 270 packets a second."""


class End:
    """One connection of one end."""

    def __init__(self, address: tuple[str, int], tls: ssl.SSLContext | None, who: Allowed) -> None:
        self._sock = socket.create_connection(address, timeout=DEADLINE_S)
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = tls.wrap_bio(self._in, self._out, server_hostname="localhost") if tls else None
        self._rest = b""
        self._unsent = b""
        self._who = who
        self._nonce = b""
        self.address = ("", 0)
        self.channel = CHANNEL
        while self._tls is not None:
            try:
                self._tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self._push()
                self._pull()
        self._push()

    def fileno(self) -> int:
        return self._sock.fileno()

    def open(self) -> None:
        """Allocate an address."""
        refused = self._ask(request(Method.ALLOCATE, []))
        self._nonce = refused.first(Attribute.NONCE) or b""
        answer = self.request(Method.ALLOCATE, (Attribute.REQUESTED_TRANSPORT, TRANSPORT_UDP))
        value = answer.first(Attribute.XOR_RELAYED_ADDRESS)
        found = stun_bytes.read_address(value or b"", answer.transaction)
        if found is None:
            raise RuntimeError(f"no allocation: {stun_bytes.read_error(answer)}")
        self.address = found

    def bind(self, peer: tuple[str, int]) -> None:
        """Bind the channel to the other end, and go on without waiting for anything."""
        number = (Attribute.CHANNEL_NUMBER, CHANNEL.to_bytes(2, "big") + b"\0\0")
        answer = self.request(Method.CHANNEL_BIND, number, peer_attribute(*peer))
        if stun_bytes.read_error(answer) is not None:
            raise RuntimeError("no channel")

    def request(self, method: Method, *attributes: tuple[Attribute, bytes]) -> StunMessage:
        return self._ask(request(method, list(attributes), self._nonce, self._who))

    def quicken(self) -> None:
        """Never wait from now on."""
        self._sock.setblocking(False)

    def _ask(self, data: bytes) -> StunMessage:
        self.send(data)
        while True:
            for frame in self._frames(self._pull()):
                if frame[0] < 4:
                    return stun_bytes.read(frame)

    def send(self, data: bytes) -> None:
        """Send bytes."""
        if self._tls is None:
            self._unsent += data
        else:
            self._tls.write(data)
        self._push()

    def receive(self, take: Callable[[bytes], None]) -> None:
        """Hand on the packets that have come."""
        for frame in self._frames(self._pull()):
            if frame[0] >= 0x40:
                take(frame)

    def _pull(self) -> bytes:
        try:
            data = self._sock.recv(65536)
        except BlockingIOError:
            return b""
        if not data:
            raise RuntimeError("the relay ended a connection")
        if self._tls is None:
            return data
        self._in.write(data)
        if self._tls.version() is None:
            return b""
        parts = []
        try:
            while self._in.pending:
                parts.append(self._tls.read(65536))
        except ssl.SSLWantReadError:
            pass
        return b"".join(parts)

    def _push(self) -> None:
        if self._out.pending:
            self._unsent += self._out.read()
        while self._unsent:
            try:
                self._unsent = self._unsent[self._sock.send(self._unsent) :]
            except BlockingIOError:
                return

    def _frames(self, data: bytes) -> list[bytes]:
        data = self._rest + data
        frames, at = [], 0
        while len(data) - at >= 4:
            size = int.from_bytes(data[at + 2 : at + 4], "big")
            whole = 4 + (size + 3 & ~3) if data[at] >= 0x40 else 20 + size
            if len(data) - at < whole:
                break
            frames.append(data[at : at + whole])
            at += whole
        self._rest = data[at:]
        return frames


@dataclass
class Tally:
    """Counts and delays of the packets of all lessons."""

    sent: int = 0
    came: int = 0
    late_s: list[float] = field(default_factory=list)
    begins_at: float = 0.0
    ends_at: float = 0.0

    def take(self, frame: bytes) -> None:
        """Count a packet that arrived."""
        _, at = _MARK.unpack_from(frame, 4)
        if self.begins_at <= at < self.ends_at:
            self.came += 1
            self.late_s.append(time.monotonic() - at)


def run(orders: dict[str, object]) -> dict[str, float]:
    """Run lessons; return their figures."""
    address = ("127.0.0.1", int(str(orders["port"])))
    tls = None
    if orders["certificate"]:
        tls = ssl.create_default_context(cafile=str(orders["certificate"]))
    lessons = []
    for number in range(int(str(orders["lessons"]))):
        who = Allowed(f"lesson-{number}", time.time())
        ends = End(address, tls, who), End(address, tls, who)
        for end in ends:
            end.open()
        for end, other in (ends, ends[::-1]):
            end.bind(other.address)
        lessons.append(ends)
    for ends in lessons:
        for end in ends:
            end.quicken()
    return _play(lessons, float(str(orders["seconds"])))


def _play(lessons: list[tuple[End, End]], seconds: float) -> dict[str, float]:
    epoll = select.epoll()
    by_descriptor = {end.fileno(): end for ends in lessons for end in ends}
    for descriptor in by_descriptor:
        epoll.register(descriptor, select.EPOLLIN)
    begin = time.monotonic() + 0.2
    tally = Tally(begins_at=begin + 1.0, ends_at=begin + 1.0 + seconds)
    print("begun", flush=True)
    due: list[tuple[float, int, int]] = []
    for number in range(len(lessons)):
        for which, flow in enumerate(LESSON):
            # Lessons do not beat in time.
            heapq.heappush(due, (begin + flow.interval_s * (number % 17) / 17, number, which))
    ended = tally.ends_at + DRAIN_S
    used_at_begin = 0.0
    while (now := time.monotonic()) < ended:
        if not used_at_begin and now >= tally.begins_at:
            used_at_begin = time.process_time()
        while due and due[0][0] <= now:
            at, number, which = heapq.heappop(due)
            flow = LESSON[which]
            end = lessons[number][0 if flow.down else 1]
            sent_at = time.monotonic()
            # As many records as packets: an engine writes each packet by itself.
            for _ in range(flow.packets):
                packet = _MARK.pack(_RTP, sent_at) + bytes(flow.bytes - _MARK.size)
                end.send(channel_data(CHANNEL, packet))
            if tally.begins_at <= sent_at < tally.ends_at:
                tally.sent += flow.packets
            if at + flow.interval_s < tally.ends_at:
                heapq.heappush(due, (at + flow.interval_s, number, which))
        wait_s = min(due[0][0] if due else ended, ended) - time.monotonic()
        for descriptor, _ in epoll.poll(max(0.0, wait_s)):
            by_descriptor[descriptor].receive(tally.take)
    return {
        "sent": tally.sent,
        "lost": tally.sent - tally.came,
        "p50_ms": 1000 * percentile(tally.late_s, 50),
        "p95_ms": 1000 * percentile(tally.late_s, 95),
        "own_cpu_s": time.process_time() - used_at_begin,
    }


if __name__ == "__main__":
    print(json.dumps(run(json.loads(sys.stdin.readline()))), flush=True)
