"""Blobs that cross between child and robot, over the newest call's channel `transfers`.

The state stays here when a peer connection is rebuilt, and ends with the child's stay. Of
what the robot sends, no more than one piece waits in the SCTP association: its queue is that
of `control` and `events` too. The media sender asks for pieces when the line has room.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bridge.protocol import transfers as wire
from bridge.protocol.errors import ProtocolError
from bridge.protocol.transfers import (
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
from robot.call.transfer_line import HeardVoice, TransferLine
from robot.media.types.allowance import Allowance
from robot.transfer.receiving import BlobReceiving, ReceivingNews
from robot.transfer.sending import Blob, BlobSending, Progressed, SendingNews

log = logging.getLogger(__name__)

TARGET_MS = 120
START_WINDOW_BYTES, MOST_WINDOW_BYTES = 16 * 1024, 24 * 1024
"""Only a second bound, since the media sender paces: enough for 1 Mbit/s over 0.2 s."""

TICK_S = 1.0

OFFER_RATE_HZ, OFFER_BURST = 0.5, 8
"""Each sheet costs a process that decodes it."""


@dataclass(frozen=True)
class LeavingChanged:
    """Change of what crosses to the child; the kind is None if nothing does."""

    kind: TransferKind | None


TransferNews = SendingNews | ReceivingNews | LeavingChanged


def refuse_all(offer: OfferBlob) -> TransferCode | None:
    """Refuse every blob: the default until somebody takes them."""
    return "not_allowed"


class Transfers:
    """Transfers of one robot, over whatever calls it has.

    Attributes `admit` and `tell` may be set at any time.

    Args:
        admit: Returns the code of a refusal for a sheet that the child offers, or None. It is
            asked before any memory is taken.
        tell: Takes the news, in order; it must not wait. A `BlobArrived` is to be answered with
            `finish`.
    """

    def __init__(
        self,
        admit: Callable[[OfferBlob], TransferCode | None] = refuse_all,
        tell: Callable[[TransferNews], None] = lambda news: None,
    ) -> None:
        self.admit = admit
        self.tell = tell
        self.refused = 0
        """Messages that were dropped: broken, or too many."""
        self._lines: dict[object, TransferLine] = {}
        self._current: TransferLine | None = None
        self._stay: str | None = None
        self._leaving: TransferKind | None = None
        self._held = False
        self._begin()

    def _begin(self) -> None:
        self._sending = BlobSending(TARGET_MS, MOST_WINDOW_BYTES, START_WINDOW_BYTES)
        self._sending.held = self._held
        self._receiving = BlobReceiving(self._admit)
        self._offers = Allowance(OFFER_RATE_HZ, OFFER_BURST)

    async def run(self) -> None:
        """Give up what is silent for too long, until cancelled."""
        while True:
            await asyncio.sleep(TICK_S)
            self.tick()

    # ---- for those who have something to send

    def send(self, blob: Blob) -> TransferCode | None:
        """Send a blob to the child, now or as soon as it is there; return the code of a refusal.

        `Delivered` or `Undelivered` tells how it ended, unless the stay ends before.
        """
        code = self._sending.add(blob)
        self._wake()
        return code

    def withdraw(self, id: int) -> None:
        """Stop sending a blob, for instance an older still."""
        if self._sending.withdraw(id):
            self._wake()
        self._note_leaving()

    def withdraw_all(self, kind: TransferKind) -> None:
        """Stop sending blobs of a kind, since they are not allowed any more."""
        for id in self._sending.ids(kind):
            self.withdraw(id)

    def ids(self, kind: TransferKind) -> list[int]:
        """Return the ids of all blobs of a kind that wait or cross to the child."""
        return self._sending.ids(kind)

    def hold(self, held: bool) -> None:
        """Send nothing to the child while `held`, not even the rest of what has begun."""
        if self._sending.held != held:
            self._held = held
            self._sending.hold(held, self.now_ms())
            self._note_leaving()
            self._wake()

    def refuse_arriving(self, code: TransferCode) -> None:
        """Stop what is on its way to the robot, and say why."""
        for reply, news in self._receiving.refuse_all(code):
            if self._current is not None:
                self._current.reply(reply)
            self._tell_all([news])

    def finish(self, id: int, outcome: int | TransferCode) -> None:
        """Answer a `BlobArrived`: with the number of the sheet, or the code of a refusal."""
        answer = self._receiving.finish(id, outcome)
        if self._current is not None:
            self._current.reply(answer)

    def forget(self) -> None:
        """Drop everything, since the stay is over."""
        self._stay = None
        self._begin()
        if self._current is not None:
            self._take_channel(self._current)
        self._note_leaving()

    @property
    def leaving(self) -> TransferKind | None:
        """Kind of blob that crosses to the child now."""
        return self._sending.crossing

    @property
    def line_bps(self) -> int:
        """Estimate of the line to the child; 0 while nothing is known about it."""
        return self._current.line_bps if self._current is not None else 0

    @property
    def reserved_bytes(self) -> int:
        """Memory that was promised to blobs on their way to the robot."""
        return self._receiving.reserved_bytes

    # ---- for the calls

    def over(self, call: object, stay: str, voice: HeardVoice | None = None) -> TransferLine:
        """Return the line of a call; `closed` ends it.

        Args:
            call: Names the call.
            stay: Presence to which the call belongs; another one forgets everything.
            voice: The child's, if it comes over the same line.
        """
        line = TransferLine(self, stay, voice)
        self._lines[call] = line
        return line

    def closed(self, call: object) -> None:
        """Forget the line of a call that is over; another one may go on."""
        line = self._lines.pop(call, None)
        if line is None or line is not self._current:
            return
        self._current = None
        self._sending.closed()
        others = [other for other in self._lines.values() if other.is_open]
        if others:
            self._take_channel(others[-1])
        self._note_leaving()

    def tick(self) -> None:
        """Give up what is silent for too long."""
        now_ms = self.now_ms()
        self._tell_all(self._sending.tick(now_ms))
        self._tell_all(self._receiving.tick(now_ms))

    # ---- for the lines

    def opened(self, line: TransferLine) -> None:
        """Go on over a channel that has just opened."""
        if line.stay != self._stay:
            self._begin()
            self._stay = line.stay
        self._take_channel(line)

    def take(self, line: TransferLine, data: bytes | str) -> int:
        """Take a message; return the bytes of our own that it acknowledges."""
        if line is not self._current:
            return 0
        try:
            message = wire.decode(data)
        except ProtocolError as error:
            self.refused += 1
            if self.refused == 1:
                log.warning("transfers: a message is dropped (%s); further ones count", error.code)
            return 0
        now_ms = self.now_ms()
        if isinstance(message, OfferBlob | Piece | Withdraw):
            replies, news = self._receiving.receive(message, now_ms, line.after_voice_ms)
            for reply in replies:
                line.reply(reply)
            self._tell_all(news)
            return 0
        return self._hear(message, now_ms)

    def _hear(self, message: Proceed | Received | Kept | RefuseBlob, now_ms: int) -> int:
        acked_before = self._sending.acked(message.id)
        news = self._sending.receive(message, now_ms)
        acked = 0
        if isinstance(message, Received) and acked_before is not None:
            acked = sum(one.acked - acked_before for one in news if isinstance(one, Progressed))
        self._tell_all(news)
        self._wake()
        return acked

    def has_next(self, line: TransferLine) -> bool:
        """Return whether this line has a message to send now."""
        return line is self._current and self._sending.has_next()

    def next(self, most_bytes: int) -> TransferMessage | None:
        """Return the next message to send."""
        message = self._sending.next(self.now_ms(), most_bytes)
        self._note_leaving()
        return message

    def wanted(self, line: TransferLine) -> TransferKind | None:
        """Return what crosses over this line now."""
        return self._sending.crossing if line is self._current else None

    @staticmethod
    def now_ms() -> int:
        """Return the time of the loop."""
        return int(1000 * asyncio.get_running_loop().time())

    # ---- details

    def _admit(self, offer: OfferBlob) -> TransferCode | None:
        if offer.kind != "sheet":
            return "not_allowed"
        if not self._offers.take(asyncio.get_running_loop().time()):
            return "too_fast"
        return self.admit(offer)

    def _take_channel(self, line: TransferLine) -> None:
        self._current = line
        self._sending.opened(self.now_ms())
        self._receiving.opened()
        self._wake()

    def _tell_all(self, news: Sequence[SendingNews | ReceivingNews]) -> None:
        for one in news:
            self.tell(one)
        self._note_leaving()

    def _note_leaving(self) -> None:
        if self._sending.crossing != self._leaving:
            self._leaving = self._sending.crossing
            self.tell(LeavingChanged(self._leaving))

    def _wake(self) -> None:
        if self._current is not None:
            self._current.wake()
