import asyncio
from typing import Any

from aiortc.exceptions import InvalidStateError

from bridge.protocol import transfers as wire
from bridge.protocol.transfers import (
    VOICE_UNKNOWN,
    Piece,
    Proceed,
    TransferKind,
    TransferMessage,
)
from robot.call.transfer_line import ENVELOPE_BYTES, MESSAGE_BURST, TransferLine


class Channel:
    """A data channel whose other end is a list."""

    def __init__(self) -> None:
        self.readyState = "open"
        self.bufferedAmount = 0
        self.sent: list[bytes] = []
        self.heard: Any = None

    def add_listener(self, event: str, listener: Any) -> None:
        assert event == "message"
        self.heard = listener

    def send(self, data: bytes) -> None:
        if self.readyState != "open":
            raise InvalidStateError
        self.sent.append(data)


class Pieces:
    """Transfers that always have one more piece."""

    def __init__(self) -> None:
        self.opens: list[TransferLine] = []
        self.taken: list[bytes | str] = []
        self.acked = 0

    def opened(self, line: TransferLine) -> None:
        self.opens.append(line)

    def take(self, line: TransferLine, data: bytes | str) -> int:
        self.taken.append(data)
        return self.acked

    def has_next(self, line: TransferLine) -> bool:
        return True

    def next(self, most_bytes: int) -> TransferMessage | None:
        return Piece(1, 0, bytes(min(most_bytes, 200)))

    def wanted(self, line: TransferLine) -> TransferKind | None:
        return "still"


class Voice:
    """A voice that was heard just now."""

    def __init__(self) -> None:
        self.heard_at = asyncio.get_running_loop().time()


def opened() -> tuple[TransferLine, Pieces, Any]:
    pieces, channel = Pieces(), Channel()
    line = TransferLine(pieces, "P")
    line.opened(channel)  # type: ignore[arg-type]
    return line, pieces, channel


def test_a_second_channel_is_left_alone() -> None:
    line, pieces, channel = opened()
    other: Any = Channel()
    line.opened(other)
    assert pieces.opens == [line]
    assert (other.heard, channel.heard is not None) == (None, True)


def test_a_piece_counts_with_its_headers_and_waits_for_the_association() -> None:
    line, _, channel = opened()
    size = line.send_next(200)
    assert size == len(channel.sent[0]) + ENVELOPE_BYTES
    channel.bufferedAmount = 1
    assert line.send_next(200) == 0
    assert len(channel.sent) == 1


async def test_what_was_acknowledged_counts_as_it_crossed_the_line() -> None:
    line, pieces, channel = opened()
    size = line.send_next(200)
    pieces.acked = 200
    channel.heard(b"ack")
    assert abs(line.take_delivered() - size) <= 1
    assert line.take_delivered() == 0


def test_an_answer_for_a_channel_that_is_gone_is_dropped() -> None:
    line, _, channel = opened()
    line.reply(Proceed(1, 0))
    assert channel.sent == [wire.encode(Proceed(1, 0))]
    channel.readyState = "closed"
    line.reply(Proceed(1, 0))
    assert (len(channel.sent), line.is_open, line.has_next()) == (1, False, False)


async def test_a_flood_is_dropped() -> None:
    _, pieces, channel = opened()
    for _ in range(2 * MESSAGE_BURST):
        channel.heard(b"junk")
    assert MESSAGE_BURST <= len(pieces.taken) < 1.5 * MESSAGE_BURST


async def test_it_knows_how_long_ago_the_voice_was_heard() -> None:
    voice = Voice()
    line = TransferLine(Pieces(), "P", voice)
    assert 0 <= line.after_voice_ms < VOICE_UNKNOWN
    voice.heard_at -= 0.2
    assert 200 <= line.after_voice_ms <= VOICE_UNKNOWN
    voice.heard_at -= 0.055
    assert line.after_voice_ms == VOICE_UNKNOWN
    voice.heard_at += 10.0
    assert line.after_voice_ms == 0
    assert TransferLine(Pieces(), "P").after_voice_ms == VOICE_UNKNOWN
