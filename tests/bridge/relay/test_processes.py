"""Real processes: handed connections, lessons across them, their end and their restart."""

import asyncio
import os
import signal
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from bridge.relay import processes as module
from bridge.relay import stun_bytes
from bridge.relay.stun_bytes import Attribute, Method, StunMessage
from tests.bridge.relay.peers import (
    TRANSPORT_UDP,
    Allowed,
    channel_data,
    peer_attribute,
    request,
)
from tests.bridge.relay.served import serving
from tests.deadline import WAIT_S

pytestmark = pytest.mark.long

CHANNEL = (Attribute.CHANNEL_NUMBER, b"\x40\0\0\0")


class End:
    """One end of a lesson on a real socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.nonce = b""
        self.address = ("", 0)
        self.who = Allowed("canary-identity", 2e9)

    async def frame(self) -> bytes:
        async with asyncio.timeout(WAIT_S):
            head = await self.reader.readexactly(4)
            size = int.from_bytes(head[2:], "big")
            return head + await self.reader.readexactly(size + 16 if head[0] < 4 else size + 3 & ~3)

    async def ask(self, method: Method, *attributes: tuple[Attribute, bytes]) -> StunMessage:
        who = self.who if self.nonce else None
        self.writer.write(request(method, list(attributes), self.nonce, who))
        return stun_bytes.read(await self.frame())

    async def allocate(self) -> None:
        self.nonce = (await self.ask(Method.ALLOCATE)).first(Attribute.NONCE) or b""
        answer = await self.ask(Method.ALLOCATE, (Attribute.REQUESTED_TRANSPORT, TRANSPORT_UDP))
        value = answer.first(Attribute.XOR_RELAYED_ADDRESS) or b""
        self.address = stun_bytes.read_address(value, answer.transaction) or ("", 0)
        assert self.address[0].startswith("198.1")

    async def bind(self, peer: tuple[str, int]) -> None:
        answer = await self.ask(Method.CHANNEL_BIND, CHANNEL, peer_attribute(*peer))
        assert stun_bytes.read_error(answer) is None


@asynccontextmanager
async def end_at(port: int, trust: ssl.SSLContext | None = None) -> AsyncIterator[End]:
    name = "localhost" if trust else None
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=trust, server_hostname=name
    )
    try:
        yield End(reader, writer)
    finally:
        writer.close()


async def lesson(one: End, other: End) -> None:
    """Send a packet each way."""
    for end in (one, other):
        await end.allocate()
    await one.bind(other.address)
    await other.bind(one.address)
    for sender, reader in ((one, other), (other, one)):
        sender.writer.write(channel_data(0x4000, b"packet"))
        assert await reader.frame() == channel_data(0x4000, b"packet")


async def until(holds: Callable[[], bool]) -> None:
    """Turn the loop until something holds."""
    async with asyncio.timeout(WAIT_S):
        while not holds():  # noqa: ASYNC110 - other tasks make it hold
            await asyncio.sleep(0)


def children() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if "bridge.relay" in one.cmdline()]


async def test_a_lesson_over_tls_reaches_from_one_process_to_another(
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(module, "TOGETHER", 1)
    trust = ssl.create_default_context(cafile=str(certificate[0]))
    async with serving(certificate, processes=2) as (port, relay, gate):
        await until(lambda: all(process.ready for process in relay._running.values()))
        async with end_at(port, trust) as one, end_at(port, trust) as other:
            await lesson(one, other)
            assert {one.address[0], other.address[0]} == {"198.18.0.1", "198.18.32.1"}
            assert gate.taken == 2
            assert not gate._open  # both have proved who they are
        async with end_at(port, trust) as stranger:
            stranger.writer.write(b"\0\3\xff\xff canary")
            assert await stranger.reader.read() == b""
        await until(lambda: not gate.taken)
        assert len(children()) == 2
    assert children() == []
    printed = "".join(capfd.readouterr())
    assert not any(word in printed for word in ("canary", "127.0.0.1", "198.18", "Traceback"))


async def test_a_process_that_dies_is_started_again() -> None:
    async with serving(processes=1) as (port, relay, gate):
        async with end_at(port) as one:
            await one.allocate()
            relay.ready.clear()
            os.kill(children()[0].pid, signal.SIGKILL)
            assert await one.reader.read() == b""
        async with asyncio.timeout(WAIT_S):
            await relay.ready.wait()
        assert relay.restarts == 1
        assert not gate.taken
        async with end_at(port) as one, end_at(port) as other:
            await lesson(one, other)


async def test_a_process_ends_with_a_bridge_that_is_killed() -> None:
    async with serving(processes=1) as (_, relay, _):
        (child,) = children()
        # As if the bridge were gone: nobody holds the other end of its socket.
        relay._running[0].sock.shutdown(2)
        relay.ready.clear()
        async with asyncio.timeout(WAIT_S):
            await relay.ready.wait()
        assert not child.is_running()
        assert relay.restarts == 1


async def test_a_process_that_hangs_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SILENT_S", 0.5)
    monkeypatch.setattr(module, "END_S", 0.05)
    async with serving(processes=1) as (_, relay, _):
        relay.ready.clear()
        (child,) = children()
        os.kill(child.pid, signal.SIGSTOP)
        async with asyncio.timeout(WAIT_S):
            await relay.ready.wait()
        assert not child.is_running()
        assert relay.restarts
