"""Data channel `transfers` of one call."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from aiortc import RTCDataChannel
from aiortc.exceptions import InvalidStateError

from bridge.protocol import transfers as wire
from bridge.protocol.transfers import VOICE_UNKNOWN, Piece, TransferKind, TransferMessage
from robot.media.types.allowance import CLOSE_AFTER, Allowance

log = logging.getLogger(__name__)

LABEL = "transfers"

ENVELOPE_BYTES = 93
"""Headers of a piece on the line: IPv4 and UDP 28, DTLS 37, SCTP 28."""

MESSAGE_RATE_HZ, MESSAGE_BURST = 1_500.0, 1_500


class LinePieces(Protocol):
    """State of all transfers, which outlives a line."""

    def opened(self, line: "TransferLine") -> None:
        """Go on over a line that has just opened."""

    def take(self, line: "TransferLine", data: bytes | str) -> int:
        """Take a message; return the bytes of our own that it acknowledges."""

    def has_next(self, line: "TransferLine") -> bool:
        """Return whether this line has a message to send now."""

    def next(self, most_bytes: int) -> TransferMessage | None:
        """Return the next message to send."""

    def wanted(self, line: "TransferLine") -> TransferKind | None:
        """Return what crosses over this line now."""


class HeardVoice(Protocol):
    """Voice of the child."""

    @property
    def heard_at(self) -> float:
        """Time of its newest packet, in seconds of the loop's clock."""


class TransferLine:
    """Channel `transfers` of one call; implementation of `packet_path.Beside`.

    Args:
        transfers: State that outlives the call.
        stay: Presence of the call.
        voice: The child's, if it comes over the same line.
    """

    def __init__(self, transfers: LinePieces, stay: str, voice: HeardVoice | None = None) -> None:
        self.stay = stay
        self.wake: Callable[[], None] = lambda: None
        """Called whenever there may be a piece to send."""
        self.line_bps = 0
        """Estimate of the line, all headers counted; 0 while nothing is known."""
        self._transfers = transfers
        self._voice = voice
        self._channel: RTCDataChannel | None = None
        self._allowance = Allowance(MESSAGE_RATE_HZ, MESSAGE_BURST)
        self._delivered_bytes = 0.0
        self._line_bytes_per_byte = 1.1

    @property
    def is_open(self) -> bool:
        """The child opened it, and it is usable."""
        return self._channel is not None and self._channel.readyState == "open"

    @property
    def after_voice_ms(self) -> int:
        """Time since the newest packet of the child's voice, as in `Received`."""
        if self._voice is None:
            return VOICE_UNKNOWN
        after_ms = round(1000 * (asyncio.get_running_loop().time() - self._voice.heard_at))
        return min(max(0, after_ms), VOICE_UNKNOWN)

    def opened(self, channel: RTCDataChannel) -> None:
        """Take the channel that the child opened; a second one is left alone."""
        if self._channel is not None:
            return
        self._channel = channel
        channel.add_listener("message", self._hear)
        self._transfers.opened(self)

    def _hear(self, data: bytes | str) -> None:
        # At once and not through the call's queue, which a flood of pieces would fill.
        if self._allowance.dropped >= CLOSE_AFTER:
            return
        if not self._allowance.take(asyncio.get_running_loop().time()):
            return
        acked = self._transfers.take(self, data)
        self._delivered_bytes += acked * self._line_bytes_per_byte

    def reply(self, message: TransferMessage) -> None:
        """Send a short answer at once, or drop it if the channel is gone."""
        self._send(wire.encode(message))

    # ---- for the media sender

    @property
    def wanted(self) -> TransferKind | None:
        """Kind of the blob that crosses over this line now."""
        return self._transfers.wanted(self)

    def has_next(self) -> bool:
        """Return whether there is a piece to send now."""
        return self.is_open and self._transfers.has_next(self)

    def send_next(self, most_bytes: int) -> int:
        """Send a message; return its size on the line, 0 if the association is busy."""
        if self._channel is None or self._channel.bufferedAmount or not self.has_next():
            return 0
        message = self._transfers.next(most_bytes)
        if message is None:
            return 0
        data = wire.encode(message)
        if isinstance(message, Piece) and message.data:
            self._line_bytes_per_byte = (len(data) + ENVELOPE_BYTES) / len(message.data)
        self._send(data)
        return len(data) + ENVELOPE_BYTES

    def take_delivered(self) -> int:
        """Return the bytes on the line that were acknowledged since the last call."""
        delivered, self._delivered_bytes = int(self._delivered_bytes), 0.0
        return delivered

    def on_room(self, wake: Callable[[], None]) -> None:
        """Call this whenever there may be a piece to send."""
        self.wake = wake

    def note_line(self, line_bps: int) -> None:
        """Take in the estimate of the line."""
        self.line_bps = line_bps

    def _send(self, data: bytes) -> None:
        if not self.is_open:
            return
        assert self._channel is not None
        try:
            self._channel.send(data)
        except (ConnectionError, InvalidStateError):
            log.debug("transfers: the channel is gone")
