"""Encoded pictures as the plan wants them, over a real, encrypted connection."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from aiortc.rtp import RTCP_PSFB_PLI, RtcpPsfbPacket, RtpPacket

from robot.media import hooks
from robot.media.transport.plan import Rung
from tests.deadline import WAIT_S
from tests.robot.media.encoders.receiving import Decoder
from tests.robot.media.sending_lessons import PLAN, lesson


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.install()


@pytest.mark.parametrize("codec", ["H264", "VP8"])
async def test_pictures_arrive_and_can_be_decoded(codec: str) -> None:
    async with lesson(only=codec) as line:
        assert line.picture.codec.name == codec
        decoder = Decoder("h264" if line.picture.codec.name == "H264" else "vp8")
        for _ in range(3):
            line.show()
            packets = await line.picture_packets()
            payloads = [RtpPacket.parse(packet).payload for packet in packets]
            assert [frame.width for frame in decoder.decode(payloads)] == [320]
        assert line.sender.totals.frames == 3
        assert line.sender.totals.key_frames == 1


async def test_a_key_frame_is_made_for_the_first_of_many_requests() -> None:
    async with lesson() as line:
        line.show()
        await line.picture_packets()
        pli = RtcpPsfbPacket(fmt=RTCP_PSFB_PLI, ssrc=1, media_ssrc=line.picture.ssrc)
        for _ in range(3):
            line.sender.reported(bytes(pli))
        for _ in range(3):
            line.show()
            await line.picture_packets()
        assert line.sender.totals.key_frames == 2


async def test_a_smaller_rung_is_shown_smaller() -> None:
    async with lesson(replace(PLAN, rung=Rung(160, 120, 15))) as line:
        decoder = Decoder("h264")
        line.show()
        packets = await line.picture_packets()
        shown = decoder.decode([RtpPacket.parse(packet).payload for packet in packets])
        assert (shown[0].width, shown[0].height) == (160, 120)
        assert line.sender.rung_share == pytest.approx(0.125)


async def test_a_picture_that_is_being_encoded_when_the_class_pauses_is_never_sent() -> None:
    async with lesson() as line:
        line.show()
        await line.picture_packets()
        paused = asyncio.Event()
        pictures: Any = line.sender._pictures
        encoding = pictures._encoding
        encode = encoding.encode

        async def pause_meanwhile(*given: Any) -> Any:
            encoding.encode = encode
            picture = await encode(*given)
            line.pictures.clear()
            paused.set()
            return picture

        encoding.encode = pause_meanwhile
        line.show()
        async with asyncio.timeout(WAIT_S):
            await paused.wait()
        line.show()
        await line.picture_packets()
        assert (line.sender.totals.frames, line.sender.totals.key_frames) == (2, 2)
