"""The sender over a real, encrypted connection."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from aiortc.rtp import (
    RTCP_PSFB_PLI,
    RtcpPsfbPacket,
    RtpPacket,
)

from robot.media import hooks
from robot.media.transport.plan import Rung
from robot.media.transport.rtcp import TransportFeedback, parse
from robot.media.types import rtp_bytes
from tests.robot.media.encoders.receiving import Decoder
from tests.robot.media.hooks.pairs import pair
from tests.robot.media.sending_lessons import PLAN, Lesson, extensions, feedback, lesson, nack


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


async def test_every_packet_carries_a_number_of_its_own_and_pictures_their_delay() -> None:
    async with lesson(replace(PLAN, playout_min_ms=20, playout_max_ms=150)) as line:
        ids = line.picture.ids
        line.show()
        picture = await line.picture_packets()
        line.say()
        sound = await line.packets.get()
        assert ids.transport_sequence is not None
        assert ids.playout_delay is not None
        numbers = [
            int.from_bytes(extensions(packet)[ids.transport_sequence], "big")
            for packet in (*picture, sound)
        ]
        assert numbers == list(range(len(numbers)))
        assert extensions(picture[0])[ids.playout_delay] == (2 << 12 | 15).to_bytes(3, "big")
        assert ids.playout_delay not in extensions(sound)


async def test_reports_bring_down_what_is_in_flight() -> None:
    async with lesson() as line:
        line.show()
        packets = await line.picture_packets()
        assert line.sender.control.in_flight_bytes > 0
        await line.send_report(feedback(list(range(len(packets))), 0))
        async with asyncio.timeout(10):
            while line.sender.control.in_flight_bytes:  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0)
        assert line.sender.control.loss == 0


async def test_a_missing_packet_is_sent_again_once() -> None:
    async with lesson() as line:
        line.show()
        first = (await line.picture_packets())[0]
        asked = nack(line.picture.ssrc, rtp_bytes.sequence(first))
        await line.send_report(asked)
        await line.send_report(asked)
        again = await line.copy()
        assert again.sequence_number == rtp_bytes.sequence(first)
        assert again.payload == RtpPacket.parse(first).payload
        line.show()
        await line.picture_packets()
        assert line.sender.totals.copies == 1


async def test_a_packet_that_never_was_is_not_sent_again() -> None:
    async with lesson() as line:
        line.show()
        first = (await line.picture_packets())[0]
        await line.send_report(nack(line.picture.ssrc, rtp_bytes.sequence(first) - 500 & 0xFFFF))
        await line.send_report(nack(77, 5))
        await line.send_report(nack(line.picture.ssrc, rtp_bytes.sequence(first)))
        assert (await line.copy()).sequence_number == rtp_bytes.sequence(first)


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


async def test_without_a_picture_the_sound_goes_on_and_the_picture_comes_back_whole() -> None:
    async with lesson() as line:
        line.show()
        await line.picture_packets()
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
        whole = Decoder("h264").decode([RtpPacket.parse(packet).payload for packet in packets])
        assert [frame.width for frame in whole] == [320]
        assert line.sender.totals.key_frames == 2
        assert line.sender.rung_share == 1


async def test_a_robot_that_gets_too_warm_keeps_its_picture_back_and_not_its_sound() -> None:
    async with lesson() as line:
        line.show()
        await line.picture_packets()
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
        whole = Decoder("h264").decode([RtpPacket.parse(packet).payload for packet in packets])
        assert [frame.width for frame in whole] == [320]
        assert line.sender.sent_share == pytest.approx(0.5)


async def test_every_packet_goes_out_twice_where_the_plan_says_so() -> None:
    async with lesson(replace(PLAN, repeat=1, repeat_after_s=0.001)) as line:
        line.show()
        first = RtpPacket.parse((await line.picture_packets())[0])
        copy = await line.copy()
        assert (copy.sequence_number, copy.payload) == (first.sequence_number, first.payload)


async def test_a_probe_is_made_of_copies_of_pictures_and_ends() -> None:
    async with lesson() as line:
        line.show()
        newest = RtpPacket.parse((await line.picture_packets())[-1])
        line.plan = replace(PLAN, probe_bps=2_000_000, probe_s=0.1)
        line.sender.reported(b"")
        for _ in range(5):
            assert (await line.copy()).sequence_number == newest.sequence_number
        line.plan = PLAN
        line.sender.reported(b"")
        assert line.sender.plan.probe_bps == 0


async def test_a_narrow_line_is_probed_with_small_packets() -> None:
    async with lesson() as line:
        line.show()
        await line.picture_packets()
        line.plan = replace(PLAN, probe_bps=100_000, probe_s=0.1)
        line.sender.reported(b"")
        for _ in range(3):
            probe = RtpPacket.parse(await line.packet(line.picture.rtx_ssrc))
            assert (probe.payload, probe.padding_size) == (b"", 255)


async def test_a_line_is_asked_for_more_also_while_it_carries_no_picture() -> None:
    async with lesson() as line:
        line.show()
        newest = RtpPacket.parse((await line.picture_packets())[-1])
        for plan in (replace(PLAN, rung=None), replace(PLAN, rung=None, probe_bps=500_000)):
            line.plan = plan
            line.sender.reported(b"")
        for _ in range(3):
            assert (await line.copy()).sequence_number == newest.sequence_number


async def test_a_mistake_in_our_encoder_is_told_and_the_sound_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with lesson() as line:
        encoding: Any = line.sender._encoding
        failed = asyncio.Event()

        async def stumble(*given: Any) -> Any:
            failed.set()
            raise KeyError("private")

        encoding.encode = stumble
        line.show()
        async with asyncio.timeout(10):
            await failed.wait()
        line.say()
        await line.packet(line.sound_ssrc)
        assert line.sender.rung_share == 0
    said = [record.getMessage() for record in caplog.records if record.name.startswith("robot.")]
    assert said == ["picture: it ends (KeyError)"]


async def test_a_smaller_rung_is_shown_smaller() -> None:
    async with lesson(replace(PLAN, rung=Rung(160, 120, 15))) as line:
        decoder = Decoder("h264")
        line.show()
        packets = await line.picture_packets()
        shown = decoder.decode([RtpPacket.parse(packet).payload for packet in packets])
        assert (shown[0].width, shown[0].height) == (160, 120)
        assert line.sender.rung_share == pytest.approx(0.125)


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
        async with asyncio.timeout(10):
            found: list[TransportFeedback] = []
            while not found:
                items = parse(await told.get()).items
                found = [item for item in items if isinstance(item, TransportFeedback)]
        assert (found[0].base_seq, len(found[0].arrivals)) == (77, 1)
