"""Sending side of one `/signal` WebSocket: a bounded queue and its writer."""

import asyncio
import logging
from collections.abc import Callable

from aiohttp import WSCloseCode, web
from msgspec import Struct

from bridge.protocol import codec
from bridge.protocol.signaling import RelayDown, RelayUp, TeacherAction, TrickledCandidate

log = logging.getLogger(__name__)

OUTBOX = 64
"""Messages that may wait for a slow peer; one more drops the connection."""

OFTEN = (RelayUp, RelayDown, TrickledCandidate)
"""Said as often as its sender likes, and said again or not missed: half of the places are for
these and for a teacher's volume, the other half for all else, such as a teacher's pause."""

SEND_TIMEOUT_S = 10.0

REPLACED = 4001
"""Close code for a robot's link that a newer one replaced."""

REVOKED = 4003
"""Close code for a peer whose right has ended."""


def _is_often(message: Struct) -> bool:
    if isinstance(message, TeacherAction):
        return message.action in ("louder", "quieter")
    return isinstance(message, OFTEN)


class Connection:
    """Messages for one peer, and the end of its socket.

    Args:
        number: Number that is never used twice in this process.
        dropped: Called with the reason, a literal, when the peer is cut off.
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
        """True once no more messages will be sent."""
        return self._finished

    def send(self, message: Struct) -> None:
        """Queue a message; cut off a peer that does not read."""
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
        """Close the socket after the queued messages were sent."""
        if self._finished:
            return
        self._finished = True
        self._code = code
        try:
            self._outbox.put_nowait(None)
        except asyncio.QueueFull:
            self.abort("slow_reader")

    def abort(self, reason: str) -> None:
        """Cut off the connection at once."""
        self._finished = True
        self._dropped(reason)
        if self._transport is not None:
            self._transport.abort()

    async def write(self) -> None:
        """Send queued messages until `finish`; return early if the peer is gone."""
        try:
            while (text := await self._outbox.get()) is not None:
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await self._socket.send_str(text)
            await self._socket.close(code=self._code)
        except TimeoutError:
            self.abort("slow_reader")
        except ConnectionError:
            log.debug("a peer went away during a write")
            self.abort("gone")
