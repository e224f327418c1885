"""One connection to a relay process: a peer of TURN, or HTTP that came without saying so."""

import select
from collections.abc import Callable
from dataclasses import dataclass

from bridge.relay import first_bytes, told
from bridge.relay.media_queue import MediaQueue
from bridge.relay.passage import Passage
from bridge.relay.rounds import Rounds
from bridge.relay.stream import PeerStream, StreamEnded
from bridge.relay.turn import NotTurn, TurnPeer, TurnRules

STRANGER_S = 10.0
"""Longest time until a peer has proved who it is."""

IDLE_S = 30.0
"""Longest time without an allocation after that."""

RECORD_BYTES = 16 * 1024
"""Bytes that are encrypted in one piece."""


@dataclass
class House:
    """State that all clients of a process share.

    Args:
        tell: Tells the bridge something.
        pages: Path of the bridge's socket for HTTP; empty without one.
    """

    rounds: Rounds
    rules: TurnRules
    tell: Callable[[told.FromProcess], None]
    clients: dict[int, "RelayClient"]
    pages: str
    dropped: int = 0
    """Packets that readers who are gone by now have lost."""


class RelayClient:
    """One connection."""

    def __init__(self, house: House, stream: PeerStream, came: told.HandedOver, now: float) -> None:
        self._house = house
        self._stream = stream
        self._came = came
        self._queue = MediaQueue()
        self._turn: TurnPeer | None = None
        self._passage: Passage | None = None
        self._since = now
        self._settled = False
        self._ended = False
        house.clients[came.number] = self
        house.rounds.watch(stream.fileno(), self)

    @property
    def dropped(self) -> int:
        """Packets that this reader lost."""
        return self._queue.dropped

    # ---- what the loop asks for

    def ready(self, events: int, now: float) -> None:
        """Read or write."""
        try:
            if events & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR):
                self._read(now)
            if events & select.EPOLLOUT and not self._ended:
                self._write(now)
        except (StreamEnded, NotTurn):
            self.end()

    def flush(self, now: float) -> None:
        """Write what was queued in this round."""
        if self._ended:
            return
        try:
            self._write(now)
        except StreamEnded:
            self.end()

    def tick(self, now: float) -> None:
        """End what has gone on for too long."""
        if self._passage is not None:
            return
        if self._turn is not None:
            self._turn.tick(now)
            if self._turn.allocation is not None:
                self._since = now
        proved = self._turn is not None and self._turn.is_proved
        if now - self._since > (IDLE_S if proved else STRANGER_S):
            self.end()

    def end(self) -> None:
        """End the connection and what belongs to it."""
        if self._ended:
            return
        self._ended = True
        if self._turn is not None:
            self._turn.end()
        if self._passage is not None:
            self._passage.end()
        self._house.dropped += self._queue.dropped
        self._house.rounds.forget(self._stream.fileno())
        self._stream.close()
        del self._house.clients[self._came.number]
        self._house.tell(told.Left(self._came.number))

    # ---- what TURN asks for

    def answer(self, frame: bytes) -> None:
        """Queue an answer."""
        self._queue.answer(frame)
        self._house.rounds.later(self)

    def media(self, frame: bytes, first: int, now: float) -> None:
        """Queue a packet of a call."""
        if not self._ended:
            self._queue.media(frame, first, now)
            self._house.rounds.later(self)

    # ----

    def _read(self, now: float) -> None:
        data = self._stream.receive()
        if self._turn is not None:
            if data:
                self._turn.feed(data, now)
                self._settle()
        elif self._passage is not None:
            self._passage.to_bridge(data)
        elif data:
            self._begin(data, now)
        if self._queue.overfull:
            raise StreamEnded
        if self._stream.is_blocked:
            self._house.rounds.later(self)

    def _begin(self, data: bytes, now: float) -> None:
        if first_bytes.is_stun(data):
            address = (self._came.host, self._came.port)
            whom = f"{self._came.number} {self._came.host} {self._came.port}"
            self._turn = TurnPeer(self._house.rules, self, address, whom, now)
            self._turn.feed(data, now)
            self._settle()
            return
        if not self._house.pages or not data[:1].isalpha():
            raise StreamEnded
        self._passage = Passage(
            self._house.rounds, self._stream, self.end, self._house.pages, self._came
        )
        self._passage.to_bridge(data)

    def _settle(self) -> None:
        if not self._settled and self._turn is not None and self._turn.is_proved:
            self._settled = True
            self._house.tell(told.Settled(self._came.number))

    def _write(self, now: float) -> None:
        stream, queue = self._stream, self._queue
        if self._passage is not None:
            self._passage.to_client()
            return
        if stream.push():
            while queue:
                data = queue.take(RECORD_BYTES, now)
                if data and not stream.send(data):
                    break
        wants = select.EPOLLIN | (select.EPOLLOUT if stream.is_blocked else 0)
        self._house.rounds.change(stream.fileno(), wants)
