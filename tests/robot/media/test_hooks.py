import asyncio
import struct
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from fractions import Fraction
from typing import Any

import av
import numpy as np
import pytest
from aiortc import (
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpCodecParameters,
    rtcrtpreceiver,
    rtcrtpsender,
    rtcsctptransport,
    rtp,
)
from aiortc import codecs as aiortc_codecs
from aiortc.rtcdatachannel import RTCDataChannel

from robot.media import hooks
from robot.media.cells import BLOCK_SAMPLES, Newest, SoundBlock, SoundFanout
from robot.media.frames import blank, stamp
from robot.media.opus_mono import OpusMonoEncoder
from robot.media.spec import Size
from robot.media.tracks import PictureTrack, SoundTrack

STOCK_LEVEL = rtp.compute_audio_level_dbov


@pytest.fixture(autouse=True)
def hooked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install the hooks for one test; afterwards aiortc is as it was."""
    for path, name, _ in hooks.HOOKS:
        owner = hooks._owner(path)
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(
        rtcsctptransport, "LOCAL_MAX_MESSAGE_SIZE", rtcsctptransport.LOCAL_MAX_MESSAGE_SIZE
    )
    sounds = list(aiortc_codecs.CODECS["audio"])
    hooks.DROPPED.clear()
    hooks.install()
    yield
    aiortc_codecs.CODECS["audio"][:] = sounds


class Pair:
    """A pupil and a robot on one loop, over UDP on loopback."""

    def __init__(self) -> None:
        self.pupil = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.robot = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.opened: asyncio.Queue[RTCDataChannel] = asyncio.Queue()
        self.robot.on("datachannel", self.opened.put_nowait)

    @property
    def sctp(self) -> Any:
        return self.robot.sctp

    async def connect(self) -> None:
        await self.pupil.setLocalDescription(await self.pupil.createOffer())
        await self.robot.setRemoteDescription(self.pupil.localDescription)
        await self.robot.setLocalDescription(await self.robot.createAnswer())
        await self.pupil.setRemoteDescription(self.robot.localDescription)


@asynccontextmanager
async def pair() -> AsyncIterator[Pair]:
    both = Pair()
    try:
        async with asyncio.timeout(20):
            yield both
    finally:
        await both.pupil.close()
        await both.robot.close()


def until(condition: Any) -> Any:
    async def poll() -> None:
        async with asyncio.timeout(10):
            while not condition():  # noqa: ASYNC110 - nobody tells of what is dropped
                await asyncio.sleep(0)

    return poll()


def replaced(module: Any, name: str) -> Any:
    return getattr(module, name)


def opus() -> RTCRtpCodecParameters:
    return RTCRtpCodecParameters("audio/opus", 48000, 2, 96)


def sound(samples: np.ndarray[Any, Any], pts: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = 48000, pts, Fraction(1, 48000)
    return frame


def test_a_second_install_changes_nothing() -> None:
    before = [getattr(hooks._owner(path), name) for path, name, _ in hooks.HOOKS]
    hooks.install()
    assert before == [getattr(hooks._owner(path), name) for path, name, _ in hooks.HOOKS]


@pytest.mark.parametrize(("path", "name"), hooks.USES)
def test_a_name_that_is_gone_is_named(
    path: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "USES", ((path, f"{name}_of_tomorrow"),))
    with pytest.raises(hooks.HookError, match=f"{name}_of_tomorrow is gone"):
        hooks.install()


def test_a_module_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "USES", (("aiortc.nowhere", "thing"),))
    with pytest.raises(hooks.HookError, match=r"aiortc\.nowhere is gone"):
        hooks.install()


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hooks, "VERSIONS", {"aiortc": "1.17.0"})
    with pytest.raises(hooks.HookError, match=r"aiortc 1\.16\.0 is installed"):
        hooks.install()


@pytest.mark.parametrize("mime", ["video/VP8", "video/H264", "audio/PCMU", "audio/G722"])
def test_nothing_but_opus_can_be_decoded(mime: str) -> None:
    with pytest.raises(hooks.RefusedCodecError, match=mime):
        replaced(rtcrtpreceiver, "get_decoder")(RTCRtpCodecParameters(mime, 90000, None, 97))
    assert replaced(rtcrtpreceiver, "get_decoder")(opus()) is not None


def test_sound_is_sent_as_mono_opus_and_pictures_as_before() -> None:
    encoder = replaced(rtcrtpsender, "get_encoder")(opus())
    assert isinstance(encoder, OpusMonoEncoder)
    assert encoder.codec.layout.name == "mono"
    vp8 = RTCRtpCodecParameters("video/VP8", 90000, None, 97)
    assert type(replaced(rtcrtpsender, "get_encoder")(vp8)).__name__ == "Vp8Encoder"


def test_levels_are_those_of_the_slow_loop() -> None:
    rng = np.random.default_rng(3)
    for amplitude in (0, 1, 20, 900, 12_000, 32_767):
        samples = (rng.uniform(-1, 1, BLOCK_SAMPLES) * amplitude).astype(np.int16)
        frame = sound(samples, 0)
        assert rtp.compute_audio_level_dbov(frame) == STOCK_LEVEL(frame)


async def test_a_lesson_flows_both_ways_with_every_hook_in_place() -> None:
    async with pair() as both:
        pictures: Newest[av.VideoFrame] = Newest()
        class_sounds, voice_sounds = SoundFanout(), SoundFanout()
        channel = both.pupil.createDataChannel("events")
        both.pupil.addTransceiver(SoundTrack(voice_sounds), direction="sendrecv")
        both.pupil.addTransceiver("video", direction="recvonly")
        heard: asyncio.Queue[Any] = asyncio.Queue()
        both.robot.on("track", heard.put_nowait)
        both.robot.addTrack(SoundTrack(class_sounds))
        both.robot.addTrack(PictureTrack(pictures))
        await both.connect()
        channel_there = await both.opened.get()
        said: asyncio.Queue[Any] = asyncio.Queue()
        channel_there.on("message", said.put_nowait)
        await until(lambda: channel.readyState == "open")
        channel.send("hallo")
        assert await said.get() == "hallo"
        voice = await heard.get()
        first = asyncio.ensure_future(voice.recv())
        pts = 0
        while not first.done():
            pictures.put(stamp(blank(Size(320, 240))))
            voice_sounds.put(SoundBlock(np.zeros(BLOCK_SAMPLES, np.int16), pts))
            pts += BLOCK_SAMPLES
            await asyncio.sleep(0)
        assert first.result().sample_rate == 48000
        video = next(t for t in both.robot.getTransceivers() if t.kind == "video")
        assert video.currentDirection == "sendonly"
        # In this process the pupil, too, is kept from seeing anything.
        assert hooks.DROPPED == {"receiver": 1}


async def test_an_offer_of_other_sounds_is_answered_with_opus_only() -> None:
    async with pair() as both:
        both.pupil.addTransceiver("audio", direction="sendrecv")
        both.robot.addTrack(SoundTrack(SoundFanout()))
        await both.connect()
        assert "PCM" not in both.robot.localDescription.sdp
        assert "G722" not in both.robot.localDescription.sdp
        assert "opus" in both.robot.localDescription.sdp


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
        for number in range(2 * hooks.MAX_DATAGRAMS_WAITING):
            protocol.datagram_received(b"\x80" + bytes([number % 256]) * 30, known)
        assert hooks.DROPPED["datagram too many"] >= hooks.MAX_DATAGRAMS_WAITING
        channel.send("still here")
        assert await said.get() == "still here"


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
        assert sctp._advertised_rwnd <= hooks.MAX_SCTP_BYTES
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
        assert f"a=max-message-size:{hooks.MAX_SCTP_BYTES}" in both.robot.localDescription.sdp
