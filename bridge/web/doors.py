"""Limits for TCP connections: their number, and the time until a request is complete.

aiohttp does not limit the number of connections, and waits for headers as long as it
keeps a connection alive. A half-open socket costs its sender nothing, so both are
bounded here.
"""

import asyncio
import socket
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import StreamReader, web
from aiohttp.http_websocket import WebSocketReader
from aiohttp.web_request import BaseRequest

from bridge.base import allowances
from bridge.base.addresses import Proxies, neighbourhood
from bridge.base.journal import Journal
from bridge.web.frames import FrameCounter
from bridge.web.metrics import Metrics

KEEP_ALIVE_S = 30.0
LINGER_S = 1.0
UNREAD_MS = 30_000
"""Longest time that sent bytes may wait for a peer that does not acknowledge them."""
TLS_HANDSHAKE_S = 5.0
BACKLOG = 512


class Place:
    """Place of one connection behind a `Gate`."""

    def __init__(self, gate: "Gate", key: str) -> None:
        self._gate = gate
        self.key = key
        self.settled = False
        self._left = False

    def settle(self) -> None:
        """Note that the peer is known; it no longer counts against its address."""
        if not self.settled:
            self.settled = True
            self._gate.release(self.key)

    def rest(self, cut: Callable[[], None]) -> None:
        """Note that the connection is idle; `cut` ends it if its place is needed."""
        self._gate.resting[self] = cut

    def wake(self) -> None:
        """Note that the connection is busy."""
        self._gate.resting.pop(self, None)

    def leave(self) -> None:
        """Give the place back, once."""
        self.wake()
        if not self._left:
            self._left = True
            self.settle()
            self._gate.taken -= 1


class Gate:
    """Limit of open connections, in total and for each address.

    At the limit, an idle connection is ended for a new one: the one that has been idle
    longest, of the same address first. So idle connections from a school's address lock
    out neither its robot nor its teacher.

    Args:
        trusted: Proxies, from whose address many people come; only the total limit
            applies to them, and to an address that is not known.
    """

    def __init__(self, total: int, per_address: int, trusted: Proxies) -> None:
        self._total = total
        self._per_address = per_address
        self._trusted = trusted
        self._open: Counter[str] = Counter()
        self.taken = 0
        self.resting: OrderedDict[Place, Callable[[], None]] = OrderedDict()

    def enter(self, address: str) -> Place | None:
        """Take a place for a connection; return None if all places are taken."""
        key = neighbourhood(address)
        if self._crowded(key, address):
            self._make_room(lambda place: place.key == key and not place.settled)
            if self._crowded(key, address):
                return None
        if self.taken >= self._total:
            self._make_room(lambda _: True)
            if self.taken >= self._total:
                return None
        self._open[key] += 1
        self.taken += 1
        return Place(self, key)

    def knows(self, address: str) -> bool:
        """Return whether this is a client's address: neither unknown nor a trusted proxy's."""
        return bool(address) and address not in self._trusted

    def release(self, key: str) -> None:
        """Count one connection of this key in the total only."""
        self._open[key] -= 1
        if self._open[key] <= 0:
            del self._open[key]

    def _crowded(self, key: str, address: str) -> bool:
        return self._open[key] >= self._per_address and self.knows(address)

    def _make_room(self, fits: Callable[[Place], bool]) -> None:
        oldest = next((place for place in self.resting if fits(place)), None)
        if oldest is not None:
            self.resting.pop(oldest)()


class CountedFrames:
    """Reader of a WebSocket that cuts off a peer with too many frames.

    Args:
        reader: Reader of aiohttp.
        cut: Ends the connection.
        heard: Called whenever the peer has sent something.
    """

    def __init__(
        self,
        reader: WebSocketReader,
        cut: Callable[[], None],
        now: float,
        heard: Callable[[], None] = lambda: None,
    ) -> None:
        self._reader = reader
        self._cut = cut
        self._heard = heard
        self._frames = FrameCounter()
        self._bucket = allowances.frames(now)
        self._over = False

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        """Count frames and pass the bytes on."""
        self._heard()
        now = asyncio.get_running_loop().time()
        sent = self._frames.feed(data, allowances.FRAME_BURST)
        if not self._over and not self._bucket.take(now, sent):
            self._over = True
            self._cut()
        return (True, b"") if self._over else self._reader.feed_data(data)

    def feed_eof(self) -> None:
        """Pass on the end of the stream."""
        self._reader.feed_eof()


class Visitor(web.RequestHandler):
    """One TCP connection, counted, with a deadline, and never quoted in a log."""

    __slots__ = (
        *("_deadline", "_gate", "_headers", "_journal", "_metrics", "_patience", "_place"),
        *("heard", "named"),
    )

    def __init__(
        self,
        server: web.Server,
        *,
        gate: Gate,
        metrics: Metrics,
        journal: Journal,
        header_timeout_s: float,
        headers: Mapping[str, str],
        loop: asyncio.AbstractEventLoop,
        named: str = "",
    ) -> None:
        """Serve one connection; `named` is the client that a proxy named in front of it."""
        super().__init__(
            server,
            loop=loop,
            keepalive_timeout=KEEP_ALIVE_S,
            lingering_time=LINGER_S,
            access_log=None,  # type: ignore[arg-type]  # its annotation forgets that None is off
            max_line_size=2048,
            max_field_size=8190,
            max_headers=64,
        )
        self._gate = gate
        self._metrics = metrics
        self._journal = journal
        self._patience = header_timeout_s
        self._headers = headers
        self.named = named
        self.heard: Callable[[], None] | None = None
        """Called for all that comes through a WebSocket, pings and pongs included."""
        self._place: Place | None = None
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a place for the connection, or end it before a byte is read."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        host = peer[0] if isinstance(peer, tuple) else ""
        self._place = self._gate.enter(self.named or host)
        if self._place is None:
            self._metrics.dropped("full")
            self._abort(transport)
            return
        sock = transport.get_extra_info("socket")
        inner = sock is not None and sock.family == socket.AF_UNIX
        if sock is not None and not inner and hasattr(socket, "TCP_USER_TIMEOUT"):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(self._patience, self._too_slow, transport)
        self._place.rest(self._make_room)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Give the connection's place back."""
        self.requested()
        self._leave()
        super().connection_lost(exc)

    def requested(self) -> None:
        """Note that the headers of the first request are complete."""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if self._place is not None:
            self._place.wake()

    def expect(self, content: StreamReader, patience_s: float) -> None:
        """End the connection unless the body of its request is there in time."""
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(patience_s, self._unsent, content)

    def _unsent(self, content: StreamReader) -> None:
        if not content.is_eof() and self.transport is not None:
            self._too_slow(self.transport)

    def rest(self) -> None:
        """Note that the peer says nothing, so that its place may go to another."""
        if self._place is not None:
            self._place.rest(self._make_room)

    def settle(self) -> None:
        """Note that the peer has proved who it is."""
        if self._place is not None:
            self._place.wake()
            self._place.settle()

    def set_parser(
        self, parser: WebSocketReader, data_received_cb: Callable[[], None] | None = None
    ) -> None:
        """Install a parser, with a counter for the frames of a WebSocket."""
        now = asyncio.get_running_loop().time()
        counted = CountedFrames(parser, self._too_many_frames, now, self._hear)
        super().set_parser(counted, data_received_cb)  # type: ignore[arg-type]  # fed like one

    async def finish_response(
        self, request: BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Finish a response; the connection is idle until the next request."""
        finished = await super().finish_response(request, resp, start_time)
        self.rest()
        return finished

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer a request that could not be read or that failed, without quoting it."""
        self.requested()
        if isinstance(exc, ConnectionError):
            self._metrics.dropped("gone")
            raise exc
        if status >= 500:
            text = "a request failed: %s"
            self._journal.fail(text, type(exc).__name__, exc_info=_trace_only(exc))
            self._metrics.refused("internal")
        else:
            self._metrics.refused("malformed")
        if request.writer.output_size > 0:
            raise ConnectionError("a response has already begun")
        answer = web.Response(status=status, text=f"{status}\n", headers=self._headers)
        answer.force_close()
        return answer

    def _leave(self) -> None:
        if self._place is not None:
            self._place.leave()
            self._place = None

    def _make_room(self) -> None:
        self._metrics.dropped("idle")
        self._leave()
        if self.transport is not None:
            self._abort(self.transport)

    def _hear(self) -> None:
        if self.heard is not None:
            self.heard()

    def _too_many_frames(self) -> None:
        self._metrics.dropped("frames")
        if self.transport is not None:
            self._abort(self.transport)

    def _too_slow(self, transport: asyncio.BaseTransport) -> None:
        self._deadline = None
        self._metrics.dropped("slow")
        self._abort(transport)

    @staticmethod
    def _abort(transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.abort()


def _trace_only(exc: BaseException | None) -> Any:
    """Return the traceback without the error's text, which may quote a peer."""
    if exc is None:
        return None
    bare = RuntimeError("text withheld")
    return (RuntimeError, bare, exc.__traceback__)
