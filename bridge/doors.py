"""The TCP side of HTTP: how many may knock, and how long they may take to speak.

aiohttp waits for headers as long as it keeps a connection alive, and counts
nobody. A half-open socket costs its sender nothing, so both are bounded here.
"""

import asyncio
import ipaddress
import logging
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web
from aiohttp.web_request import BaseRequest

from bridge.metrics import Metrics

log = logging.getLogger(__name__)

KEEP_ALIVE_S = 30.0
LINGER_S = 1.0
UNREAD_MS = 30_000
"""How long sent bytes may wait for a peer that does not take them."""
TLS_HANDSHAKE_S = 5.0
BACKLOG = 512


def neighbourhood(address: str) -> str:
    """Return the key under which an address is counted: itself, or its /64 in IPv6."""
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def is_loopback(address: str) -> bool:
    """Return whether the address is this very machine."""
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if parsed.version == 6 and parsed.ipv4_mapped:
        return parsed.ipv4_mapped.is_loopback
    return parsed.is_loopback


class Gate:
    """Counts open connections, in total and for each address.

    Args:
        trusted: Proxies, which bring many people from one address; only the
            total holds for them.
    """

    def __init__(self, total: int, per_address: int, trusted: frozenset[str]) -> None:
        self._total = total
        self._per_address = per_address
        self._trusted = trusted
        self._open: Counter[str] = Counter()
        self._sum = 0

    def enter(self, address: str) -> bool:
        """Count a connection in; False if there is no room for it."""
        key = neighbourhood(address)
        if self._sum >= self._total:
            return False
        if self._open[key] >= self._per_address and address not in self._trusted:
            return False
        self._open[key] += 1
        self._sum += 1
        return True

    def leave(self, address: str) -> None:
        """Count a connection out that `enter` let in."""
        key = neighbourhood(address)
        self._sum -= 1
        self._open[key] -= 1
        if self._open[key] <= 0:
            del self._open[key]


class Visitor(web.RequestHandler):
    """One TCP connection: counted, hurried, and never quoted in a log."""

    __slots__ = ("_address", "_counted", "_deadline", "_gate", "_headers", "_metrics", "_patience")

    def __init__(
        self,
        server: web.Server,
        *,
        gate: Gate,
        metrics: Metrics,
        header_timeout_s: float,
        headers: Mapping[str, str],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
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
        self._patience = header_timeout_s
        self._headers = headers
        self._address = ""
        self._counted = False
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let the connection in, or end it before a byte was read."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self._address = peer[0] if isinstance(peer, tuple) else ""
        self._counted = self._gate.enter(self._address)
        if not self._counted:
            self._metrics.dropped("full")
            self._abort(transport)
            return
        sock = transport.get_extra_info("socket")
        if sock is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(self._patience, self._too_slow, transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Count the connection out."""
        self.requested()
        if self._counted:
            self._counted = False
            self._gate.leave(self._address)
        super().connection_lost(exc)

    def requested(self) -> None:
        """Take note that the headers of the first request are complete."""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what could not be read, or what failed on our side, without quoting it."""
        self.requested()
        if status >= 500:
            log.error("a request failed: %s", type(exc).__name__, exc_info=_trace_only(exc))
            self._metrics.refused("internal")
        else:
            self._metrics.refused("malformed")
        if request.writer.output_size > 0:
            raise ConnectionError("an answer has begun already")
        answer = web.Response(status=status, text=f"{status}\n", headers=self._headers)
        answer.force_close()
        return answer

    def _too_slow(self, transport: asyncio.BaseTransport) -> None:
        self._deadline = None
        self._metrics.dropped("slow")
        self._abort(transport)

    @staticmethod
    def _abort(transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.abort()


def _trace_only(exc: BaseException | None) -> Any:
    """Return where it happened without what was said: texts of errors may quote peers."""
    if exc is None:
        return None
    bare = RuntimeError("text withheld")
    return (RuntimeError, bare, exc.__traceback__)


class Site(web.BaseSite):
    """Listens, and gives every connection a `Visitor`."""

    __slots__ = ("_make", "_socket")

    def __init__(
        self,
        runner: web.AppRunner,
        listening: socket.socket,
        tls: ssl.SSLContext | None,
        make: Callable[[web.Server], Visitor],
    ) -> None:
        super().__init__(runner, ssl_context=tls, backlog=BACKLOG)
        self._socket = listening
        self._make = make

    @property
    def name(self) -> str:
        """Where it listens."""
        return "https" if self._ssl_context else "http"

    @property
    def port(self) -> int:
        """The port that is really listened on."""
        return int(self._socket.getsockname()[1])

    async def start(self) -> None:
        """Begin to listen."""
        await super().start()
        server = self._runner.server
        if server is None:
            raise RuntimeError("the runner is not set up")
        self._server = await asyncio.get_running_loop().create_server(
            lambda: self._make(server),
            sock=self._socket,
            ssl=self._ssl_context,
            backlog=self._backlog,
            ssl_handshake_timeout=TLS_HANDSHAKE_S if self._ssl_context else None,
        )
