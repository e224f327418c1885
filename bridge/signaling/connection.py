"""Sending side of one `/signal` WebSocket: two bounded queues and their writer."""

import asyncio
import contextlib
import logging
import math
import socket as tcp
from collections import deque
from collections.abc import Callable

from aiohttp import WSCloseCode, web
from msgspec import Struct

from bridge.protocol import codec
from bridge.protocol.presence import Snapshot
from bridge.protocol.sealed import (
    Sealed,
    SealedAck,
    SessionSealed,
    SessionSealedAck,
    SessionSealedAsk,
)
from bridge.protocol.signaling import RelayDown, RelayUp, TeacherAction, TrickledCandidate

log = logging.getLogger(__name__)

OUTBOX = 64
"""Messages that may wait for a slow peer; one more drops the connection."""

OFTEN = (RelayUp, RelayDown, TrickledCandidate)
"""Said as often as its sender likes, and said again or not missed: half of the places are for
these and for a teacher's volume, the other half for all else, such as a teacher's pause."""

LANE = 8
"""Sealed messages that may wait for a peer; one more is dropped, and its sender sends it again."""

WRITER_BYTES = 8 * 1024
"""Bytes after which a writer looks whether the transport still takes more."""

UNSENT_BYTES = 16 * 1024
"""Bytes for a robot that may wait in this machine's kernel, where nothing is overtaken."""

REPEAT_EVERY_S = 2.0
"""Time between two messages that repeat what a peer hears over its call: a state of 1.2 kB, several
times a second, would fill a line of 100 kbit/s beside picture and sound."""

SEALED = (Sealed, SealedAck, SessionSealed, SessionSealedAck, SessionSealedAsk)
"""Parts of sheets and their receipts: nothing else ever waits for them."""

SEND_TIMEOUT_S = 10.0

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
        self._outbox: deque[str] = deque()
        self._lane: deque[str] = deque()
        """Sealed messages, which wait until nothing else does."""
        self._repeat: str | None = None
        self._repeated_s = -math.inf
        self._news = asyncio.Event()
        self._code: int = WSCloseCode.OK
        self._finished = False
        self._sign = asyncio.Event()
        """Set by whatever the peer sends, pongs included."""

    def heard(self) -> None:
        """Note that bytes of the peer have come."""
        self._sign.set()

    async def answers(self, timeout_s: float) -> bool:
        """Ask the peer for a sign of life; return whether one came in time."""
        self._sign.clear()
        try:
            async with asyncio.timeout(timeout_s):
                await self._socket.ping()
                await self._sign.wait()
        except (TimeoutError, ConnectionError):
            return False
        return not self._finished

    @property
    def finished(self) -> bool:
        """True once no more messages will be sent."""
        return self._finished

    def send(self, message: Struct) -> None:
        """Queue a message; cut off a peer that does not read."""
        if self._finished:
            return
        if isinstance(message, SEALED):
            if len(self._lane) < LANE:
                self._lane.append(codec.encode(message))
                self._news.set()
            return
        if _is_often(message) and len(self._outbox) >= OUTBOX // 2:
            return
        if len(self._outbox) >= OUTBOX:
            self._finished = True
            self.abort("slow_reader")
            return
        if isinstance(message, Snapshot):
            self._repeat = None  # it is older
        elif self._repeat is not None and not _is_often(message):
            # Behind the news that the robot is away, an older state would pass for the present one.
            self._outbox.append(self._repeat)
            self._repeat = None
        self._outbox.append(codec.encode(message))
        self._news.set()

    def repeat(self, message: Struct) -> None:
        """Queue what the peer hears over its call as well: the newest one, now and then."""
        if not self._finished:
            self._repeat = codec.encode(message)
            self._news.set()

    def finish(self, code: int) -> None:
        """Close the socket after the queued messages were sent."""
        if self._finished:
            return
        self._finished = True
        self._code = code
        self._news.set()
        if len(self._outbox) >= OUTBOX:
            self.abort("slow_reader")

    def abort(self, reason: str) -> None:
        """Cut off the connection at once."""
        self._finished = True
        self._dropped(reason)
        if self._transport is not None:
            self._transport.abort()

    def narrow(self) -> None:
        """Let little wait in transport and kernel, so that urgent messages overtake sealed ones."""
        if self._transport is None:
            return
        self._transport.set_write_buffer_limits(high=WRITER_BYTES, low=0)
        socket = self._transport.get_extra_info("socket")
        if socket is not None and socket.family == tcp.AF_UNIX:
            socket.setsockopt(tcp.SOL_SOCKET, tcp.SO_SNDBUF, UNSENT_BYTES)
        elif socket is not None and hasattr(tcp, "TCP_NOTSENT_LOWAT"):
            socket.setsockopt(tcp.IPPROTO_TCP, tcp.TCP_NOTSENT_LOWAT, UNSENT_BYTES)

    async def _next(self) -> str | None:
        """Return the next message; None once the last one before `finish` was returned."""
        while True:
            if self._outbox:
                return self._outbox.popleft()
            if self._finished:
                return None
            due_s = None
            if self._repeat is not None:
                due_s = self._repeated_s + REPEAT_EVERY_S
                now = asyncio.get_running_loop().time()
                if due_s <= now:
                    text, self._repeat, self._repeated_s = self._repeat, None, now
                    return text
            if self._lane:
                return self._lane.popleft()
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(due_s):
                    await self._news.wait()

    async def write(self) -> None:
        """Send queued messages until `finish`; return early if the peer is gone."""
        try:
            while (text := await self._next()) is not None:
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await self._socket.send_str(text)
            await self._socket.close(code=self._code)
        except TimeoutError:
            self.abort("slow_reader")
        except ConnectionError:
            log.debug("a peer went away during a write")
            self.abort("gone")
