"""PURE. Receiver of blobs over `transfers`. No I/O.

Nothing takes memory before it was admitted, and never more than its announced size. What was
interrupted waits for `IDLE_MS`, so that it continues over the next peer connection.
`pupil_app/js/lesson/transfer_receiving.js` is the same.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from bridge.protocol.transfers import (
    BLOB_BYTES,
    CLOCK_MODULO,
    VOICE_UNKNOWN,
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

IDLE_MS = 60_000
"""Time for which an interrupted blob is kept: that of the child's stay without a line."""

MOST_REMEMBERED = 16
"""Outcomes that are remembered, for a sender that did not hear them."""


@dataclass(frozen=True)
class BlobArrived:
    """A whole blob is there; `BlobReceiving.finish` is to follow."""

    kind: TransferKind
    id: int
    number: int
    data: bytes

    def __repr__(self) -> str:
        """Return what it is, without its content."""
        return f"BlobArrived({self.kind}, {len(self.data)} bytes)"


@dataclass(frozen=True)
class BlobArriving:
    """Part of a blob is there."""

    kind: TransferKind
    id: int
    got: int
    size: int


@dataclass(frozen=True)
class BlobBroken:
    """A blob stopped half-way, and what had come is gone."""

    kind: TransferKind
    id: int


ReceivingNews = BlobArrived | BlobArriving | BlobBroken
Reply = Proceed | Received | Kept | RefuseBlob


@dataclass
class _Incoming:
    kind: TransferKind
    id: int
    size: int
    number: int
    touched_ms: int
    active: bool = True
    """It crosses over the present channel."""
    data: bytearray = field(default_factory=bytearray)


@dataclass(frozen=True)
class _Outcome:
    size: int
    answer: Kept | RefuseBlob | None
    """None while it is not decided."""


class BlobReceiving:
    """Receiver of one end.

    Args:
        admit: Returns the code of a refusal for an offer, or None; called before anything is kept.
    """

    def __init__(self, admit: Callable[[OfferBlob], TransferCode | None]) -> None:
        self._admit = admit
        self._incoming: dict[TransferKind, _Incoming] = {}
        self._outcomes: OrderedDict[int, _Outcome] = OrderedDict()

    @property
    def reserved_bytes(self) -> int:
        """Memory that was promised to blobs on their way."""
        return sum(one.size for one in self._incoming.values())

    def opened(self) -> None:
        """Begin on a new channel, over which the sender offers again."""
        for one in self._incoming.values():
            one.active = False

    def receive(
        self, message: TransferMessage, now_ms: int, after_voice_ms: int = VOICE_UNKNOWN
    ) -> tuple[list[Reply], list[ReceivingNews]]:
        """Take a message of the sender; return the replies, and what is new.

        Args:
            message: As it came.
            now_ms: Our clock.
            after_voice_ms: As in `Received`.
        """
        match message:
            case OfferBlob():
                return self._offered(message, now_ms)
            case Piece():
                return self._took(message, now_ms, after_voice_ms)
            case Withdraw(id=id):
                return [], [self._forget(one) for one in self._with(id)]
        return [], []

    def finish(self, id: int, outcome: int | TransferCode) -> Reply:
        """Decide on a whole blob: with the number it got, or the code of a refusal."""
        answer = Kept(id, outcome) if isinstance(outcome, int) else RefuseBlob(id, outcome)
        before = self._outcomes.get(id)
        if before is not None:
            self._outcomes[id] = _Outcome(before.size, answer)
        return answer

    def refuse_all(self, code: TransferCode) -> list[tuple[Reply, BlobBroken]]:
        """Drop all that is on its way; return the replies and what is lost."""
        gone = list(self._incoming.values())
        return [(RefuseBlob(one.id, code), self._forget(one)) for one in gone]

    def tick(self, now_ms: int) -> list[ReceivingNews]:
        """Drop what has been waiting for too long; call it every second or so."""
        late = [one for one in self._incoming.values() if now_ms - one.touched_ms >= IDLE_MS]
        return [self._forget(one) for one in late]

    def clear(self) -> None:
        """Forget everything, since the stay is over."""
        self._incoming.clear()
        self._outcomes.clear()

    # ---- details

    def _offered(self, offer: OfferBlob, now_ms: int) -> tuple[list[Reply], list[ReceivingNews]]:
        done = self._outcomes.get(offer.id)
        if done is not None:
            replies: list[Reply] = [Proceed(offer.id, offer.size)]
            if done.size != offer.size:
                replies = [RefuseBlob(offer.id, "out_of_order")]
            elif done.answer is not None:
                replies.append(done.answer)
            return replies, []
        known = self._incoming.get(offer.kind)
        if known is not None and known.id == offer.id and known.size == offer.size:
            known.active, known.touched_ms = True, now_ms
            return [Proceed(offer.id, len(known.data))], []
        if known is not None and known.active:
            return [RefuseBlob(offer.id, "busy")], []
        if not 0 < offer.size <= BLOB_BYTES:
            return [RefuseBlob(offer.id, "too_large")], []
        # What crossed over an older channel is not offered any more: its sender has forgotten it.
        news: list[ReceivingNews] = [self._forget(known)] if known is not None else []
        code = self._admit(offer)
        if code is not None:
            return [RefuseBlob(offer.id, code)], news
        self._incoming[offer.kind] = _Incoming(
            offer.kind, offer.id, offer.size, offer.number, now_ms
        )
        return [Proceed(offer.id, 0)], news

    def _took(
        self, piece: Piece, now_ms: int, after_voice_ms: int
    ) -> tuple[list[Reply], list[ReceivingNews]]:
        one = next(iter(self._with(piece.id)), None)
        if one is None or not one.active:
            return [], []  # of a blob that was refused or withdrawn meanwhile
        end = piece.offset + len(piece.data)
        if piece.offset != len(one.data) or end > one.size or not piece.data:
            return [RefuseBlob(piece.id, "out_of_order")], [self._forget(one)]
        one.data += piece.data
        one.touched_ms = now_ms
        replies: list[Reply] = []
        if piece.asks:
            at_ms = now_ms % CLOCK_MODULO
            replies.append(Received(piece.id, end, at_ms, after_voice_ms))
        if end < one.size:
            return replies, [BlobArriving(one.kind, one.id, end, one.size)] if piece.asks else []
        del self._incoming[one.kind]
        self._outcomes[one.id] = _Outcome(one.size, None)
        while len(self._outcomes) > MOST_REMEMBERED:
            self._outcomes.popitem(last=False)
        return replies, [BlobArrived(one.kind, one.id, one.number, bytes(one.data))]

    def _with(self, id: int) -> list[_Incoming]:
        return [one for one in self._incoming.values() if one.id == id]

    def _forget(self, one: _Incoming) -> BlobBroken:
        self._incoming.pop(one.kind, None)
        return BlobBroken(one.kind, one.id)
