import asyncio
import json
from contextlib import AsyncExitStack

import aiohttp
import msgspec
import pytest

from bridge.config import BridgeConfig
from bridge.relay import credentials
from bridge.relay.config import IceSection, IceServer, RelaySection
from bridge.web import nettest
from tests.bridge.people import (
    ORIGIN,
    House,
    open_house,
)
from tests.deadline import WAIT_S

PAGE = {"Origin": ORIGIN}


def socket(house: House, **headers: str) -> "aiohttp.client._WSRequestContextManager":
    return house.http.ws_connect(f"{house.url}/nettest/socket", headers=headers)


async def test_whoever_asks_learns_the_roads_and_no_credential(config: BridgeConfig) -> None:
    server = IceServer("turn:relay.example:3478", "canary-user", "canary-credential")
    config = msgspec.structs.replace(
        config, ice=IceSection((server, server)), relay=RelaySection(enabled=False)
    )
    async with (
        open_house(config) as house,
        house.http.get(f"{house.url}/nettest/roads") as answer,
    ):
        assert await answer.json() == {"public_url": ORIGIN, "urls": ["turn:relay.example:3478"]}
        assert "canary" not in await answer.text()


async def test_a_test_echoes_and_carries_a_bounded_load_each_way(house: House) -> None:
    async with asyncio.timeout(WAIT_S), socket(house, **PAGE) as ws:
        await ws.send_str("p 1")
        assert await ws.receive_str() == "p 1"
        await ws.send_bytes(bytes(nettest.PIECE_BYTES))
        await ws.send_str("up")
        assert await ws.receive_str() == f"up {nettest.PIECE_BYTES}"
        await ws.send_str("down")
        taken = 0
        while (message := await ws.receive()).type is aiohttp.WSMsgType.BINARY:
            taken += len(message.data)
        assert (taken, message.data) == (nettest.LOAD_BYTES, "down")
        await ws.send_str("down")
        assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE


def with_relay(config: BridgeConfig) -> BridgeConfig:
    foreign = IceServer("turn:relay.example:3478", "canary-user", "canary-credential")
    return msgspec.structs.replace(
        config,
        ice=IceSection((foreign,)),
        relay=RelaySection(processes=1, urls=("stun:k.example", "turns:k.example:443")),
    )


async def test_a_test_gets_one_credential_for_our_own_relay_alone(config: BridgeConfig) -> None:
    async with open_house(with_relay(config)) as house:
        async with asyncio.timeout(WAIT_S), socket(house, **PAGE) as ws:
            await ws.send_str("relay")
            told = await ws.receive_str()
            await ws.send_str("relay")
            assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE
        (relay,) = json.loads(told)
        expiry, identity = credentials.read(relay["username"]) or (0, "")
        assert relay["urls"] == "turns:k.example:443"
        assert expiry == int(house.clock.unix_s()) + credentials.TEST_LIFE_S
        assert credentials.is_test(identity)
        assert "canary" not in told


async def test_credentials_are_few_whoever_asks(
    config: BridgeConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nettest, "CREDENTIALS_PER_MINUTE", 1)
    async with open_house(with_relay(config)) as house:
        counts = []
        for _ in range(2):
            async with asyncio.timeout(WAIT_S), socket(house) as ws:
                await ws.send_str("relay")
                counts.append(len(json.loads(await ws.receive_str())))
        assert counts == [1, 0]


@pytest.mark.parametrize(
    "floods", ["many echoes", "long text", "large piece", "large load", "nothing"]
)
async def test_a_test_cannot_become_a_flood(
    house: House, floods: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nettest, "ECHOES", 3)
    monkeypatch.setattr(nettest, "LOAD_BYTES", 2000)
    if floods == "nothing":
        monkeypatch.setattr(nettest, "TEST_S", 0.05)
    async with asyncio.timeout(WAIT_S), socket(house) as ws:
        match floods:
            case "many echoes":
                for _ in range(4):
                    await ws.send_str("p")
            case "long text":
                await ws.send_str("p" * 17)
            case "large piece":
                await ws.send_bytes(bytes(2 * nettest.PIECE_BYTES))
            case "large load":
                await ws.send_bytes(bytes(2001))
        while (await ws.receive()).type is aiohttp.WSMsgType.TEXT:
            pass
        assert ws.closed


async def test_tests_are_counted_by_address_and_all_together(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await socket(house, Origin="https://evil.example")
    assert refused.value.status == 403
    async with house.http.get(f"{house.url}/nettest/socket") as answer:
        assert answer.status == 426
    monkeypatch.setattr(nettest, "AT_ONCE", 1)
    async with AsyncExitStack() as one:
        await one.enter_async_context(socket(house))
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await socket(house)
        assert refused.value.status == 503
    monkeypatch.setattr(nettest, "AT_ONCE", 100)
    async with AsyncExitStack() as many:
        for _ in range(nettest.TESTS_PER_MINUTE - 2):
            await many.enter_async_context(socket(house))
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await socket(house)
        assert refused.value.status == 429
        house.clock.now_s += 10
        await many.enter_async_context(socket(house))
