import asyncio
from typing import Any

from robot.media import hooks
from robot.media.hooks import datagrams
from tests.robot.media.hooks.pairs import pair, until


async def test_bad_datagrams_are_dropped_and_the_channel_goes_on() -> None:
    async with pair() as both:
        channel = both.pupil.createDataChannel("control")
        await both.connect()
        there = await both.opened.get()
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
