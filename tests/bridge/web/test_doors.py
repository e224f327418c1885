import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bridge.base.addresses import Proxies
from bridge.protocol.openings import WelcomeRobot, WelcomeTeacher
from bridge.web.doors import Gate, Place
from tests.bridge.people import (
    House,
    house_config,
    open_house,
    raw_socket,
    with_limits,
)
from tests.deadline import WAIT_S


def gate(total: int = 10, per_address: int = 10, trusted: tuple[str, ...] = ()) -> Gate:
    return Gate(total, per_address, Proxies(trusted))


def test_a_gate_counts_each_address_and_the_total() -> None:
    door = gate(total=3, per_address=2, trusted=("10.0.0.1",))
    first = door.enter("192.0.2.1")
    assert first
    assert door.enter("192.0.2.1")
    assert not door.enter("192.0.2.1")
    assert door.enter("192.0.2.2")
    assert not door.enter("192.0.2.3")
    first.leave()
    assert door.enter("192.0.2.3")


def test_a_proxy_may_bring_many() -> None:
    door = gate(per_address=1, trusted=("10.0.0.0/8",))
    assert all(door.enter("10.0.0.1") for _ in range(5))


def test_who_is_known_takes_no_room_from_strangers_of_its_address() -> None:
    door = gate(total=3, per_address=1)
    known = [door.enter("192.0.2.1")]
    for _ in range(2):
        place = known[-1]
        assert place
        place.settle()
        known.append(door.enter("192.0.2.1"))
    assert known[-1]
    assert not door.enter("192.0.2.1")
    assert door.taken == 3
    for place in known:
        assert place
        place.leave()
    assert door.taken == 0
    assert door.enter("192.0.2.1")


def test_the_connection_that_rested_longest_makes_room() -> None:
    door = gate(per_address=2)
    cut: list[str] = []

    def resting(name: str) -> Place:
        place = door.enter("192.0.2.1")
        assert place

        def end() -> None:
            cut.append(name)
            place.leave()

        place.rest(end)
        return place

    first = resting("first")
    resting("second")
    first.wake()
    assert door.enter("192.0.2.1")
    assert cut == ["second"]
    assert not door.enter("192.0.2.1")


def test_a_full_bridge_takes_room_from_whoever_rests() -> None:
    door = gate(total=1)
    idle = door.enter("192.0.2.1")
    assert idle
    idle.rest(idle.leave)
    assert door.enter("192.0.2.2")
    assert door.taken == 1


async def raw(house: House, data: bytes) -> bytes:
    """Send bytes and return all that comes back until the bridge closes."""
    async with raw_socket(house) as (reader, writer), asyncio.timeout(WAIT_S):
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
        async with asyncio.timeout(WAIT_S), house.http.get(f"{house.url}/healthz") as answer:
            assert answer.status == 200


async def test_one_address_gets_only_its_share(tmp_path: Path) -> None:
    config = with_limits(house_config(tmp_path), connections_per_address=3)
    async with open_house(config) as house:
        assert await house.metric("karlsson_bridge_presences") == 0  # this one is kept alive
        async with house.peer(), house.peer(), raw_socket(house) as (reader, writer):
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
            async with house.peer():
                assert await raw(house, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") == b""
        await house.counted('karlsson_bridge_dropped_total{reason="full"}', 1)


async def test_idle_connections_of_a_school_lock_out_neither_robot_nor_teacher(
    tmp_path: Path,
) -> None:
    config = with_limits(house_config(tmp_path), connections_per_address=8)
    async with open_house(config) as house, AsyncExitStack() as crowd:
        for _ in range(30):
            reader, writer = await crowd.enter_async_context(raw_socket(house))
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
        robot = await crowd.enter_async_context(house.robot_link())
        await robot.hear(WelcomeRobot)
        for _ in range(8):
            _, writer = await crowd.enter_async_context(raw_socket(house))
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        async with house.teacher() as teacher:
            assert (await teacher.hear(WelcomeTeacher)).robot_online


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
