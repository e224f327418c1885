import asyncio
import contextlib
import struct
from collections.abc import Callable
from typing import Any

import pytest
from aiortc import rtcrtpreceiver, rtcrtpsender, rtp
from aiortc.rtcdtlstransport import RtpRouter
from aiortc.rtcrtpparameters import RTCRtpHeaderExtensionParameters, RTCRtpParameters
from aiortc.rtp import RtcpByePacket, RtcpPsfbPacket, RtpPacket
from pylibsrtp import Error as SrtpError

from robot.media import hooks
from robot.media.hooks import packets
from robot.media.types.cells import SoundFanout
from robot.media.types.tracks import SoundTrack
from tests.robot.media.hooks.pairs import Pair, pair, until

REMB_OF_255_SOURCES = b"REMB" + bytes([255, 0, 0, 1])


async def talking(both: Pair) -> Any:
    """Connect a pupil's voice; return the robot's receiver of it."""
    both.pupil.addTrack(SoundTrack(SoundFanout()))
    both.robot.addTrack(SoundTrack(SoundFanout()))
    await both.join("events")
    return both.robot.getReceivers()[0]


async def test_an_extension_of_a_wrong_length_is_noise_and_no_end() -> None:
    extensions = rtp.HeaderExtensionsMap()
    uri = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
    extensions.configure(
        RTCRtpParameters(headerExtensions=[RTCRtpHeaderExtensionParameters(id=2, uri=uri)])
    )
    with pytest.raises(ValueError, match="another length"):
        extensions.get(0xBEDE, bytes([0x20, 1, 0, 0]))
    async with pair() as both:
        receiver = await talking(both)
        header = struct.pack("!BBHLL", 0x90, 111, 1, 1, 1)
        for id in range(1, 15):
            data = header + struct.pack("!HHBBH", 0xBEDE, 1, id << 4, 1, 0)
            await receiver.transport._handle_rtp_data(data, arrival_time_ms=0)
        assert receiver.transport.state == "connected"


async def test_an_estimate_that_lies_about_its_sources_is_noise_and_no_end() -> None:
    for module in (rtp, rtcrtpsender):
        with pytest.raises(ValueError, match="another length"):
            module.unpack_remb_fci(REMB_OF_255_SOURCES)
    async with pair() as both:
        receiver = await talking(both)
        lie = RtcpPsfbPacket(fmt=rtp.RTCP_PSFB_APP, ssrc=1, media_ssrc=0, fci=REMB_OF_255_SOURCES)
        await receiver.transport._handle_rtcp_data(bytes(lie))
        assert receiver.transport.state == "connected"


async def test_what_no_parser_expected_does_not_end_the_reading_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with pair() as both:
        receiver = await talking(both)

        async def stumble(data: bytes, **_: Any) -> None:
            raise struct.error

        monkeypatch.setattr(receiver.transport, "_handle_rtp_data", stumble)
        source = both.pupil.getSenders()[0].transport
        await source._send_rtp(bytes(RtpPacket(payload_type=111, payload=b"x").serialize()))
        await until(lambda: hooks.DROPPED["packet"] == 1)
        assert receiver.transport.state == "connected"


async def test_a_goodbye_of_the_voice_does_not_end_it() -> None:
    async with pair() as both:
        receiver = await talking(both)
        router = receiver.transport._rtp_router
        ssrc = next(iter(router.ssrc_table))
        await receiver.transport._handle_rtcp_data(bytes(RtcpByePacket([ssrc])))
        assert hooks.DROPPED["goodbye of a source"] == 1
        assert receiver.track.readyState == "live"
        assert receiver._RTCRtpReceiver__decoder_thread is not None, "it was stopped"


async def test_sources_of_sound_are_few() -> None:
    router = RtpRouter()
    receiver: Any = object()
    router.register_receiver(receiver, ssrcs=[7], payload_types=[111])
    heard = [
        ssrc
        for ssrc in range(100, 200)
        if router.route_rtp(RtpPacket(payload_type=111, ssrc=ssrc)) is receiver
    ]
    assert len(heard) == len(router.ssrc_table) - 1 == packets.MAX_SOUND_SOURCES - 1
    assert router.route_rtp(RtpPacket(payload_type=111, ssrc=7)) is receiver


def test_reports_have_room_for_every_jitter_and_source() -> None:
    stream = rtcrtpreceiver.StreamStatistics(48000)
    for number in range(400):
        time = 0xFFFFFFFF if number % 2 else 0
        stream.add(RtpPacket(sequence_number=number, timestamp=time))
    assert stream.jitter <= packets.MAX_JITTER
    info = rtp.RtcpReceiverInfo(1, stream.fraction_lost, 0, 1, stream.jitter, 0, 0)
    report = rtp.RtcpRrPacket(1, [info] * packets.MAX_SOUND_SOURCES)
    assert len(rtp.RtcpPacket.parse(bytes(report))) == 1


class Session:
    """Takes every packet that does not begin with an X for a true one."""

    def unprotect(self, packet: bytes) -> bytes:
        if packet.startswith(b"X"):
            raise SrtpError("authentication failure")
        return packet

    unprotect_rtcp = unprotect


def test_keys_are_made_for_few_sources_and_false_ones_do_not_count() -> None:
    session = packets.BoundedSrtp(Session(), clock=lambda: 0.0)
    for number in range(500):
        with pytest.raises(SrtpError):
            session.unprotect(b"X" * 8 + number.to_bytes(4, "big"))
    for number in range(packets.MAX_SRTP_SOURCES):
        session.unprotect(b"\x80" * 8 + number.to_bytes(4, "big"))
    with pytest.raises(SrtpError, match="too many"):
        session.unprotect(b"\x80" * 8 + b"newS")
    with pytest.raises(SrtpError, match="too many"):
        session.unprotect_rtcp(b"\x80" * 4 + b"newS" + bytes(4))
    assert session.unprotect_rtcp(b"\x80" * 4 + bytes(8)) == b"\x80" * 4 + bytes(8)


def test_a_flood_is_not_even_decrypted() -> None:
    now = 0.0
    session = packets.BoundedSrtp(Session(), clock=lambda: now)

    def passed(unprotect: Callable[[bytes], bytes]) -> int:
        count = 0
        for _ in range(3000):
            with contextlib.suppress(SrtpError):
                count += bool(unprotect(b"\x80" * 12))
        return count

    assert passed(session.unprotect) == packets.SOUND_BURST
    assert passed(session.unprotect_rtcp) == packets.REPORT_BURST
    now = 1.0
    assert passed(session.unprotect) == packets.SOUND_RATE_HZ
    assert passed(session.unprotect_rtcp) == packets.REPORT_RATE_HZ


async def test_a_real_voice_comes_through_the_few_sources() -> None:
    async with pair() as both:
        receiver = await talking(both)
        sender: Any = both.pupil.getSenders()[0]
        came: asyncio.Queue[bytes] = asyncio.Queue()
        handle = receiver.transport._handle_rtp_data

        async def watch(data: bytes, arrival_time_ms: int) -> None:
            came.put_nowait(data)
            await handle(data, arrival_time_ms)

        receiver.transport._handle_rtp_data = watch
        packet = RtpPacket(payload_type=111, ssrc=sender._ssrc, payload=b"x")
        await sender.transport._send_rtp(packet.serialize())
        assert (await came.get())[-1:] == b"x"
