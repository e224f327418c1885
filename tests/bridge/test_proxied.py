import asyncio
import ssl
from pathlib import Path

import aiohttp
import msgspec
import pytest

from bridge.base import proxy_protocol
from bridge.config import BridgeConfig, TlsSection
from tests.bridge.people import (
    ORIGIN,
    House,
    open_house,
)
from tests.deadline import WAIT_S

V2 = proxy_protocol.write(("192.0.2.7", 51234), ("198.51.100.1", 443))
V2_SIX = proxy_protocol.write(("2001:db8::7", 51234), ("2001:db8::1", 443))
V1 = b"PROXY TCP4 192.0.2.7 198.51.100.1 51234 443\r\n"
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
UPGRADE = (
    b"GET /signal HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


def behind(config: BridgeConfig, *trusted: str, per_minute: int = 10_000) -> BridgeConfig:
    server = msgspec.structs.replace(config.server, trusted_proxies=trusted, proxy_protocol=True)
    limits = msgspec.structs.replace(config.limits, handshakes_per_minute=per_minute)
    return msgspec.structs.replace(config, server=server, limits=limits)


async def answer(
    house: House, data: bytes, header: bytes = b"", tls: ssl.SSLContext | None = None
) -> bytes:
    """Send a header, then the request as the client would; return the status line."""
    async with asyncio.timeout(WAIT_S):
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        try:
            writer.write(header)
            if tls:
                await writer.start_tls(tls, server_hostname="localhost")
            writer.write(data)
            return await reader.readline()
        except ConnectionError:
            return b""
        finally:
            writer.transport.abort()


@pytest.mark.parametrize("header", [V1, V2, V2_SIX, V2[:12] + b"\x20\0\0\0"])
async def test_a_trusted_proxy_names_its_client_before_http(
    config: BridgeConfig, header: bytes
) -> None:
    async with open_house(behind(config, "127.0.0.1")) as house:
        assert b"200 OK" in await answer(house, header + HEALTH)
        assert b"200 OK" in await answer(house, HEALTH, header)


async def test_people_behind_it_are_told_apart(config: BridgeConfig) -> None:
    other = V2.replace(b"\xc0\x00\x02\x07", b"\xc0\x00\x02\x08")
    claimed = UPGRADE.replace(b"Host: x", b"X-Forwarded-For: 192.0.2.99\r\nHost: x")
    async with open_house(behind(config, "127.0.0.1", per_minute=1)) as house:
        assert b"101" in await answer(house, UPGRADE, V2)
        assert b"429" in await answer(house, claimed, V2)
        assert b"101" in await answer(house, UPGRADE, other)


@pytest.mark.parametrize("junk", [b"PROXY TCP4 canary\r\n", V2[:14] + b"\xff\xff"])
async def test_a_header_that_cannot_be_read_ends_the_connection(
    config: BridgeConfig, junk: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_house(behind(config, "127.0.0.1")) as house:
        for _ in range(2):
            assert await answer(house, junk + HEALTH) == b""
    assert "canary" not in caplog.text


async def test_without_being_told_so_no_header_is_read(config: BridgeConfig) -> None:
    server = msgspec.structs.replace(config.server, trusted_proxies=("127.0.0.1",))
    async with open_house(msgspec.structs.replace(config, server=server)) as house:
        assert b"400" in await answer(house, HEALTH, V1)


async def test_a_proxy_that_says_half_is_given_up(config: BridgeConfig) -> None:
    limits = msgspec.structs.replace(config.limits, header_timeout_s=0.05)
    slow = msgspec.structs.replace(behind(config, "127.0.0.1"), limits=limits)
    async with open_house(slow) as house:
        assert await answer(house, b"", V2[:14]) == b""
        assert await answer(house, b"", b"PROXY ") == b""


async def test_a_stranger_cannot_give_itself_a_name(config: BridgeConfig) -> None:
    async with open_house(behind(config, "10.0.0.1")) as house:
        assert b"400" in await answer(house, HEALTH, V1)
        assert b"200 OK" in await answer(house, HEALTH)
        async with house.http.ws_connect(
            f"{house.url}/signal", headers={"Origin": ORIGIN}
        ) as socket:
            assert (await socket.receive()).type is aiohttp.WSMsgType.TEXT


async def test_tls_begins_behind_the_header(
    config: BridgeConfig, certificate: tuple[Path, Path]
) -> None:
    chain, key = certificate
    secured = msgspec.structs.replace(
        behind(config, "127.0.0.1", per_minute=1), tls=TlsSection(str(chain), str(key))
    )
    context = ssl.create_default_context(cafile=str(chain))
    async with open_house(secured) as house:
        assert b"200 OK" in await answer(house, HEALTH, V2, context)
        assert b"101" in await answer(house, UPGRADE, V1, context)
        assert b"429" in await answer(house, UPGRADE, V2, context)
        assert await answer(house, b"", V2 + b"no TLS\r\n\r\n" * 9) != b"HTTP"
