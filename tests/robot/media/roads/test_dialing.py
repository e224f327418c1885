import asyncio
import errno
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from robot.media.roads import dialing
from robot.media.roads.failures import RoadFailed
from robot.media.types.outward import Proxy
from tests.deadline import WAIT_S

PROXY = Proxy("127.0.0.1", 3128, "kalle", "secret")


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[tuple[socket.socket, list[bytes]]]:
    """A socket whose far end reads a request and answers with these bytes, then closes."""
    near, far = socket.socketpair()
    near.setblocking(False)
    reader, writer = await asyncio.open_connection(sock=far)
    heard: list[bytes] = []

    async def answer_it() -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()

    with near:
        async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
            group.create_task(answer_it())
            yield near, heard


async def test_a_tunnel_is_asked_for_with_the_password_and_nothing_behind_it_is_read() -> None:
    answer = b"HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\nbehind"
    async with answering(answer) as (sock, heard):
        await dialing.tunnel(sock, PROXY, "2001:db8::1", 443)
        assert await asyncio.get_running_loop().sock_recv(sock, 100) == b"behind"
    assert heard[0].startswith(b"CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n")
    assert b"\r\nProxy-Authorization: Basic a2FsbGU6c2VjcmV0\r\n" in heard[0]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "password"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "forbids"),
        (b"HTTP/1.1 503 Service Unavailable\r\n\r\n", "does not reach"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://portal\r\n\r\n", "302"),
        (b"HTTP/1.1 999999999999999999999 No\r\n\r\n", "9999"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "something else"),
        (b"HTTP/1.1\r\n\r\n", "something else"),
        (b"HTTP/1.1 two hundred\r\n\r\n", "something else"),
        (b"\r\n\r\n", "something else"),
        (b"x" * 20000, "something else"),
        (b"HTTP/1.1 200 OK\r\n", "closed"),
        (b"", "closed"),
    ],
)
async def test_a_proxy_that_opens_none_is_named(answer: bytes, why: str) -> None:
    async with answering(answer) as (sock, _):
        with pytest.raises(RoadFailed, match=why):
            await dialing.tunnel(sock, PROXY, "turn.example.org", 443)


async def test_the_first_address_that_works_wins_and_a_late_one_is_closed() -> None:
    closed: list[str] = []
    gone = OSError(errno.ENETUNREACH, "no IPv6 here")

    async def make(address: str) -> str:
        if ":" in address:
            raise gone
        return address

    async with asyncio.timeout(WAIT_S):
        assert await dialing.first(["2001:db8::1", "192.0.2.1"], make, closed.append) == "192.0.2.1"
        with pytest.raises(OSError, match="no IPv6"):
            await dialing.first(["2001:db8::1", "2001:db8::2"], make, closed.append)
        with pytest.raises(RoadFailed, match="no address"):
            await dialing.first([], make, closed.append)
    assert closed == []


async def test_an_address_that_is_silent_does_not_hold_up_the_next() -> None:
    silent = asyncio.Event()

    async def make(address: str) -> str:
        if address == "192.0.2.1":
            await silent.wait()
        return address

    async with asyncio.timeout(WAIT_S):
        found = await dialing.first(["192.0.2.1", "192.0.2.2"], make, lambda made: None)
    assert found == "192.0.2.2"


async def test_a_socket_keeps_little_unsent() -> None:
    async with asyncio.timeout(WAIT_S):
        server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            with await dialing.connect("127.0.0.1", port) as sock:
                kept = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT)
        assert kept == dialing.UNSENT_BYTES
        with pytest.raises(ConnectionRefusedError):
            await dialing.connect("127.0.0.1", port)
