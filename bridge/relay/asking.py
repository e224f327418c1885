"""Questions to configured STUN and TURN servers at start: which software are they?"""

import asyncio
import logging
import re
import secrets
import ssl
from collections.abc import Sequence

from bridge.relay import stun_bytes, versions
from bridge.relay.stun_bytes import Attribute, Kind, Method, NotStun

log = logging.getLogger(__name__)

DEADLINE_S = 5.0
AGAIN_S = 0.5
"""Interval at which a datagram is sent again."""

_URL = re.compile(
    r"(?P<scheme>stuns?|turns?):(?:\[(?P<six>[^\]]+)\]|(?P<host>[^:?]+))(?::(?P<port>\d+))?"
    r"(?:\?transport=(?P<transport>\w+))?"
)


async def warn_of_versions(urls: Sequence[str]) -> None:
    """Log a warning for each server whose version is known to be vulnerable.

    Args:
        urls: As configured, in their order.
    """
    for number, url in enumerate(urls):
        text = versions.warning(await software(url))
        if text:
            log.warning("ice.servers[%d]: %s", number, text)


async def software(url: str) -> str:
    """Return how a server names itself; empty if it does not, or does not answer."""
    found = _URL.fullmatch(url)
    if found is None:
        return ""
    secure = found["scheme"].endswith("s")
    host, port = found["six"] or found["host"], int(found["port"] or (5349 if secure else 3478))
    question = stun_bytes.write(Method.BINDING, Kind.REQUEST, secrets.token_bytes(12), [])
    try:
        async with asyncio.timeout(DEADLINE_S):
            if secure or found["transport"] == "tcp":
                answer = await _over_tcp(host, port, secure, question)
            else:
                answer = await _over_udp(host, port, question)
            return stun_bytes.read(answer).text(Attribute.SOFTWARE)
    except (OSError, EOFError, NotStun) as error:  # of which deadlines and TLS are kinds
        log.debug("a server does not say which software it is: %s", type(error).__name__)
        return ""


async def _over_tcp(host: str, port: int, secure: bool, question: bytes) -> bytes:
    context = None
    if secure:
        # It is only asked for its version, and told nothing: any certificate will do.
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    reader, writer = await asyncio.open_connection(host, port, ssl=context)
    try:
        writer.write(question)
        head = await reader.readexactly(stun_bytes.HEADER_BYTES)
        size = min(int.from_bytes(head[2:4], "big"), stun_bytes.MOST_BYTES)
        return head + await reader.readexactly(size)
    finally:
        writer.close()


class _Answer(asyncio.DatagramProtocol):
    """Keeps the first datagram that comes."""

    def __init__(self) -> None:
        self.came: asyncio.Queue[bytes] = asyncio.Queue(1)

    def datagram_received(self, data: bytes, addr: tuple[str | int, ...]) -> None:
        """Keep it."""
        if not self.came.full():
            self.came.put_nowait(data)


async def _over_udp(host: str, port: int, question: bytes) -> bytes:
    loop = asyncio.get_running_loop()
    transport, answer = await loop.create_datagram_endpoint(_Answer, remote_addr=(host, port))
    try:
        while True:
            transport.sendto(question)
            try:
                async with asyncio.timeout(AGAIN_S):
                    return await answer.came.get()
            except TimeoutError:
                continue
    finally:
        transport.close()
