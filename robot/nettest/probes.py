"""Probes of the roads from this robot to its bridge. Each ends by itself."""

import asyncio
import contextlib
import secrets
import socket
import ssl
import time
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aiohttp
from cryptography import x509

from bridge.process.logs import clean
from bridge.protocol.causes import NetworkCause
from robot.links import bridge_trust, causes
from robot.media.types.outward import Outward, Proxy
from robot.nettest import asking
from robot.nettest.asking import ALLOCATE, BINDING, TRANSACTION_BYTES, Server
from robot.nettest.found import Found, Road, times_of
from robot.settings.config import BridgeSection

CONNECT_S = 5.0
ANSWER_S = 2.0
LOAD_S = 5.0

ECHOES = 30
ECHO_GAP_S = 0.08
DATAGRAMS = 20
DATAGRAM_GAP_S = 0.05
STREAM_ASKS = 12
"""Questions on one connection to a relay, which ends that of a stranger after 16."""
PIECE_BYTES = 16 * 1024
PIECES = 30
MOST_SERVERS = 8
MOST_HEAD_BYTES = 8192

UNTRUSTED: frozenset[NetworkCause] = frozenset({"tls_opened", "own_certificate", "wrong_name"})


class Probes:
    """All probes of one test.

    Args:
        bridge: Address and certificate.
        school_ca: File with certificates that are trusted in addition.
        outward: Proxy that leads out.
    """

    def __init__(self, bridge: BridgeSection, school_ca: str, outward: Outward) -> None:
        parts = urlsplit(bridge.url)
        self._host = parts.hostname or ""
        self._is_secure = parts.scheme == "wss"
        self._port = parts.port or (443 if self._is_secure else 80)
        scheme = "https" if self._is_secure else "http"
        self._base = urlunsplit((scheme, parts.netloc, "", "", ""))
        self._url = bridge.url
        self._outward = outward
        self._context = bridge_trust.tls_context(bridge, school_ca)
        self._relay_context = bridge_trust.relay_context(bridge, school_ca)

    async def run(self) -> Found:
        """Test everything; the answer of each probe stands in the result."""
        proxy = self._outward.proxy_for(self._host)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S, connect=CONNECT_S)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            cause = await self._reach(session, proxy)
            if cause is not None:
                issuer = await self._issuer() if cause in UNTRUSTED and proxy is None else ""
                return Found(self._base, cause, proxy is not None, issuer)
            public_url, urls, off_s = await self._told(session, proxy)
            echoes, up_kbit, down_kbit = await self._measure(session, proxy)
        servers = [one for one in map(asking.read_server, urls) if one is not None]
        roads = await asyncio.gather(*(self._road(one) for one in servers[:MOST_SERVERS]))
        return Found(
            public_url,
            None,
            proxy is not None,
            roads=roads,
            times=times_of(echoes),
            down_kbit=down_kbit,
            up_kbit=up_kbit,
            clock_off_s=off_s,
        )

    # ---- the bridge

    def _options(self, proxy: Proxy | None) -> dict[str, Any]:
        return {
            "ssl": True if self._context is None else self._context,
            "proxy": proxy.url if proxy else None,
            "proxy_headers": proxy.headers if proxy else None,
        }

    async def _reach(
        self, session: aiohttp.ClientSession, proxy: Proxy | None
    ) -> NetworkCause | None:
        """Open the bridge's own WebSocket up to its first word, as the robot's link does."""
        try:
            async with (
                asyncio.timeout(CONNECT_S),
                session.ws_connect(self._url, **self._options(proxy)) as ws,
            ):
                first = await ws.receive()
        except (aiohttp.ClientError, OSError) as error:
            return causes.cause_of(error)
        return None if first.type is aiohttp.WSMsgType.TEXT else "not_bridge"

    async def _told(
        self, session: aiohttp.ClientSession, proxy: Proxy | None
    ) -> tuple[str, Sequence[str], float | None]:
        off_s = None
        try:
            async with (
                asyncio.timeout(CONNECT_S),
                session.get(f"{self._base}/nettest/roads", **self._options(proxy)) as answer,
            ):
                off_s = _off_s(answer.headers.get("Date", ""))
                told = await answer.json()
        except (aiohttp.ClientError, OSError, ValueError):
            return self._base, (), off_s
        urls = told.get("urls", []) if isinstance(told, dict) else []
        return self._base, [url for url in urls if isinstance(url, str)], off_s

    async def _measure(
        self, session: aiohttp.ClientSession, proxy: Proxy | None
    ) -> tuple[list[float], int | None, int | None]:
        """Return times of echoes in ms, and kbit/s up and down."""
        echoes: list[float] = []
        up_kbit = down_kbit = None
        url = f"{self._base}/nettest/socket"
        with contextlib.suppress(aiohttp.ClientError, OSError):
            async with session.ws_connect(url, **self._options(proxy)) as ws:
                for number in range(ECHOES):
                    begun = _now()
                    await ws.send_str(f"p {number}")
                    await ws.receive_str(timeout=LOAD_S)
                    echoes.append(1000 * (_now() - begun))
                    await asyncio.sleep(ECHO_GAP_S)
                up_kbit = await _up(ws)
                down_kbit = await _down(ws)
        return echoes, up_kbit, down_kbit

    async def _issuer(self) -> str:
        """Return who signed the certificate that is not trusted; nothing is sent to it."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        try:
            async with asyncio.timeout(CONNECT_S):
                _, writer = await asyncio.open_connection(
                    self._host, self._port, ssl=context, server_hostname=self._host
                )
        except OSError:
            return ""
        tls = writer.get_extra_info("ssl_object")
        der = tls.getpeercert(binary_form=True) if tls else None
        writer.transport.abort()
        try:
            name = x509.load_der_x509_certificate(der).issuer.rfc4514_string() if der else ""
        except ValueError:
            return ""
        return clean(name, 120)

    # ---- STUN and TURN

    async def _road(self, server: Server) -> Road:
        try:
            if server.protocol == "TCP":
                async with asyncio.timeout(CONNECT_S + LOAD_S):
                    return await self._stream(server)
            return await self._datagrams(server)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return Road(server, False)

    async def _datagrams(self, server: Server) -> Road:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_S):
            address = await self._address(server)
        with socket.socket(address[0], socket.SOCK_DGRAM) as sock:
            sock.setblocking(False)
            sock.connect((address[1], server.port))
            times = await _ask_often(loop, sock)
        if not times:
            return Road(server, False)
        middle = times_of(times)
        lost = 1 - len(times) / DATAGRAMS
        return Road(server, True, lost, middle.median_ms if middle else None)

    async def _stream(self, server: Server) -> Road:
        """Ask a relay over TCP or TLS, through the proxy if one leads there."""
        proxy = self._outward.proxy_for(server.host)
        if proxy is None:
            await self._address(server)
            reader, writer = await asyncio.open_connection(server.host, server.port)
        else:
            reader, writer = await _tunnel(proxy, server)
        try:
            if server.kind == "tls":
                await writer.start_tls(self._relay_context, server_hostname=server.host)
            first = await _ask_stream(reader, writer, ALLOCATE)
            if first is None:
                return Road(server, False)
            times = [first]
            # What has opened is open, whatever happens to the rest.
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                async with asyncio.timeout(LOAD_S):
                    await _ask_on(reader, writer, times)
            found = times_of(times)
            stalled = found.stalled if found and len(times) == STREAM_ASKS else None
            return Road(server, True, ms=found.median_ms if found else None, stalled=stalled)
        finally:
            writer.transport.abort()

    async def _address(self, server: Server) -> tuple[socket.AddressFamily, str]:
        """Return family and address of a server that may be asked."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(server.host, server.port, type=socket.SOCK_DGRAM)
        bridge = {one[4][0] for one in await loop.getaddrinfo(self._host, self._port)}
        for family, *_, where in found:
            address = str(where[0])
            if asking.may_ask(address, address if address in bridge else ""):
                return family, address
        raise ValueError("no address that may be asked")


async def _tunnel(
    proxy: Proxy, server: Server
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection(proxy.host, proxy.port, limit=MOST_HEAD_BYTES)
    host = f"[{server.host}]" if ":" in server.host else server.host
    lines = [f"CONNECT {host}:{server.port} HTTP/1.1", f"Host: {host}:{server.port}"]
    lines += [f"{name}: {value}" for name, value in proxy.headers.items()]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith((b"HTTP/1.1 2", b"HTTP/1.0 2")):
        writer.transport.abort()
        raise ConnectionRefusedError
    return reader, writer


async def _ask_stream(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, method: int
) -> float | None:
    """Ask a relay once over its stream; return the time in ms, or None for a wrong answer."""
    transaction = secrets.token_bytes(TRANSACTION_BYTES)
    begun = _now()
    writer.write(asking.request(method, transaction))
    async with asyncio.timeout(CONNECT_S):
        head = await reader.readexactly(asking.HEADER_BYTES)
        if not asking.answers(head, transaction):
            return None
        await reader.readexactly(asking.body_bytes(head))
    return 1000 * (_now() - begun)


async def _ask_on(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, times: list[float]
) -> None:
    """Ask a relay again and again, and note the times in ms."""
    while len(times) < STREAM_ASKS:
        await asyncio.sleep(DATAGRAM_GAP_S)
        ms = await _ask_stream(reader, writer, BINDING)
        if ms is None:
            return
        times.append(ms)


async def _ask_often(loop: asyncio.AbstractEventLoop, sock: socket.socket) -> list[float]:
    """Send requests one after the other; return the times of those that were answered, in ms."""
    begun: dict[bytes, float] = {}
    times: list[float] = []

    async def hear() -> None:
        while len(times) < DATAGRAMS:
            try:
                data = await loop.sock_recv(sock, 2048)
            except ConnectionRefusedError:
                continue
            answered = [one for one in begun if asking.answers(data, one)]
            times.extend(1000 * (_now() - begun.pop(one)) for one in answered)

    with contextlib.suppress(TimeoutError):
        async with (
            asyncio.timeout(DATAGRAMS * DATAGRAM_GAP_S + ANSWER_S),
            asyncio.TaskGroup() as tasks,
        ):
            tasks.create_task(hear())
            for _ in range(DATAGRAMS):
                transaction = secrets.token_bytes(TRANSACTION_BYTES)
                begun[transaction] = _now()
                with contextlib.suppress(OSError):
                    await loop.sock_sendall(sock, asking.request(BINDING, transaction))
                await asyncio.sleep(DATAGRAM_GAP_S)
    return times


async def _up(ws: aiohttp.ClientWebSocketResponse) -> int | None:
    begun = _now()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LOAD_S):
            for _ in range(PIECES):
                await ws.send_bytes(bytes(PIECE_BYTES))
    await ws.send_str("up")
    said = await ws.receive(timeout=LOAD_S)
    if said.type is not aiohttp.WSMsgType.TEXT:
        return None
    return _kbit(int(str(said.data).removeprefix("up ") or 0), _now() - begun)


async def _down(ws: aiohttp.ClientWebSocketResponse) -> int | None:
    begun, taken = _now(), 0
    await ws.send_str("down")
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LOAD_S):
            while (message := await ws.receive()).type is aiohttp.WSMsgType.BINARY:
                taken += len(message.data)
    return _kbit(taken, _now() - begun)


def _kbit(taken: int, seconds: float) -> int | None:
    return round(taken * 8 / 1000 / max(seconds, 0.001)) if taken else None


def _off_s(date: str) -> float | None:
    """Return our clock minus the one that a server tells as `Date`."""
    try:
        return time.time() - parsedate_to_datetime(date).timestamp()
    except ValueError:
        return None


def _now() -> float:
    return asyncio.get_running_loop().time()
