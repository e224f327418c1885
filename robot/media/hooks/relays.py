"""Clients of relays: TURN over UDP, TCP and TLS, made robust on top of aioice's.

- Either family of addresses, also where a relay has only IPv6 (code 440, RFC 8656 section 7.2).
- A channel is refreshed once, not by each packet, on a monotonic clock, and within the 300 s
  that a permission lives.
- Over TCP, media is dropped before delay grows.
- What does not speak TURN is recognised, and a lost connection fails at once.
- The end takes at most `DELETE_S`, also beside a dead server.
"""

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import Callable
from typing import Any, cast

from aioice import stun, turn

from robot.media.hooks.replacing import drop
from robot.media.roads import dialing, failures
from robot.media.roads.backlog import Backlog
from robot.media.roads.failures import RoadFailed
from robot.media.roads.servers import IceRoad
from robot.media.types.outward import Proxy

LIFETIME_S = 600
REBIND_S = 240.0
"""Age at which a channel is refreshed: before its permission of 300 s ends, with time to retry."""

REBIND_AGAIN_S = 5.0
DELETE_S = 0.4
MOST_WAITING = 64
"""Packets that wait for a channel; further media is dropped."""

MEDIA_FROM = 128
IPV6 = 0x02000000
FAMILY = ("REQUESTED-ADDRESS-FAMILY", 0x0017)
"""RFC 8656 section 18.6, which aioice does not know."""

TURN_BELOW = 4
"""First byte of what a relay says before it has allocated anything: STUN (RFC 7983)."""

UNREADABLE = (AssertionError, LookupError, TypeError, ValueError, struct.error)


def know_the_family() -> None:
    """Teach aioice to write the attribute that asks for a family; no relay answers with it."""
    name, number = FAMILY
    stun.ATTRIBUTES_BY_NAME[name] = (number, name, stun.pack_unsigned, stun.unpack_unsigned)


class _Client(turn.TurnClientMixin):
    """Common base of all relay clients."""

    transport: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rebind_at: dict[int, float] = {}
        self._rebinding: set[int] = set()
        self.why_lost = failures.HUNG_UP

    async def connect(self) -> tuple[str, int]:
        """Allocate an address: IPv4, or IPv6 where the relay has nothing else."""
        try:
            return await super().connect()
        except stun.TransactionFailed as error:
            if error.response.error_code != 440:
                raise
        return await self._connect_ipv6()

    async def _connect_ipv6(self) -> tuple[str, int]:
        original = self.request_with_retry

        async def with_family(request: Any) -> Any:
            if request.message_method == stun.Method.ALLOCATE:
                request.attributes[FAMILY[0]] = IPV6
            return await original(request)

        self.request_with_retry = with_family  # type: ignore[method-assign]
        try:
            return await super().connect()
        finally:
            del self.request_with_retry

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        for transaction in list(self.transactions.values()):
            # Otherwise each would go on asking a closed connection for half a minute.
            future = cast(Any, transaction)._Transaction__future
            if not future.done():
                future.set_exception(RoadFailed(self.why_lost))

    def datagram_received(self, data: Any, addr: Any) -> None:
        """Take a message of the relay; drop one that cannot be read."""
        try:
            super().datagram_received(data, addr)
        except UNREADABLE:
            drop("message of a relay")

    def send_now(self, data: bytes, addr: tuple[str, int]) -> bool:
        """Send over a channel that is bound; return False if it needs a task."""
        channel = self.peer_to_channel.get(addr)
        if channel is None or addr in self.peer_connect_waiters:
            return False
        if self._is_due(channel):
            return False
        self._send(struct.pack("!HH", channel, len(data)) + data)
        return True

    def _is_due(self, channel: int) -> bool:
        now = asyncio.get_running_loop().time()
        if channel in self._rebinding:
            return False
        return now >= self._rebind_at.setdefault(channel, now + REBIND_S)

    async def send_data(self, data: bytes, addr: tuple[str, int]) -> None:
        """Send; bind or refresh the channel where that is due."""
        channel = self.peer_to_channel.get(addr)
        if channel is None or addr in self.peer_connect_waiters:
            waiting = len(self.peer_connect_waiters.get(addr, ()))
            if waiting >= MOST_WAITING and data[:1] and data[0] >= MEDIA_FROM:
                drop("packet to a relay whose channel is not ready")
                return
            await super().send_data(data, addr)
            return
        self._send(struct.pack("!HH", channel, len(data)) + data)
        if self._is_due(channel):
            await self._rebind(channel, addr)

    async def _rebind(self, channel: int, addr: tuple[str, int]) -> None:
        loop = asyncio.get_running_loop()
        self._rebinding.add(channel)
        self._rebind_at[channel] = loop.time() + REBIND_AGAIN_S
        try:
            await self.channel_bind(channel, addr)
            self._rebind_at[channel] = loop.time() + REBIND_S
        finally:
            self._rebinding.discard(channel)

    async def delete(self) -> None:
        """Give the allocation back, but do not wait long for the answer."""
        try:
            async with asyncio.timeout(DELETE_S):
                await super().delete()
        except (TimeoutError, ConnectionError):
            self.transport.close()


class UdpClient(_Client, turn.TurnClientUdpProtocol):
    """TURN over UDP."""

    def error_received(self, exc: Exception) -> None:
        """Fail at once where the system says that nothing listens there."""
        if self.relayed_address is None:
            self.why_lost = failures.words(exc)
            self.transport.abort()


class StreamClient(_Client, turn.TurnClientTcpProtocol):
    """TURN over TCP or TLS."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.buffer = b""
        self.backlog = Backlog()
        self.below: asyncio.Transport | None = None
        """The TCP connection under TLS."""

    def data_received(self, data: bytes) -> None:
        """Take bytes of the relay; end a connection whose far end is no relay."""
        begins = self.relayed_address is None and not self.buffer
        if begins and data and data[0] >= TURN_BELOW:
            page = data.startswith((b"HTTP/", b"<"))
            self.why_lost = failures.PORTAL if page else failures.NO_RELAY
            self.transport.abort()
        else:
            super().data_received(data)

    def _send(self, data: bytes) -> None:
        if turn.is_channel_data(data):
            now = asyncio.get_running_loop().time()
            if not self.backlog.takes(data[4:], self._waiting(), now):
                drop("packet that would wait too long before a relay")
                return
        super()._send(data)

    def _waiting(self) -> int:
        waiting = self.transport.get_write_buffer_size()
        if self.below is not None:
            waiting += self.below.get_write_buffer_size()
        return int(waiting)


class RelayTransport(turn.TurnTransport):
    """A datagram transport through a relay; most packets leave without a task."""

    def __init__(self, client: UdpClient | StreamClient) -> None:
        super().__init__(client)
        self._client = client
        self._closing = False

    def close(self) -> None:
        """Close, and give the allocation back."""
        self._closing = True
        super().close()

    def sendto(self, data: bytes, addr: tuple[str, int]) -> None:
        """Send a packet to a peer."""
        if self._closing or self._client.transport.is_closing():
            return
        if not self._client.send_now(data, addr):
            super().sendto(data, addr)


async def open_relay(
    road: IceRoad,
    address: str,
    receiver: Callable[[], asyncio.DatagramProtocol],
    tls: ssl.SSLContext | None,
    proxy: Proxy | None = None,
) -> tuple[RelayTransport, asyncio.DatagramProtocol]:
    """Return an allocation on a relay, and the protocol that receives what comes through it.

    Args:
        road: A relay.
        address: Address of the relay, or of the proxy.
        receiver: Makes the protocol.
        tls: Checks the relay's certificate.
        proxy: Stands between, if given.

    Raises:
        OSError: It does not work.
        stun.TransactionError: The relay refuses.
    """
    client = _client(road)
    if isinstance(client, UdpClient):
        loop = asyncio.get_running_loop()
        where = (address, road.port)
        inner, _ = await loop.create_datagram_endpoint(lambda: client, remote_addr=where)
        inner.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_RCVBUF, turn.UDP_SOCKET_BUFFER_SIZE
        )
    else:
        await _connect(client, road, address, tls, proxy)
    with contextlib.ExitStack() as undo:
        undo.callback(client.transport.abort)
        protocol = receiver()
        transport = RelayTransport(client)
        await transport._connect(protocol)
        undo.pop_all()
    return transport, protocol


def _client(road: IceRoad) -> UdpClient | StreamClient:
    make = UdpClient if road.transport == "udp" else StreamClient
    return make(
        (road.host, road.port),
        username=road.username,
        password=road.credential,
        lifetime=LIFETIME_S,
        channel_refresh_time=LIFETIME_S,
    )


async def _connect(
    client: StreamClient,
    road: IceRoad,
    address: str,
    tls: ssl.SSLContext | None,
    proxy: Proxy | None,
) -> None:
    loop = asyncio.get_running_loop()
    sock = await dialing.connect(address, proxy.port if proxy else road.port)
    with contextlib.ExitStack() as undo:
        undo.callback(sock.close)
        if proxy is not None:
            await dialing.tunnel(sock, proxy, road.host, road.port)
        below, _ = await loop.create_connection(lambda: client, sock=sock)
        undo.pop_all()
    if road.transport != "tls":
        return
    with contextlib.ExitStack() as undo:
        undo.callback(below.abort)
        secured = await loop.start_tls(
            below, client, tls or ssl.create_default_context(), server_hostname=road.host
        )
        undo.pop_all()
    if secured is None:
        raise RoadFailed(failures.HUNG_UP)
    client.below = below
    client.connection_made(secured)
