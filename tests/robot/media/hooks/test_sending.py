import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import av
from aiortc import RTCPeerConnection
from aiortc.codecs import CODECS, HEADER_EXTENSIONS
from aiortc.rtp import RTCP_PSFB_PLI, RTCP_RTPFB_NACK, RtcpPsfbPacket, RtcpRtpfbPacket, RtpPacket

from robot.media import hooks
from robot.media.hooks import sending
from robot.media.types import rtp_bytes
from robot.media.types.cells import Newest, SoundFanout
from robot.media.types.tracks import PictureTrack, SoundTrack
from tests.deadline import WAIT_S
from tests.robot.media.hooks.pairs import Pair, pair


class Listening:
    """Sends two pictures of two packets, then nothing; keeps what it is given."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[bytes] = asyncio.Queue()
        self.reports: asyncio.Queue[bytes] = asyncio.Queue()
        self.came: asyncio.Queue[bytes] = asyncio.Queue()
        self._left = 2

    async def next_picture(self) -> tuple[list[bytes], int]:
        if not self._left:
            await asyncio.Event().wait()
        self._left -= 1
        return [b"\x65one", b"\x61two"], 3000

    async def out(self, packet: bytes) -> None:
        self.sent.put_nowait(packet)

    def arrived(self, packet: bytes) -> None:
        self.came.put_nowait(packet)

    def failed(self, error: Exception) -> None:
        raise AssertionError from error

    def reported(self, data: bytes) -> None:
        self.reports.put_nowait(data)


@asynccontextmanager
async def sending_pair() -> AsyncIterator[tuple[Pair, Listening, sending.Streams]]:
    async with pair() as both:
        both.pupil.addTransceiver("audio", direction="recvonly")
        both.pupil.addTransceiver("video", direction="recvonly")
        pictures: Newest[av.VideoFrame] = Newest()
        both.robot.addTrack(SoundTrack(SoundFanout()))
        both.robot.addTrack(PictureTrack(pictures))
        await both.pupil.setLocalDescription(await both.pupil.createOffer())
        await both.robot.setRemoteDescription(both.pupil.localDescription)
        await both.robot.setLocalDescription(await both.robot.createAnswer())
        found = sending.streams(both.robot)
        assert found is not None
        listening = Listening()
        sending.take_over(both.robot, listening)
        await both.pupil.setRemoteDescription(both.robot.localDescription)
        yield both, listening, found


def test_what_the_sending_needs_is_offered_once() -> None:
    hooks.install()
    for kind in ("audio", "video"):
        uris = [extension.uri for extension in HEADER_EXTENSIONS[kind]]
        assert uris.count(rtp_bytes.TRANSPORT_SEQUENCE) == 1
        numbers = {e.uri: e.id for e in HEADER_EXTENSIONS[kind]}
        assert len(set(numbers.values())) == len(uris)
    both = HEADER_EXTENSIONS["audio"] + HEADER_EXTENSIONS["video"]
    assert len({(e.id, e.uri) for e in both}) == len({e.id for e in both})
    for codec in CODECS["video"]:
        kinds = [feedback.type for feedback in codec.rtcpFeedback]
        assert kinds.count("transport-cc") == (codec.name != "rtx")
    payload_types = [codec.payloadType for codec in CODECS["video"]]
    assert len(set(payload_types)) == len(payload_types)
    assert all(number is not None and 96 <= number < 128 for number in payload_types)


async def test_what_was_negotiated_is_known_before_anything_is_sent() -> None:
    async with sending_pair() as (_, _, found):
        picture = found.picture
        assert picture is not None
        assert picture.rtx_payload_type is not None
        assert picture.ids.transport_sequence == found.sound_ids.transport_sequence is not None
        assert picture.ids.playout_delay is not None
        assert picture.ids.abs_send_time is None


async def test_pictures_and_their_packets_come_from_the_sending() -> None:
    async with sending_pair() as (_, listening, found):
        packets = [await listening.sent.get() for _ in range(4)]
        assert found.picture is not None
        assert {rtp_bytes.ssrc(packet) for packet in packets} == {found.picture.ssrc}
        assert [packet[-3:] for packet in packets] == [b"one", b"two"] * 2


async def test_reports_are_read_and_requests_not_answered_by_aiortc() -> None:
    async with sending_pair() as (both, listening, found):
        first, *_ = [await listening.sent.get() for _ in range(4)]
        assert found.picture is not None
        ssrc = found.picture.ssrc
        nack = RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=1, media_ssrc=ssrc)
        nack.lost = [rtp_bytes.sequence(first)]
        pli = RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=1, media_ssrc=ssrc)
        transport = both.pupil.getTransceivers()[0].receiver.transport
        await transport._send_rtp(bytes(nack))
        await transport._send_rtp(bytes(pli))
        got: set[bytes] = set()
        while not {bytes(nack), bytes(pli)} <= got:
            got.add(await listening.reports.get())
        assert listening.sent.empty()


async def test_what_the_sending_gives_back_arrives_encrypted_and_whole() -> None:
    async with sending_pair() as (both, listening, found):
        packet = await listening.sent.get()
        arrived: asyncio.Queue[bytes] = asyncio.Queue()
        transport: Any = both.pupil.getTransceivers()[0].receiver.transport

        async def handle(data: bytes, arrival_time_ms: int) -> None:
            arrived.put_nowait(data)

        transport._handle_rtp_data = handle
        await found.send(packet)
        assert await arrived.get() == packet


async def test_an_offer_without_transport_feedback_gets_the_time_instead() -> None:
    async with pair() as both:
        both.pupil.addTransceiver("video", direction="recvonly")
        both.robot.addTrack(PictureTrack(Newest()))
        offer = await both.pupil.createOffer()
        lines = offer.sdp.split("\r\n")
        offer.sdp = "\r\n".join(line for line in lines if "transport-wide" not in line)
        await both.robot.setRemoteDescription(offer)
        await both.robot.setLocalDescription(await both.robot.createAnswer())
        found = sending.streams(both.robot)
        assert found is not None
        assert found.picture is not None
        assert found.picture.ids.transport_sequence is None
        assert found.picture.ids.abs_send_time is not None


def test_a_connection_that_sends_nothing_has_no_streams() -> None:
    async def none() -> object:
        pc = RTCPeerConnection()
        assert sending.sound_encoder(pc) is None
        return sending.streams(pc)

    assert asyncio.run(none()) is None


async def test_packets_of_the_other_side_are_shown() -> None:
    async with sending_pair() as (both, listening, _):
        async with asyncio.timeout(WAIT_S):
            await listening.sent.get()  # connected
        transport: Any = both.pupil.getTransceivers()[0].receiver.transport
        packet = RtpPacket(payload_type=111, ssrc=9, sequence_number=5, payload=b"voice")
        await transport._send_rtp(packet.serialize())
        async with asyncio.timeout(WAIT_S):
            came = await listening.came.get()
        assert RtpPacket.parse(came).payload == b"voice"
