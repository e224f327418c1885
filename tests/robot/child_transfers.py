"""The child's end of `transfers` over an aiortc channel: the app's logic in its Python twin."""

import asyncio
from collections.abc import Callable

from aiortc import RTCDataChannel

from bridge.protocol import transfers as wire
from bridge.protocol.transfers import OfferBlob, Piece, TransferCode, Withdraw
from robot.transfer.receiving import BlobArrived, BlobReceiving, ReceivingNews
from robot.transfer.sending import Blob, BlobSending, SendingNews

TARGET_MS = 10
MOST_WINDOW_BYTES = 16 * 1024


class ChildTransfers:
    """Blobs of one child; `use` gives it a channel, and another one after a rebuild."""

    def __init__(self, admit: Callable[[OfferBlob], TransferCode | None] = lambda _: None) -> None:
        self.sending = BlobSending(TARGET_MS, MOST_WINDOW_BYTES)
        self.receiving = BlobReceiving(admit)
        self.news: asyncio.Queue[SendingNews | ReceivingNews] = asyncio.Queue()
        self.deaf = False
        """Messages are lost, as if the line were dead."""
        self.breaks_at: int | None = None
        """Pieces from this byte on are lost, each way, so that no blob is ever whole."""
        self._channel: RTCDataChannel | None = None
        self._known: list[RTCDataChannel] = []

    def use(self, channel: RTCDataChannel) -> None:
        """Go on over this channel as soon as it is open, and hear no other.

        Call it before the channel opens: what comes before somebody listens is lost.
        """
        self._channel = channel
        if channel in self._known:
            self._begin()
            return
        self._known.append(channel)
        channel.add_listener("message", lambda data: self._hear(channel, data))
        if channel.readyState == "open":
            self._begin()
        else:
            channel.add_listener("open", self._begin)

    def send(self, blob: Blob) -> TransferCode | None:
        """Send a blob."""
        code = self.sending.add(blob)
        self._pump()
        return code

    def _begin(self) -> None:
        self.sending.opened(self._now_ms())
        self.receiving.opened()
        self._pump()

    def _hear(self, channel: RTCDataChannel, data: bytes) -> None:
        if self.deaf or channel is not self._channel:
            return
        message = wire.decode(data)
        if self._breaks(message):
            return
        if isinstance(message, OfferBlob | Piece | Withdraw):
            replies, news = self.receiving.receive(message, self._now_ms())
            for one in news:
                if isinstance(one, BlobArrived):
                    replies.append(self.receiving.finish(one.id, 0))
            for reply in replies:
                self._send(wire.encode(reply))
            self._tell(news)
        else:
            self._tell(self.sending.receive(message, self._now_ms()))
        self._pump()

    def _tell(self, news: list[SendingNews] | list[ReceivingNews]) -> None:
        for one in news:
            self.news.put_nowait(one)

    def _pump(self) -> None:
        while (message := self.sending.next(self._now_ms())) is not None:
            if not self._breaks(message):
                self._send(wire.encode(message))

    def _breaks(self, message: object) -> bool:
        at = self.breaks_at
        return at is not None and isinstance(message, Piece) and message.offset >= at

    def _send(self, data: bytes) -> None:
        if self._channel is not None and self._channel.readyState == "open" and not self.deaf:
            self._channel.send(data)

    @staticmethod
    def _now_ms() -> int:
        return int(1000 * asyncio.get_running_loop().time())
