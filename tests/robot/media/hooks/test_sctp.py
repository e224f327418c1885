import asyncio
import struct
from typing import Any

from aiortc import (
    rtcsctptransport,
)

from robot.media import hooks
from robot.media.hooks import sctp as sctp_hooks
from tests.robot.media.hooks.pairs import pair, until


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
        channel = both.pupil.createDataChannel("events")
        await both.connect()
        there = await both.opened.get()
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
        both.pupil.createDataChannel("events")
        await both.connect()
        await both.opened.get()
        data = struct.pack("!BBHLHH", 3, 0, 0, 0, 4, 0) + b"\xff\xfe\xfd\xfc"
        await both.sctp._data_channel_receive(11, rtcsctptransport.WEBRTC_DCEP, data)
        await both.sctp._data_channel_receive(11, rtcsctptransport.WEBRTC_DCEP, bytes([3, 0, 0]))
        assert hooks.DROPPED["data channel"] == 2


async def test_an_endless_message_ends_the_association_and_frees_its_memory() -> None:
    async with pair() as both:
        both.pupil.createDataChannel("events")
        await both.connect()
        there = await both.opened.get()
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
        both.pupil.createDataChannel("events")
        await both.connect()
        await both.opened.get()
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
