import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bridge.doors import Gate, is_loopback, neighbourhood
from tests.bridge.people import DEADLINE_S, House, house_config, open_house, raw_socket, with_limits


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("canary", "unknown"),
    ],
)
def test_addresses_are_counted_by_who_owns_them(address: str, key: str) -> None:
    assert neighbourhood(address) == key


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.0.1", False),
        ("", False),
        ("localhost", False),
    ],
)
def test_only_this_machine_is_loopback(address: str, local: bool) -> None:
    assert is_loopback(address) is local


def test_a_gate_counts_each_address_and_the_total() -> None:
    gate = Gate(total=3, per_address=2, trusted=frozenset({"10.0.0.1"}))
    assert gate.enter("192.0.2.1")
    assert gate.enter("192.0.2.1")
    assert not gate.enter("192.0.2.1")
    assert gate.enter("192.0.2.2")
    assert not gate.enter("192.0.2.3")
    gate.leave("192.0.2.1")
    assert gate.enter("192.0.2.3")


def test_a_proxy_may_bring_many() -> None:
    gate = Gate(total=10, per_address=1, trusted=frozenset({"10.0.0.1"}))
    assert all(gate.enter("10.0.0.1") for _ in range(5))


async def raw(house: House, data: bytes) -> bytes:
    """Send bytes and return all that comes back until the bridge closes."""
    async with raw_socket(house) as (reader, writer), asyncio.timeout(DEADLINE_S):
        try:
            writer.write(data)
            await writer.drain()
            return await reader.read()
        except ConnectionError:
            return b""


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="silent"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", id="half a header"),
    ],
)
async def test_a_request_that_never_ends_is_cut_off(tmp_path: Path, data: bytes) -> None:
    config = with_limits(house_config(tmp_path), header_timeout_s=0.05)
    async with open_house(config) as house:
        assert await raw(house, data) == b""
        assert await house.metric('karlsson_bridge_dropped_total{reason="slow"}') == 1


async def test_half_open_sockets_keep_nobody_out(house: House) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(200):
            _, writer = await stack.enter_async_context(raw_socket(house))
            writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n")
        async with asyncio.timeout(DEADLINE_S), house.http.get(f"{house.url}/healthz") as answer:
            assert answer.status == 200


async def test_one_address_gets_only_its_share(tmp_path: Path) -> None:
    config = with_limits(house_config(tmp_path), connections_per_address=3)
    async with open_house(config) as house:
        assert await house.metric("karlsson_bridge_presences") == 0  # this one is kept alive
        async with raw_socket(house), raw_socket(house):
            assert await raw(house, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") == b""
        await house.counted('karlsson_bridge_dropped_total{reason="full"}', 1)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"400", id="TLS on HTTP"),
        pytest.param(b"GET / HTTP/1.1\r\nBad Header\r\n\r\n", b"400", id="no colon"),
        pytest.param(b"GET /" + b"a" * 3000 + b" HTTP/1.1\r\n\r\n", b"400", id="long line"),
        pytest.param(
            b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(100)) + b"\r\n",
            b"400",
            id="many headers",
        ),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"400",
            id="two lengths",
        ),
    ],
)
async def test_what_is_not_http_is_answered_without_echo(
    house: House, data: bytes, status: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await raw(house, data)
    assert answer.startswith(b"HTTP/1.1 " + status) or answer.startswith(b"HTTP/1.0 " + status)
    assert b"Content-Security-Policy" in answer
    assert b"Server: karlsson" in answer
    assert answer.endswith(b"400\n")
    assert caplog.text == ""
