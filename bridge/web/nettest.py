"""Test of the network between a school and this bridge, without an account.

    GET /nettest/roads     host, port and the URLs that a lesson may use, without credentials
    GET /nettest/socket    WebSocket: echoes short texts, sends and takes a bounded load, and gives
                           one credential for our own relay, with which a test reaches itself alone

Anybody may ask, so everything is bounded: tests of an address in a minute, tests at once, bytes
and seconds of one test. Nothing is kept, and nothing is reached from here.
"""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable

from aiohttp import WSMsgType, web

from bridge.base.addresses import neighbourhood
from bridge.base.clock import Clock
from bridge.base.rates import Bucket, Buckets
from bridge.relay.servers import IceServers

TESTS_PER_MINUTE = 12
"""Of one address; a school's IT department and its robots share one."""

UNKNOWN_PER_MINUTE = 60
"""Of all whose proxy does not name them."""

AT_ONCE = 8
TEST_S = 20.0

CREDENTIALS_PER_MINUTE = 30
"""Of all together, so that strangers take only so much of the relay (`relay.stranger_tests`)."""

ECHOES = 200
ECHO_CHARS = 16
LOAD_BYTES = 512 * 1024
"""Each way, and once: two seconds at 2 Mbit/s."""
PIECE_BYTES = 16 * 1024


class NetworkTest:
    """Handlers of the test.

    Args:
        origins: Pages that may open the socket; a robot names none.
        public_url: Address of this bridge, as schools reach it.
        servers: All servers that a lesson may use.
    """

    def __init__(
        self,
        origins: frozenset[str],
        public_url: str,
        servers: IceServers,
        clock: Clock,
    ) -> None:
        self._origins = origins
        self._public_url = public_url
        self._servers = servers
        self._clock = clock
        self._tests = Buckets(TESTS_PER_MINUTE / 60, TESTS_PER_MINUTE)
        self._unknown = Buckets(UNKNOWN_PER_MINUTE / 60, UNKNOWN_PER_MINUTE)
        self._credentials = Bucket(
            CREDENTIALS_PER_MINUTE / 60, CREDENTIALS_PER_MINUTE, clock.monotonic_s()
        )
        self._running = 0

    async def roads(self, _request: web.Request) -> web.Response:
        """Say what a lesson may use."""
        told = {"public_url": self._public_url, "urls": list(dict.fromkeys(self._servers.urls()))}
        return web.json_response(told, headers={"Cache-Control": "no-store"})

    async def socket(self, request: web.Request, address: str) -> web.StreamResponse:
        """Serve one test."""
        named = request.headers.getall("Origin", [])
        if len(named) > 1 or any(origin not in self._origins for origin in named):
            return web.Response(status=403, text="origin\n")
        socket = web.WebSocketResponse(max_msg_size=PIECE_BYTES + 1, compress=False, timeout=1.0)
        if not socket.can_prepare(request):
            return web.Response(status=426, headers={"Upgrade": "websocket"}, text="WebSocket\n")
        if not self._may(address):
            return web.Response(status=429, headers={"Retry-After": "30"}, text="too often\n")
        if self._running >= AT_ONCE:
            return web.Response(status=503, headers={"Retry-After": "20"}, text="busy\n")
        self._running += 1
        try:
            await socket.prepare(request)
            with contextlib.suppress(TimeoutError, ConnectionError):
                async with asyncio.timeout(TEST_S):
                    await _Test(socket, self._relay).run()
            with contextlib.suppress(ConnectionError):
                await socket.close()
        finally:
            self._running -= 1
        return socket

    def _relay(self) -> str:
        """Return our own relay's servers with a credential, as JSON; none if it is too often."""
        if not self._credentials.take(self._clock.monotonic_s()):
            return "[]"
        return json.dumps(self._servers.for_test(secrets.token_urlsafe(12)))

    def _may(self, address: str) -> bool:
        now = self._clock.monotonic_s()
        if not address:
            return self._unknown.take("all", now)
        return self._tests.take(neighbourhood(address), now)


class _Test:
    """One test at one socket.

    Args:
        relay: Returns servers of the relay with a credential, as JSON.
    """

    def __init__(self, socket: web.WebSocketResponse, relay: Callable[[], str]) -> None:
        self._socket = socket
        self._relay: Callable[[], str] | None = relay
        self._echoes = 0
        self._taken = 0
        self._has_sent = False

    async def run(self) -> None:
        """Answer until the peer leaves or asks for more than a test needs."""
        while True:
            message = await self._socket.receive()
            if message.type is WSMsgType.BINARY:
                self._taken += len(message.data)
                if self._taken > LOAD_BYTES:
                    return
            elif message.type is not WSMsgType.TEXT or not await self._answer(str(message.data)):
                return

    async def _answer(self, text: str) -> bool:
        """Answer a text; return False for one that is no part of a test."""
        self._echoes += 1
        if self._echoes > ECHOES or len(text) > ECHO_CHARS:
            return False
        if text == "up":
            await self._socket.send_str(f"up {self._taken}")
        elif text == "relay":
            if self._relay is None:
                return False
            relay, self._relay = self._relay, None
            await self._socket.send_str(relay())
        elif text == "down":
            return await self._load()
        else:
            await self._socket.send_str(text)
        return True

    async def _load(self) -> bool:
        if self._has_sent:
            return False
        self._has_sent = True
        for _ in range(LOAD_BYTES // PIECE_BYTES):
            await self._socket.send_bytes(bytes(PIECE_BYTES))
        await self._socket.send_str("down")
        return True
