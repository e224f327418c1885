"""PURE. Messages of the data channel `transfers` between child and robot. No I/O.

They are binary, and big-endian. One byte says the type:

    sender -> receiver                        receiver -> sender
    1 offer     kind, id, size, number        16 go      id, offset
    2 piece     id, offset, data              17 ack     id, upto, at_ms, after_voice_ms
    3 asking    like piece, wants an ack      18 kept    id, number
    4 withdraw  id, code                      19 refuse  id, code

The sender chooses the id. It names the same blob in every peer connection, so that a
transfer continues at the offset in `go` after a line was rebuilt. Nothing is sent before
`go`; an offset equal to the size says that the receiver has the blob already.
"""

import struct
from dataclasses import dataclass
from typing import Final, Literal, TypeVar, get_args

from bridge.protocol.errors import ProtocolError
from bridge.protocol.limits import SHEET_BYTES

TransferKind = Literal["still", "sheet"]
"""Things that cross: a still of the board, and a sheet of paper."""

TransferCode = Literal[
    "too_large",
    "no_room",
    "busy",
    "not_allowed",
    "picture",
    "animated",
    "too_many_pixels",
    "not_alone",
    "broken",
    "stopped",
    "out_of_order",
    "too_fast",
    "internal",
]
"""Reason why a transfer does not happen. On the channel, each code is sent as its place in this
list, counted from 1."""

TRANSFER_CODES: Final[tuple[TransferCode, ...]] = get_args(TransferCode)

TRANSFER_REFUSALS: Final[dict[TransferCode, str]] = {
    "too_large": "It is larger than a sheet may be.",
    "no_room": "The robot cannot hold more sheets now.",
    "busy": "Another sheet is on its way.",
    "not_allowed": "Sheets are switched off.",
    "picture": "This is no picture in JPEG, PNG or WebP.",
    "animated": "The picture moves; only one that stands still can be a sheet.",
    "too_many_pixels": "The picture has more pixels than a sheet may have.",
    "not_alone": "The file holds something else beside the picture.",
    "broken": "The picture is damaged or incomplete.",
    "stopped": "It was stopped half-way.",
    "out_of_order": "This was not expected now.",
    "too_fast": "Too much came in too short a time.",
    "internal": "Something went wrong on our side.",
}
"""Every code of a transfer, with its sentence for technicians; pages have words of their own."""

PIECE_BYTES: Final = 1024
"""Most data in one piece."""

BLOB_BYTES: Final = SHEET_BYTES
"""Largest still or sheet as it is sent."""

_T = TypeVar("_T")

KINDS: Final[tuple[TransferKind, ...]] = get_args(TransferKind)
CLOCK_MODULO: Final = 1 << 32
VOICE_UNKNOWN: Final = 255
"""`after_voice_ms` of a receiver that hears no voice, or does not know."""

_OFFER = struct.Struct("!BBIII")
_PIECE = struct.Struct("!BII")
_WITHDRAW = struct.Struct("!BIB")
_GO = struct.Struct("!BII")
_ACK = struct.Struct("!BIIIB")
_KEPT = struct.Struct("!BII")
_REFUSE = struct.Struct("!BIB")


@dataclass(frozen=True)
class OfferBlob:
    """OfferBlob of a blob; the receiver answers with `Proceed` or `RefuseBlob`."""

    kind: TransferKind
    id: int
    size: int
    number: int = 0
    """Number of the sheet or still at its owner; 0 without one."""


@dataclass(frozen=True)
class Piece:
    """Part of a blob, in order and without gaps from the offset in `Proceed`."""

    id: int
    offset: int
    data: bytes
    asks: bool = False
    """The receiver is to answer with `Ack` at once."""

    def __repr__(self) -> str:
        """Return the place of the piece, without its data."""
        return f"Piece({self.id}, {self.offset}, {len(self.data)} bytes)"


@dataclass(frozen=True)
class Withdraw:
    """The sender stops this transfer."""

    id: int
    code: TransferCode


@dataclass(frozen=True)
class Proceed:
    """The receiver wants the blob from this offset on."""

    id: int
    offset: int


@dataclass(frozen=True)
class Received:
    """Acknowledgement of everything before `upto`.

    `at_ms` is the receiver's own clock when the piece came, modulo `CLOCK_MODULO`: by its
    differences the sender sees how long its pieces wait in queues of the line.
    `after_voice_ms` is the time since the newest packet of the sender's voice came, up to 254,
    or `VOICE_UNKNOWN`: by it the sender sees when its voice leaves, and lets it go first.
    """

    id: int
    upto: int
    at_ms: int
    after_voice_ms: int = VOICE_UNKNOWN


@dataclass(frozen=True)
class Kept:
    """The whole blob has arrived and was taken; `number` is its number at the receiver."""

    id: int
    number: int = 0


@dataclass(frozen=True)
class RefuseBlob:
    """The receiver does not take the blob, or no longer."""

    id: int
    code: TransferCode


FromSender = OfferBlob | Piece | Withdraw
FromReceiver = Proceed | Received | Kept | RefuseBlob
TransferMessage = FromSender | FromReceiver


def code_number(code: TransferCode) -> int:
    """Return the number that stands for a code on the channel."""
    return TRANSFER_CODES.index(code) + 1


def encode(message: TransferMessage) -> bytes:
    """Return the bytes of a message."""
    match message:
        case OfferBlob(kind=kind, id=id, size=size, number=number):
            return _OFFER.pack(1, KINDS.index(kind) + 1, id, size, number)
        case Piece(id=id, offset=offset, data=data, asks=asks):
            return _PIECE.pack(3 if asks else 2, id, offset) + data
        case Withdraw(id=id, code=code):
            return _WITHDRAW.pack(4, id, code_number(code))
        case Proceed(id=id, offset=offset):
            return _GO.pack(16, id, offset)
        case Received(id=id, upto=upto, at_ms=at_ms, after_voice_ms=after_voice_ms):
            return _ACK.pack(17, id, upto, at_ms, after_voice_ms)
        case Kept(id=id, number=number):
            return _KEPT.pack(18, id, number)
        case RefuseBlob(id=id, code=code):
            return _REFUSE.pack(19, id, code_number(code))


def decode(data: bytes | str) -> TransferMessage:
    """Return the message in these bytes.

    Raises:
        ProtocolError: `malformed`, `too_large` or `unknown_type`.
    """
    if isinstance(data, str) or not data:
        raise ProtocolError("malformed", "not binary")
    if len(data) > _PIECE.size + PIECE_BYTES:
        raise ProtocolError("too_large")
    try:
        return _decoded(data[0], bytes(data))
    except (struct.error, LookupError) as error:
        raise ProtocolError("malformed") from error


def _decoded(type: int, data: bytes) -> TransferMessage:
    match type:
        case 1:
            _, kind, id, size, number = _OFFER.unpack(data)
            return OfferBlob(_entry(KINDS, kind), id, size, number)
        case 2 | 3:
            _, id, offset = _PIECE.unpack_from(data)
            return Piece(id, offset, data[_PIECE.size :], asks=type == 3)
        case 4:
            _, id, code = _WITHDRAW.unpack(data)
            return Withdraw(id, _entry(TRANSFER_CODES, code))
        case 16:
            return Proceed(*_GO.unpack(data)[1:])
        case 17:
            return Received(*_ACK.unpack(data)[1:])
        case 18:
            return Kept(*_KEPT.unpack(data)[1:])
        case 19:
            _, id, code = _REFUSE.unpack(data)
            return RefuseBlob(id, _entry(TRANSFER_CODES, code))
    raise ProtocolError("unknown_type")


def _entry(entries: tuple[_T, ...], number: int) -> _T:
    """Return the entry of a number counted from 1; raise LookupError for any other number."""
    if not 1 <= number <= len(entries):
        raise LookupError(number)
    return entries[number - 1]
