"""Whom a connection is for, on real sockets; with a bridge around the relay."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from bridge.base import proxy_protocol
from bridge.config import BridgeConfig, TlsSection
from bridge.protocol.openings import WelcomeRobot
from bridge.relay.config import RelaySection
from bridge.relay.stun_bytes import Method
from tests.bridge.people import (
    METRICS_TOKEN,
    House,
    open_house,
)
from tests.bridge.relay.peers import request
from tests.bridge.relay.served import serving
from tests.deadline import WAIT_S

STUN = request(Method.BINDING, [])
PROXIED = proxy_protocol.write(("192.0.2.7", 51234), ("198.51.100.1", 443))


@pytest.fixture
async def house(
    tmp_path: Path, certificate: tuple[Path, Path], config: BridgeConfig
) -> AsyncIterator[House]:
    """A bridge with TLS and one process of a relay."""
    changed = msgspec.structs.replace(
        config,
        tls=TlsSection(certificate=str(certificate[0]), key=str(certificate[1])),
        relay=RelaySection(processes=1),
    )
    async with open_house(changed) as opened:
        yield opened


async def test_pages_and_sockets_are_reached_with_alpn_and_without(
    house: House, certificate: tuple[Path, Path]
) -> None:
    for protocols in ([], ["http/1.1"]):
        trust = ssl.create_default_context(cafile=str(certificate[0]))
        if protocols:
            trust.set_alpn_protocols(protocols)
        url = f"https://localhost:{house.port}"
        allowed = {"Authorization": f"Bearer {METRICS_TOKEN}"}
        async with house.http.get(f"{url}/metrics", ssl=trust, headers=allowed) as answer:
            assert answer.status == 200
        async with house.http.ws_connect(f"{url}/signal", ssl=trust) as socket:
            assert (await socket.receive_json(timeout=WAIT_S))["type"] == "challenge"


async def test_the_relay_is_told_to_robots_with_the_public_address(
    house: House, certificate: tuple[Path, Path]
) -> None:
    trust = ssl.create_default_context(cafile=str(certificate[0]))
    trust.set_alpn_protocols(["http/1.1"])
    house.http._connector._ssl = trust  # type: ignore[union-attr]  # the house dials without TLS
    own = f"https://localhost:{house.port}"
    async with house.http.ws_connect(f"{own}/signal", ssl=trust) as socket:
        from tests.bridge.people import Peer, hello_robot

        peer = Peer(socket)
        await peer.challenged()
        await peer.say(hello_robot(house.robot_key, peer.nonce, house.robot.id))
        welcome = await peer.hear(WelcomeRobot)
    (relay,) = welcome.ice_servers
    assert relay["urls"] == "turns:karlsson.example:443?transport=tcp"
    assert relay["username"].partition(":")[2] not in ("", house.robot.id)


async def answered(port: int, data: bytes, source: str = "127.0.0.1") -> bytes:
    """Return what comes back for bytes; empty if the connection is ended."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        writer.write(data)
        async with asyncio.timeout(WAIT_S):
            return await reader.read(1000)
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_a_trusted_proxy_names_its_client_and_nobody_else_does() -> None:
    async with serving() as (port, _, _):
        assert await answered(port, STUN)
        assert await answered(port, PROXIED + STUN, source="127.0.0.2")
        assert await answered(port, STUN, source="127.0.0.2")
        assert not await answered(port, PROXIED + STUN)
        broken = PROXIED[:12] + b"\x33" + PROXIED[13:]
        assert not await answered(port, broken + STUN, source="127.0.0.2")


async def test_bytes_may_come_one_by_one() -> None:
    async with serving() as (port, _, _):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port, local_addr=("127.0.0.2", 0)
        )
        for byte in PROXIED + STUN:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0)
        async with asyncio.timeout(WAIT_S):
            assert await reader.read(1000)
        writer.close()


async def test_an_address_has_only_so_many_connections() -> None:
    async with serving(per_address=3) as (port, _, _):
        writers = []
        for _ in range(3):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(STUN)
            async with asyncio.timeout(WAIT_S):
                assert await reader.read(1000)
            writers.append(writer)
        assert not await answered(port, STUN)
        for writer in writers:
            writer.close()


async def test_at_the_relays_own_door_a_trusted_proxy_has_to_name_its_client(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with serving(named=True) as (port, _, _):
        for data, source, comes in (
            (PROXIED + STUN, "127.0.0.2", True),
            (STUN, "127.0.0.2", False),
            (STUN, "127.0.0.2", False),
            (STUN, "127.0.0.3", True),
            (PROXIED + STUN, "127.0.0.3", False),
        ):
            assert (await answered(port, data, source) != b"") == comes, (data[:4], source)
    assert caplog.text.count("does not name its clients") == 1
