"""A relay of the tests: TURN over UDP or TCP on loopback, as good or as bad as a test wants."""

import asyncio
import ssl
import struct
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from aioice import stun
from aioice.turn import make_integrity_key

from robot.media.roads.servers import IceRoad

USER = "kalle"
PASSWORD = "secret"
REALM = "school"
RELAYED = ("203.0.113.50", 4000)
RELAYED_IPV6 = ("2001:db8::50", 4000)


@dataclass
class Relay:
    """Behaviour of the relay, and the requests that it got."""

    host: str = "127.0.0.1"
    port: int = 0
    transport: Literal["udp", "tcp", "tls"] = "udp"
    only_ipv6: bool = False
    answers: bool = True
    refuses: int = 0
    """Code with which it refuses an allocation."""
    piece_bytes: int = 1 << 16
    """Most that it writes to a stream at once."""
    asked: Counter[str] = field(default_factory=Counter)
    got: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    """Payloads that came over channels."""
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    @property
    def road(self) -> IceRoad:
        """The road to it."""
        return IceRoad("turn", self.transport, self.host, self.port, USER, PASSWORD, 1)

    @property
    def server(self) -> dict[str, str]:
        """The relay as the bridge lists it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        scheme = "turns" if self.transport == "tls" else "turn"
        transport = "udp" if self.transport == "udp" else "tcp"
        url = f"{scheme}:{host}:{self.port}?transport={transport}"
        return {"urls": url, "username": USER, "credential": PASSWORD}

    def answer(self, data: bytes, source: tuple[str, int]) -> bytes:
        """Return the answer to one message, empty for none."""
        if data[0] & 0xC0 == 0x40:
            _, length = struct.unpack("!HH", data[:4])
            self.got.put_nowait(data[4 : 4 + length])
            return b""
        message = stun.parse_message(data)
        self.asked[message.message_method.name] += 1
        if not self.answers:
            return b""
        if message.message_method is stun.Method.BINDING:
            return bytes(self._good(message, {"XOR-MAPPED-ADDRESS": ("203.0.113.7", 5000)}, None))
        key = make_integrity_key(USER, REALM, PASSWORD)
        if not message.check_message_integrity(key):
            wanted = {"REALM": REALM, "NONCE": b"nonce"}
            return bytes(self._bad(message, 401, wanted))
        if message.message_method is stun.Method.ALLOCATE:
            return self._allocate(message, source, key)
        return bytes(self._good(message, {"LIFETIME": 600}, key))

    def _allocate(self, message: Any, source: tuple[str, int], key: bytes) -> bytes:
        ipv6 = b"\x00\x17\x00\x04\x02\x00\x00\x00" in message._integrity_data
        if self.refuses or (self.only_ipv6 and not ipv6):
            refusal = self._bad(message, self.refuses or 440, {})
            refusal.add_message_integrity(key)
            return bytes(refusal)
        told = {
            "LIFETIME": 600,
            "XOR-MAPPED-ADDRESS": source[:2],
            "XOR-RELAYED-ADDRESS": RELAYED_IPV6 if ipv6 else RELAYED,
        }
        return bytes(self._good(message, told, key))

    def _good(self, message: Any, attributes: dict[str, Any], key: bytes | None) -> Any:
        response = stun.Message(
            message.message_method, stun.Class.RESPONSE, message.transaction_id, attributes
        )
        if key is not None:
            response.add_message_integrity(key)
        return response

    def _bad(self, message: Any, code: int, attributes: dict[str, Any]) -> Any:
        told = {"ERROR-CODE": (code, "no"), **attributes}
        return stun.Message(message.message_method, stun.Class.ERROR, message.transaction_id, told)


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        answer = self._relay.answer(data, addr)
        if answer:
            self._transport.sendto(answer, addr)


@asynccontextmanager
async def relay_running(relay: Relay, tls: ssl.SSLContext | None = None) -> AsyncIterator[Relay]:
    """Run a relay."""
    loop = asyncio.get_running_loop()
    if relay.transport == "udp":
        transport, _ = await loop.create_datagram_endpoint(
            lambda: _Udp(relay), local_addr=(relay.host, 0)
        )
        relay.port = transport.get_extra_info("sockname")[1]
        try:
            yield relay
        finally:
            transport.close()
        return

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        relay.writers.append(writer)
        try:
            while True:
                head = await reader.readexactly(4)
                length = struct.unpack("!HH", head)[1]
                length += -length % 4 if head[0] & 0xC0 == 0x40 else 16
                answer = relay.answer(
                    head + await reader.readexactly(length), writer.get_extra_info("peername")
                )
                for at in range(0, len(answer), relay.piece_bytes):
                    writer.write(answer[at : at + relay.piece_bytes])
                    await writer.drain()
                    await asyncio.sleep(0)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, relay.host, 0, ssl=tls)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        for writer in relay.writers:
            writer.close()
