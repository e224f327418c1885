"""PURE. Sender of blobs over `transfers`, one piece after the other. No I/O.

One blob crosses at a time, a still before a sheet; what makes way continues where it was.
The pieces of a still follow its offer at once; those of a sheet wait until it is taken.
A blob survives the peer connection: after `opened` it is offered again, and the receiver says
how much it has. The caller asks for the `next` message whenever the line has room.
`pupil_app/js/lesson/transfer_sending.js` is the same.
"""

from collections import deque
from dataclasses import dataclass

from bridge.protocol.transfers import (
    BLOB_BYTES,
    PIECE_BYTES,
    Kept,
    OfferBlob,
    Piece,
    Proceed,
    Received,
    RefuseBlob,
    TransferCode,
    TransferKind,
    TransferMessage,
    Withdraw,
)
from robot.transfer.window import START_BYTES, DelayWindow

MOST_WAITING = 4
"""Blobs of each kind that may wait."""

ANSWER_MS = 20_000
"""Time without an answer after which a blob is given up, counted while the channel is open."""


@dataclass(frozen=True)
class Blob:
    """A still or a sheet; `id` names it in every connection."""

    kind: TransferKind
    id: int
    data: bytes
    number: int = 0

    def __repr__(self) -> str:
        """Return what it is, without its content."""
        return f"Blob({self.kind}, {len(self.data)} bytes)"


@dataclass(frozen=True)
class Progressed:
    """The receiver has this much of the blob."""

    id: int
    acked: int
    size: int


@dataclass(frozen=True)
class Delivered:
    """The receiver has taken the whole blob, under a number of its own."""

    id: int
    number: int


@dataclass(frozen=True)
class Undelivered:
    """The blob is not taken, or no longer."""

    id: int
    code: TransferCode


SendingNews = Progressed | Delivered | Undelivered


@dataclass
class _Outgoing:
    blob: Blob
    acked: int = 0
    sent: int = 0
    unasked: int = 0
    """Bytes since the last piece that asked for an acknowledgement."""

    @property
    def size(self) -> int:
        return len(self.blob.data)


class BlobSending:
    """Sender of one end.

    Args:
        target_ms: Delay in queues that the pieces may cause; see `DelayWindow`.
        most_window_bytes: Most bytes without acknowledgement.
        start_bytes: The same at the beginning.
    """

    def __init__(
        self, target_ms: int, most_window_bytes: int, start_bytes: int = START_BYTES
    ) -> None:
        self._window = DelayWindow(target_ms, most_window_bytes, start_bytes)
        self._waiting: list[_Outgoing] = []
        self._withdrawn: deque[Withdraw] = deque(maxlen=2 * MOST_WAITING)
        self._open = False
        self._offered: int | None = None
        self._granted = False
        self._asked: deque[tuple[int, int]] = deque()
        """Offsets at the end of pieces that asked for an acknowledgement, with their times."""
        self._heard_ms: int | None = None
        self.held = False
        """True while nothing may be sent; set by `hold`."""

    # ---- what is to be sent

    def add(self, blob: Blob) -> TransferCode | None:
        """Take a blob to send; return the code of a refusal."""
        if not 0 < len(blob.data) <= BLOB_BYTES:
            return "too_large"
        if sum(one.blob.kind == blob.kind for one in self._waiting) >= MOST_WAITING:
            return "no_room"
        at = len(self._waiting)
        if blob.kind == "still":
            at = sum(one.blob.kind == "still" for one in self._waiting)
        self._waiting.insert(at, _Outgoing(blob))
        return None

    def withdraw(self, id: int) -> bool:
        """Stop sending a blob; return False if it is not there any more."""
        found = self._find(id)
        if found is None:
            return False
        if id == self._offered or found.acked:
            self._withdrawn.append(Withdraw(id, "stopped"))
        self._drop(found)
        return True

    @property
    def current(self) -> TransferKind | None:
        """Kind of the blob that crosses now; None while nothing does."""
        return self._waiting[0].blob.kind if self._waiting else None

    @property
    def crossing(self) -> TransferKind | None:
        """Kind of the blob of which pieces leave now; None while nothing leaves."""
        return self.current if self._may_flow() else None

    def ids(self, kind: TransferKind) -> list[int]:
        """Return the ids of all blobs of a kind that wait or cross."""
        return [one.blob.id for one in self._waiting if one.blob.kind == kind]

    def acked(self, id: int) -> int | None:
        """Return how much of a blob has arrived; None if it is not being sent."""
        found = self._find(id)
        return found.acked if found is not None else None

    def hold(self, held: bool, now_ms: int) -> None:
        """Send nothing while `held`; what waits is kept."""
        self.held = held
        self._heard_ms = now_ms

    # ---- the channel

    def opened(self, now_ms: int) -> None:
        """Begin on a new channel: offer again what was crossing."""
        self._open, self._offered, self._granted = True, None, False
        self._asked.clear()
        self._window.restart()
        self._heard_ms = now_ms

    def closed(self) -> None:
        """Wait for another channel."""
        self._open = self._granted = False
        self._offered = None

    def receive(self, message: TransferMessage, now_ms: int) -> list[SendingNews]:
        """Take a message of the receiver; return what is new."""
        found = self._find(message.id)
        if found is None:
            return []
        match message:
            case Proceed(id=id, offset=offset) if id == self._offered and not self._granted:
                if offset > found.size:
                    return self._fail(found, "out_of_order")
                self._granted = True
                self._heard_ms = now_ms
                self._asked.clear()
                found.acked = found.sent = offset
                found.unasked = 0
                return [Progressed(id, offset, found.size)]
            case Received(upto=upto, at_ms=at_ms):
                return self._acknowledged(found, upto, at_ms, now_ms)
            case Kept(id=id, number=number):
                self._drop(found)
                return [Delivered(id, number)]
            case RefuseBlob(code=code):
                return self._fail(found, code)
        return []

    def tick(self, now_ms: int) -> list[SendingNews]:
        """Give up a blob about which the receiver says nothing; call it every second or so."""
        waits = (
            self._open
            and not self.held
            and self._waiting
            and self._waiting[0].blob.id == self._offered
        )
        if not waits or self._heard_ms is None or now_ms - self._heard_ms < ANSWER_MS:
            return []
        found = self._waiting[0]
        self._withdrawn.append(Withdraw(found.blob.id, "stopped"))
        return self._fail(found, "stopped")

    def has_next(self) -> bool:
        """Return whether `next` has a message now."""
        if not self._open:
            return False
        if self._withdrawn:
            return True
        if self.held:
            return False
        if self._waiting and self._waiting[0].blob.id != self._offered:
            return True
        return self._may_flow() and not self._is_full(self._waiting[0])

    def next(self, now_ms: int, most_bytes: int = PIECE_BYTES) -> TransferMessage | None:
        """Return the next message to send; None if there is nothing to send now.

        Args:
            now_ms: Our clock.
            most_bytes: Largest piece that the line should get now.
        """
        if not self._open:
            return None
        if self._withdrawn:
            return self._withdrawn.popleft()
        if not self._waiting or self.held:
            return None
        first = self._waiting[0]
        blob = first.blob
        if self._offered != blob.id:
            # Nobody refuses a still, so its pieces follow at once. Of what was half-way, only the
            # receiver knows where it goes on.
            goes_ahead = blob.kind == "still" and not first.sent
            self._offered, self._granted, self._heard_ms = blob.id, goes_ahead, now_ms
            self._asked.clear()
            return OfferBlob(blob.kind, blob.id, first.size, blob.number)
        if not self._may_flow() or self._is_full(first):
            return None
        return self._piece(first, now_ms, min(most_bytes, self._window.piece_bytes))

    # ---- details

    def _may_flow(self) -> bool:
        return bool(
            self._open
            and not self.held
            and self._granted
            and self._waiting
            and self._waiting[0].blob.id == self._offered
            and self._waiting[0].sent < self._waiting[0].size
        )

    def _is_full(self, one: _Outgoing) -> bool:
        # Without an acknowledgement to wait for, one more piece asks for it.
        return bool(self._asked) and self._is_over(one)

    def _is_over(self, one: _Outgoing) -> bool:
        return one.sent - one.acked + self._window.piece_bytes > self._window.size_bytes

    def _piece(self, one: _Outgoing, now_ms: int, most_bytes: int) -> Piece:
        offset = one.sent
        data = one.blob.data[offset : offset + most_bytes]
        one.sent += len(data)
        one.unasked += len(data)
        asks = one.sent == one.size or self._is_over(one) or one.unasked > self._window.piece_bytes
        if asks:
            one.unasked = 0
            self._asked.append((one.sent, now_ms))
        return Piece(one.blob.id, offset, data, asks)

    def _acknowledged(
        self, one: _Outgoing, upto: int, at_ms: int, now_ms: int
    ) -> list[SendingNews]:
        if not one.acked < upto <= one.sent:
            return []
        acked_bytes = upto - one.acked
        one.acked = upto
        self._heard_ms = now_ms
        sent_ms = None
        while self._asked and self._asked[0][0] <= upto:
            sent_ms = self._asked.popleft()[1]
        if sent_ms is not None and one.blob.id == self._offered:
            self._window.acknowledged(acked_bytes, sent_ms, at_ms, now_ms)
        return [Progressed(one.blob.id, upto, one.size)]

    def _fail(self, one: _Outgoing, code: TransferCode) -> list[SendingNews]:
        self._drop(one)
        return [Undelivered(one.blob.id, code)]

    def _drop(self, one: _Outgoing) -> None:
        self._waiting.remove(one)
        if self._offered == one.blob.id:
            self._offered, self._granted = None, False
            self._asked.clear()

    def _find(self, id: int) -> _Outgoing | None:
        return next((one for one in self._waiting if one.blob.id == id), None)
