"""Connections whose proxy names the client in front of the first byte (PROXY protocol).

The header is read before TLS and HTTP begin, and not a byte more. What comes behind it is served
as a connection of the client itself: `getpeername` says so, also to aiohttp. Only a trusted
proxy is read; whoever else connects is served as it is.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable
from typing import Any

from bridge.base import proxy_protocol
from bridge.base.addresses import Proxies
from bridge.base.proxy_protocol import NotAProxyHeader, ProxyHeader

log = logging.getLogger(__name__)

MOST_WAITING = 512
"""Connections whose header or handshake is not complete; the next one is closed."""

REST_S = 1.0
"""Pause after an error of the listening socket, such as too many open files."""

_SIGNATURE_BYTES = 12
_FIXED_BYTES = 16


class NamedSocket(socket.socket):
    """Socket of a connection that a proxy passes on for a client."""

    client: tuple[str, int]

    def getpeername(self) -> tuple[str, int]:
        """Return the client's address in place of the proxy's."""
        return self.client


class NamedServer:
    """Listening socket behind proxies that name their clients.

    Args:
        listening: Listens already.
        make: Makes the protocol of one connection.
        dropped: Called with the reason, a literal, when a connection is given up.
        header_timeout_s: Longest time for the header.
        tls: What is spoken behind the header, if not plain HTTP.
        handshake_s: Longest time for a TLS handshake.
    """

    def __init__(
        self,
        listening: socket.socket,
        make: Callable[[], asyncio.Protocol],
        proxies: Proxies,
        dropped: Callable[[str], None],
        *,
        header_timeout_s: float,
        tls: ssl.SSLContext | None,
        handshake_s: float | None,
    ) -> None:
        self._listening = listening
        self._make = make
        self._proxies = proxies
        self._dropped = dropped
        self._header_timeout_s = header_timeout_s
        self._tls = tls
        self._handshake_s = handshake_s
        self._waiting = 0
        self._warned = False

    async def run(self) -> None:
        """Serve until cancelled."""
        loop = asyncio.get_running_loop()
        self._listening.setblocking(False)
        async with asyncio.TaskGroup() as group:
            while True:
                try:
                    accepted, peer = await loop.sock_accept(self._listening)
                except OSError as error:
                    log.error("cannot accept a connection: %s", error.strerror)
                    await asyncio.sleep(REST_S)
                    continue
                if self._waiting >= MOST_WAITING:
                    self._dropped("full")
                    accepted.close()
                    continue
                self._waiting += 1
                group.create_task(self._take(accepted, peer), name="proxied connection")

    async def _take(self, accepted: socket.socket, peer: Any) -> None:
        loop = asyncio.get_running_loop()
        served = False
        try:
            if isinstance(peer, tuple) and peer[0] in self._proxies:
                accepted = await self._named(accepted)
            await loop.connect_accepted_socket(
                self._make,
                accepted,
                ssl=self._tls,
                ssl_handshake_timeout=self._handshake_s,
            )
            served = True
        except NotAProxyHeader:
            self._dropped("proxy_header")
            if not self._warned:
                self._warned = True
                log.warning("a trusted proxy sends no PROXY header; it must, or is not trusted")
        except TimeoutError:
            self._dropped("slow")
        except (OSError, ssl.SSLError):
            self._dropped("gone")
        finally:
            self._waiting -= 1
            if not served:
                accepted.close()

    async def _named(self, accepted: socket.socket) -> socket.socket:
        async with asyncio.timeout(self._header_timeout_s):
            header = await _read(accepted)
        if header.source is None:
            return accepted
        named = NamedSocket(fileno=accepted.detach())
        named.client = header.source
        return named


async def _read(accepted: socket.socket) -> ProxyHeader:
    """Read a header, and nothing behind it."""
    loop = asyncio.get_running_loop()
    data = b""
    while True:
        more = await loop.sock_recv(accepted, _missing(data))
        if not more:
            raise ConnectionResetError
        data += more
        header = proxy_protocol.read(data)
        if header is not None:
            return header


def _missing(data: bytes) -> int:
    """Return how many bytes surely belong to the header."""
    if len(data) < _SIGNATURE_BYTES:
        return _SIGNATURE_BYTES - len(data)
    if data.startswith(proxy_protocol.SIGNATURE_V1):
        return 1  # until the end of its line
    if len(data) < _FIXED_BYTES:
        return _FIXED_BYTES - len(data)
    return _FIXED_BYTES + int.from_bytes(data[14:16], "big") - len(data)
