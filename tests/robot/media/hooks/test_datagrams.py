import asyncio
from typing import Any

from aioice import stun

from robot.media import hooks
from robot.media.hooks import datagrams
from tests.robot.media.hooks.pairs import pair, until


async def test_bad_datagrams_are_dropped_and_the_channel_goes_on() -> None:
    async with pair() as both:
        channel, there = await both.join("control")
        said: asyncio.Queue[Any] = asyncio.Queue()
        there.on("message", said.put_nowait)
        await until(lambda: channel.readyState == "open")
        connection = both.sctp.transport.transport._connection
        protocol = next(iter(connection._nominated.values())).protocol
        known = next(iter(connection._nominated.values())).remote_addr
        protocol.datagram_received(b"", known)
        protocol.datagram_received(b"\x80" * 3000, known)
        protocol.datagram_received(b"\x16\xfe\xff" + bytes(50), ("127.0.0.1", 9))
        assert hooks.DROPPED == {
            "empty datagram": 1,
            "long datagram": 1,
            "datagram of a stranger": 1,
        }
        for number in range(2 * datagrams.MAX_DATAGRAMS_WAITING):
            protocol.datagram_received(b"\x80" + bytes([number % 256]) * 30, known)
        assert hooks.DROPPED["datagram too many"] >= datagrams.MAX_DATAGRAMS_WAITING
        channel.send("still here")
        assert await said.get() == "still here"


async def test_stun_that_cannot_be_read_is_dropped_quietly() -> None:
    async with pair() as both:
        await both.join("control")
        connection = both.sctp.transport.transport._connection
        protocol = next(iter(connection._nominated.values())).protocol
        head = bytes.fromhex("0001 0008 2112a442") + bytes(12)
        protocol.datagram_received(head + bytes.fromhex("0024 0001 01000000"), ("127.0.0.1", 9))
        protocol.datagram_received(b"\x01" * 40, ("127.0.0.1", 9))
        assert hooks.DROPPED == {"STUN message": 1, "datagram of no kind": 1}


async def test_a_child_comes_from_few_addresses() -> None:
    async with pair() as both:
        await both.join("control")
        connection = both.sctp.transport.transport._connection
        pair_in_use = next(iter(connection._nominated.values()))
        message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST, attributes={"PRIORITY": 1})
        for port in range(1, 200):
            # Checks are answered by nobody: they are ended with the connection.
            connection.check_incoming(message, ("127.0.0.1", port), pair_in_use.protocol)
        assert len(connection._remote_candidates) == datagrams.MAX_REMOTE_CANDIDATES
        connection.check_incoming(message, pair_in_use.remote_addr, pair_in_use.protocol)
        assert hooks.DROPPED["address too many"] >= 100
