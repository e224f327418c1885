"""One `/signal` WebSocket on its way out: a bounded queue and the task that empties it."""

import asyncio
import logging
from collections.abc import Callable

from aiohttp import WSCloseCode, web
from msgspec import Struct

from bridge.protocol import codec
from bridge.protocol.signaling import RelayDown, RelayUp, TeacherAction, TrickledCandidate

log = logging.getLogger(__name__)

OUTBOX = 64
"""Messages that wait for a slow peer; with one more the connection is dropped."""

OFTEN = (RelayUp, RelayDown, TrickledCandidate)
"""Said as often as its sender likes, and said again or not missed: half of the places are for
these and for a teacher's volume, the other half for all else, such as a teacher's pause."""

SEND_TIMEOUT_S = 10.0

REPLACED = 4001
"""Close code for a robot's link when a newer one took its place."""

REVOKED = 4003
"""Close code for whoever had a right that was taken back."""


def _is_often(message: Struct) -> bool:
    if isinstance(message, TeacherAction):
        return message.action in ("louder", "quieter")
    return isinstance(message, OFTEN)


class Connection:
    """What is to be sent to one peer, and how its socket ends.

    Args:
        number: Never used twice in this process.
        dropped: Told the reason, a literal, when the peer is cut off.
    """

    def __init__(
        self,
        number: int,
        socket: web.WebSocketResponse,
        transport: asyncio.Transport | None,
        dropped: Callable[[str], None],
    ) -> None:
        self.number = number
        self._socket = socket
        self._transport = transport
        self._dropped = dropped
        self._outbox: asyncio.Queue[str | None] = asyncio.Queue(OUTBOX)
        self._code: int = WSCloseCode.OK
        self._finished = False

    @property
    def finished(self) -> bool:
        """Whether nothing more will be sent."""
        return self._finished

    def send(self, message: Struct) -> None:
        """Queue a message; a peer that does not read is cut off."""
        if self._finished:
            return
        if _is_often(message) and self._outbox.qsize() >= OUTBOX // 2:
            return
        try:
            self._outbox.put_nowait(codec.encode(message))
        except asyncio.QueueFull:
            self._finished = True
            self.abort("slow_reader")

    def finish(self, code: int) -> None:
        """Close the socket once everything queued was sent."""
        if self._finished:
            return
        self._finished = True
        self._code = code
        try:
            self._outbox.put_nowait(None)
        except asyncio.QueueFull:
            self.abort("slow_reader")

    def abort(self, reason: str) -> None:
        """Cut the connection off at once."""
        self._finished = True
        self._dropped(reason)
        if self._transport is not None:
            self._transport.abort()

    async def write(self) -> None:
        """Send what is queued until `finish`; returns early when the peer is gone."""
        try:
            while (text := await self._outbox.get()) is not None:
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await self._socket.send_str(text)
            await self._socket.close(code=self._code)
        except TimeoutError:
            self.abort("slow_reader")
        except ConnectionError:
            log.debug("a peer went away while it was written to")
            self.abort("gone")
