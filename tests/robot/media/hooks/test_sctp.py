import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiortc import (
    rtcsctptransport,
)

from robot.media import hooks
from robot.media.hooks import sctp as sctp_hooks
from tests.robot.media.hooks.pairs import Pair, pair, until


@asynccontextmanager
async def open_events() -> AsyncIterator[tuple[Pair, Any, asyncio.Queue[Any]]]:
    """A pair whose channel `events` is open: its pupil's end, and what the robot's end hears."""
    async with pair() as both:
        channel, there = await both.join("events")
        said: asyncio.Queue[Any] = asyncio.Queue()
        there.on("message", said.put_nowait)
        await until(lambda: channel.readyState == "open")
        yield both, channel, said


async def send(both: Pair, kind: int, body: bytes, tag: int | None = None) -> None:
    """Let the robot read a packet of one chunk."""
    chunk = rtcsctptransport.Chunk(body=body)
    chunk.type = kind
    tag = both.sctp._local_verification_tag if tag is None else tag
    await both.sctp._handle_data(rtcsctptransport.serialize_packet(5000, 5000, tag, chunk))


def data(tsn: int, stream: int = 1, text: bytes = b"x") -> bytes:
    return struct.pack("!LHHL", tsn % 2**32, stream, 0, 51) + text


HEARTBEAT, SACK, INIT, FORWARD_TSN, DATA = 4, 3, 1, 192, 0


async def test_only_the_two_channels_open_once_each() -> None:
    async with pair() as both:
        for label in ("control", "events", "events", "secrets", ""):
            both.pupil.createDataChannel(label)
        await both.connect()
        await until(lambda: hooks.DROPPED["data channel"] == 3)
        labels = {both.opened.get_nowait().label, both.opened.get_nowait().label}
        assert labels == {"control", "events"}
        assert both.opened.empty()


async def test_malformed_sctp_is_dropped_and_counted() -> None:
    async with pair() as both:
        channel, there = await both.join("events")
        said: asyncio.Queue[Any] = asyncio.Queue()
        there.on("message", said.put_nowait)
        await until(lambda: channel.readyState == "open")
        tag = both.sctp._local_verification_tag
        body = struct.pack("!LLHH", 0, 0, 9, 9)
        lying_sack = rtcsctptransport.Chunk(body=body)
        lying_sack.type = 3
        packet = rtcsctptransport.serialize_packet(5000, 5000, tag, lying_sack)
        await both.sctp._handle_data(packet)
        assert hooks.DROPPED["SCTP packet"] == 1
        channel.send("still here")
        assert await said.get() == "still here"


async def test_a_channel_with_a_name_of_bytes_that_are_no_text_is_refused() -> None:
    async with pair() as both:
        await both.join("events")
        data = struct.pack("!BBHLHH", 3, 0, 0, 0, 4, 0) + b"\xff\xfe\xfd\xfc"
        await both.sctp._data_channel_receive(11, rtcsctptransport.WEBRTC_DCEP, data)
        await both.sctp._data_channel_receive(11, rtcsctptransport.WEBRTC_DCEP, bytes([3, 0, 0]))
        assert hooks.DROPPED["data channel"] == 2


async def test_an_endless_message_ends_the_association_and_frees_its_memory() -> None:
    async with pair() as both:
        _, there = await both.join("events")
        sctp = both.sctp
        assert sctp._advertised_rwnd <= sctp_hooks.MAX_SCTP_BYTES
        tsn = sctp._last_received_tsn
        for index in range(100):
            if there.readyState == "closed":
                break
            chunk = rtcsctptransport.DataChunk(flags=rtcsctptransport.SCTP_DATA_FIRST_FRAG)
            chunk.tsn = (tsn + 1 + index) % 2**32
            chunk.stream_id, chunk.stream_seq, chunk.protocol = 1, 900, 51
            chunk.user_data = bytes(1100)
            await sctp._receive_data_chunk(chunk)
        assert hooks.DROPPED["SCTP association"] == 1
        assert there.readyState == "closed"
        assert not any(stream.reassembly for stream in sctp._inbound_streams.values())


async def test_a_far_stream_takes_no_memory() -> None:
    async with pair() as both:
        await both.join("events")
        sctp = both.sctp
        chunk = rtcsctptransport.DataChunk(flags=3)
        chunk.tsn = (sctp._last_received_tsn + 1) % 2**32
        chunk.stream_id, chunk.stream_seq, chunk.protocol, chunk.user_data = 4000, 0, 51, b"x"
        await sctp._receive_data_chunk(chunk)
        assert hooks.DROPPED["SCTP stream"] == 1
        assert 4000 not in sctp._inbound_streams


async def test_messages_longer_than_64_kib_are_not_asked_for() -> None:
    async with pair() as both:
        both.pupil.createDataChannel("events")
        await both.connect()
        assert f"a=max-message-size:{sctp_hooks.MAX_SCTP_BYTES}" in both.robot.localDescription.sdp


@pytest.mark.parametrize("length", [0, 1, 3, 5, 65535])
async def test_a_parameter_that_lies_about_its_length_is_not_read(length: int) -> None:
    async with open_events() as (both, channel, said):
        await send(both, HEARTBEAT, struct.pack("!HH", 1, length))
        channel.send("still here")
        assert await said.get() == "still here"


@pytest.mark.parametrize(
    "gaps", [[(2, 1)], [(1, 65535)] * 200, [(1, 1), (1, 1)], [(0, 0)]], ids=str
)
async def test_gaps_that_cannot_be_cost_nothing(gaps: list[tuple[int, int]]) -> None:
    async with open_events() as (both, channel, said):
        tsn = both.sctp._last_sacked_tsn
        body = struct.pack("!LLHH", tsn, 9000, len(gaps), 0)
        await send(both, SACK, body + b"".join(struct.pack("!HH", *gap) for gap in gaps))
        assert hooks.DROPPED["SCTP packet"] == 1
        channel.send("still here")
        assert await said.get() == "still here"


async def test_what_was_never_sent_cannot_be_acknowledged() -> None:
    async with open_events() as (both, _, _said):
        before = both.sctp._last_sacked_tsn
        await send(both, SACK, struct.pack("!LLHH", (before + 1000) % 2**32, 9000, 0, 0))
        assert both.sctp._last_sacked_tsn == before


async def test_data_far_ahead_fills_no_table() -> None:
    async with open_events() as (both, _, _said):
        tsn = both.sctp._last_received_tsn
        for step in range(2, 6000, 2):
            await send(both, DATA, data(tsn + step))
        assert len(both.sctp._sack_misordered) <= sctp_hooks.MAX_TSN_AHEAD
        assert hooks.DROPPED["SCTP data far ahead"] >= 2000
        assert both.sctp.transport.state == "connected"


async def test_streams_that_are_skipped_take_no_memory() -> None:
    async with open_events() as (both, _, _said):
        tsn = (both.sctp._last_received_tsn + 1) % 2**32
        streams = b"".join(struct.pack("!HH", stream, 0) for stream in range(200, 500))
        await send(both, FORWARD_TSN, struct.pack("!L", tsn) + streams)
        assert not [stream for stream in both.sctp._inbound_streams if stream >= 200]


async def test_an_association_does_not_begin_anew() -> None:
    async with open_events() as (both, channel, said):
        await send(both, INIT, struct.pack("!LLHHL", 1, 9000, 9, 9, 1), tag=0)
        assert hooks.DROPPED["SCTP restart"] == 1
        channel.send("still here")
        assert await said.get() == "still here"


async def test_data_before_the_handshake_is_dropped() -> None:
    async with open_events() as (both, _, _said):
        both.sctp._last_received_tsn = None
        await send(both, DATA, data(1))
        await send(both, FORWARD_TSN, struct.pack("!L", 1))
        assert hooks.DROPPED["SCTP packet"] == 2
        assert both.sctp._last_received_tsn is None


async def test_nothing_is_read_after_the_end() -> None:
    async with open_events() as (both, _, _said):
        await send(both, 6, b"")
        await send(both, DATA, data(1))
        assert hooks.DROPPED["SCTP after the end"] >= 1


async def test_every_record_of_a_datagram_is_read() -> None:
    async with open_events() as (both, _, said):
        pupil: Any = both.pupil.sctp
        kept = b""

        async def keep() -> None:
            nonlocal kept
            kept += pupil.transport._ssl.bio_read(1500)

        pupil.transport._write_ssl = keep
        for number in range(3):
            await pupil._send(1 if pupil.is_server else 0, 51, b"%d" % number)
        reader = both.sctp.transport._ssl
        reader.bio_write(kept)
        await both.sctp._handle_data(reader.recv(1500))
        assert [said.get_nowait() for _ in range(3)] == ["0", "1", "2"]


async def test_what_the_beginning_loses_is_sent_again_after_a_second() -> None:
    async with open_events() as (both, _, _):
        fresh = rtcsctptransport.RTCSctpTransport(both.sctp.transport)
        assert fresh._rto == sctp_hooks.FIRST_RTO_S
