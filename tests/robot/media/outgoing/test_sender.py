"""The sender over a real, encrypted connection."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from aiortc.rtp import (
    RtpPacket,
)

from robot.media import hooks
from robot.media.transport.rtcp import TransportFeedback, parse
from robot.media.types import rtp_bytes
from tests.deadline import WAIT_S
from tests.robot.media.encoders.receiving import Decoder
from tests.robot.media.hooks.pairs import pair
from tests.robot.media.sending_lessons import PLAN, Lesson, feedback, lesson


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.install()


async def test_reports_bring_down_what_is_in_flight() -> None:
    async with lesson() as line:
        line.show()
        packets = await line.picture_packets()
        assert line.sender.control.in_flight_bytes > 0
        await line.send_report(feedback(list(range(len(packets))), 0))
        async with asyncio.timeout(WAIT_S):
            while line.sender.control.in_flight_bytes:  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0)
        assert line.sender.control.loss == 0


async def test_a_full_line_skips_pictures_and_then_shows_the_newest() -> None:
    async with lesson() as line:
        line.show()
        await line.picture_packets()
        line.plan = replace(PLAN, window_bytes=0)
        line.sender.reported(b"")
        before = line.sender.totals.frames
        for _ in range(20):
            line.show()
            line.say()
            await line.packet(line.sound_ssrc)
        assert line.sender.totals.frames <= before + 1
        line.plan = PLAN
        line.sender.reported(b"")
        newest = await line.picture_packets()
        assert RtpPacket.parse(newest[0]).timestamp > 0
        assert line.sender.totals.skipped >= 17


async def test_more_than_the_first_picture_waits_until_something_has_arrived() -> None:
    async with lesson(replace(PLAN, start_bytes=1)) as line:
        line.show()
        await line.picture_packets()
        for _ in range(5):
            line.show()
            line.say()
            await line.packet(line.sound_ssrc)
        assert line.sender.totals.frames == 1
        line.plan = PLAN
        line.sender.reported(b"")
        await line.picture_packets()


async def test_on_a_full_line_the_picture_goes_on_now_and_then() -> None:
    async with lesson(replace(PLAN, window_bytes=0, kept_interval_s=0.0)) as line:
        for _ in range(3):
            line.show()
            await line.picture_packets()
        assert line.sender.totals.frames == 3


async def test_without_a_picture_the_sound_goes_on_and_the_picture_continues() -> None:
    async with lesson() as line:
        decoder = Decoder("h264")
        line.show()
        decoder.decode([RtpPacket.parse(packet).payload for packet in await line.picture_packets()])
        line.plan = replace(PLAN, rung=None)
        line.sender.reported(b"")
        for _ in range(5):
            line.show()
            line.say()
            await line.packet(line.sound_ssrc)
        assert line.sender.rung_share == 0
        line.plan = PLAN
        line.sender.reported(b"")
        line.show()
        packets = await line.picture_packets()
        whole = decoder.decode([RtpPacket.parse(packet).payload for packet in packets])
        assert [frame.width for frame in whole] == [320]
        assert line.sender.totals.key_frames == 1, "nothing was dropped"
        assert line.sender.rung_share == 1


async def test_a_picture_that_was_dropped_is_followed_by_a_key_picture() -> None:
    async with lesson() as line:
        line.show()
        await line.picture_packets()
        pacer = await line.hold_picture()
        line.plan = replace(PLAN, rung=None)
        line.sender.reported(b"")
        assert not pacer.backlog_bytes
        pacer._free_s = 0.0
        line.plan = PLAN
        line.sender.reported(b"")
        line.show()
        packets = await line.picture_packets()
        whole = Decoder("h264").decode([RtpPacket.parse(packet).payload for packet in packets])
        assert [frame.width for frame in whole] == [320]
        assert line.sender.totals.key_frames == 2


async def test_a_robot_that_gets_too_warm_keeps_its_picture_back_and_not_its_sound() -> None:
    async with lesson() as line:
        decoder = Decoder("h264")
        line.show()
        decoder.decode([RtpPacket.parse(packet).payload for packet in await line.picture_packets()])
        line.limit.ceiling = "off"
        line.sender.reported(b"")
        for _ in range(3):
            line.show()
            line.say()
            await line.packet(line.sound_ssrc)
        assert (line.sender.rung_share, line.sender.sent_share) == (1, 0)
        line.limit.ceiling = "small"
        line.sender.reported(b"")
        line.show()
        packets = await line.picture_packets()
        whole = decoder.decode([RtpPacket.parse(packet).payload for packet in packets])
        assert [frame.width for frame in whole] == [320]
        assert line.sender.sent_share == pytest.approx(0.5)


async def test_a_mistake_in_our_encoder_is_told_and_the_sound_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with lesson() as line:
        pictures: Any = line.sender._pictures
        encoding = pictures._encoding
        failed = asyncio.Event()

        async def stumble(*given: Any) -> Any:
            failed.set()
            raise KeyError("private")

        encoding.encode = stumble
        line.show()
        async with asyncio.timeout(WAIT_S):
            await failed.wait()
        line.say()
        await line.packet(line.sound_ssrc)
        assert line.sender.rung_share == 0
    said = [record.getMessage() for record in caplog.records if record.name.startswith("robot.")]
    assert said == ["picture: it ends (KeyError)"]


async def test_the_sound_is_told_how_to_be_encoded() -> None:
    async with lesson() as line:
        line.show()
        await line.picture_packets()
        assert line.tuned[-1] == PLAN.sound


async def test_the_brain_itself_starts_with_a_picture() -> None:
    async with lesson(None) as line:
        line.show()
        assert await line.picture_packets()
        assert line.sender.plan.rung is not None


async def test_when_the_line_is_closed_the_sender_ends_by_itself() -> None:
    async with pair() as both:
        line = Lesson(both)
        line.plan = PLAN
        async with asyncio.TaskGroup() as tasks:
            await line.connect(tasks)
            line.show()
            await line.picture_packets()
            await both.robot.close()
            await line.sender.out(_packet_of(line.picture.ssrc))


def _packet_of(ssrc: int) -> bytes:
    return RtpPacket(payload_type=97, ssrc=ssrc, payload=b"late").serialize()


async def test_the_child_is_told_when_its_packets_came() -> None:
    async with lesson() as line:
        told: asyncio.Queue[bytes] = asyncio.Queue()
        line.on_reports(told)
        line.say()
        await line.packets.get()  # connected
        number = line.sender._streams.sound_ids.transport_sequence
        assert number is not None
        ids = rtp_bytes.ExtensionIds(transport_sequence=number)
        plain = RtpPacket(payload_type=111, ssrc=9, sequence_number=5, payload=b"voice")
        stamp = rtp_bytes.Stamp(77, 0.0)
        await line.send_report(rtp_bytes.stamped(plain.serialize(), ids, stamp))
        async with asyncio.timeout(WAIT_S):
            found: list[TransportFeedback] = []
            while not found:
                items = parse(await told.get()).items
                found = [item for item in items if isinstance(item, TransportFeedback)]
        assert (found[0].base_seq, len(found[0].arrivals)) == (77, 1)
