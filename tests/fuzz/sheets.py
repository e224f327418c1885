"""Entries of sheets: the channel `transfers`, and the header of a picture that somebody sent."""

import contextlib
import random
from collections.abc import AsyncIterator, Sequence
from typing import Any

from bridge.protocol import transfers
from bridge.protocol.errors import ProtocolError
from bridge.protocol.transfers import Kept, OfferBlob, Piece, Proceed, Received, Withdraw
from robot.sheets import headers
from robot.transfer.receiving import BlobArrived, BlobReceiving
from robot.transfer.sending import Blob, BlobSending
from tests.fuzz.lesson import Dead
from tests.fuzz.mutations import mutated
from tests.fuzz.target import Target, parsing
from tests.robot.sheets import pictures

MOST_SIZE = 5_000


class Crossing:
    """Both ends of transfers at the robot, which a child feeds."""

    def __init__(self) -> None:
        self._receiving = BlobReceiving(
            lambda offer: None if offer.size <= MOST_SIZE else "too_large"
        )
        self._sending = BlobSending(80, 24 * 1024)
        self._now_ms = 0
        self.roots: Sequence[Any] = (self._receiving, self._sending)
        offer, piece = OfferBlob("sheet", 1, 60), Piece(1, 0, bytes(30), asks=True)
        messages = (offer, piece, Piece(1, 30, bytes(30)), Withdraw(1, "stopped"))
        answers = (Proceed(2, 0), Received(2, 100, 5), Received(2, 900, 9, 3), Kept(2, 1))
        self._valid = [transfers.encode(message) for message in (*messages, *answers)]

    def make(self, chance: random.Random) -> bytes:
        return chance.choice(self._valid) if chance.random() < 0.5 else mutated(chance, self._valid)

    async def feed(self, data: bytes) -> None:
        self._now_ms += 7
        if self._sending.current is None:
            self._sending.add(Blob("still", 2, bytes(3_000)))
            self._sending.opened(self._now_ms)
        try:
            message = transfers.decode(data)
        except ProtocolError:
            return
        if isinstance(message, OfferBlob | Piece | Withdraw):
            _, news = self._receiving.receive(message, self._now_ms)
            for one in news:
                if isinstance(one, BlobArrived):
                    self._receiving.finish(one.id, 1)
        else:
            self._sending.receive(message, self._now_ms)
        self._sending.next(self._now_ms)
        if self._receiving.reserved_bytes > 2 * MOST_SIZE:
            raise Dead("more memory than was admitted")

    async def check(self) -> None:
        """A sheet must come through as before, over another channel."""
        self._receiving.opened()
        self._receiving.tick(self._now_ms + 10**6)
        replies, _ = self._receiving.receive(OfferBlob("sheet", 99, 5), self._now_ms)
        if not isinstance(replies[0], Proceed):
            raise Dead("a sheet is not taken any more")
        if replies[0].offset == 0:
            self._receiving.receive(Piece(99, 0, b"sheet"), self._now_ms)
            self._receiving.finish(99, 1)


@contextlib.asynccontextmanager
async def crossing() -> AsyncIterator[Target]:
    yield Crossing()


def read_header(data: bytes) -> None:
    with contextlib.suppress(headers.SheetRefused):
        header = headers.read(data)
        if header.width_px * header.height_px > headers.MOST_PIXELS:
            raise Dead("a bomb passed")


@contextlib.asynccontextmanager
async def headers_of_pictures() -> AsyncIterator[Target]:
    valid = [*pictures.GOOD.values(), *(data for data, _ in pictures.BAD.values() if data)]
    async with parsing(read_header, [data for data in valid if len(data) < MOST_SIZE]) as target:
        yield target
