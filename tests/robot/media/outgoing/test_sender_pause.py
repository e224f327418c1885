"""Pause by the class: nothing that it covers leaves the robot any more, however it is asked for."""

import asyncio
from dataclasses import replace

import pytest
from aiortc.rtp import (
    RtpPacket,
)

from robot.media import hooks
from robot.media.outgoing.recent import SentNow
from robot.media.types import rtp_bytes
from tests.deadline import WAIT_S
from tests.robot.media.sending_lessons import PLAN, lesson, nack


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.install()


async def test_after_a_pause_nothing_of_the_class_is_sent_however_it_is_asked_for() -> None:
    async with lesson(replace(PLAN, repeat=2, repeat_after_s=60)) as line:
        line.show()
        sent = [rtp_bytes.sequence(packet) for packet in await line.picture_packets()]
        line.pictures.shut()
        line.plan = replace(PLAN, probe_bps=500_000)
        for sequence in sent:
            line.sender.reported(nack(line.picture.ssrc, sequence))
        # While it is shut not even padding goes out; the sound is the proof that time passes.
        for _ in range(10):
            line.say()
            data = await line.packets.get()
            assert rtp_bytes.ssrc(data) == line.sound_ssrc
        line.pictures.open()
        line.sender.reported(b"")
        for _ in range(20):
            probe = RtpPacket.parse(await line.packet(line.picture.rtx_ssrc))
            assert (probe.payload, probe.padding_size) == (b"", 255)
        assert line.sender._path._pacer.dropped >= 2 * len(sent)
        assert line.sender.totals.frames == 1


async def test_what_leaves_is_measured_at_the_packets_and_ends_with_the_pause() -> None:
    async with lesson() as line:
        assert line.sender.sent_now() == SentNow()
        line.show()
        await line.picture_packets()
        assert line.sender.sent_now() == SentNow(320, 240)
        line.say()
        await line.packet(line.sound_ssrc)
        assert line.sender.sent_now() == SentNow(320, 240, sound=True)
        line.pictures.shut()
        assert line.sender.sent_now() == SentNow(sound=True)
        line.sounds.shut()
        assert line.sender.sent_now() == SentNow()


async def test_sound_that_is_being_encoded_when_the_class_pauses_is_never_sent() -> None:
    async with lesson() as line:
        line.say()
        first = rtp_bytes.sequence(await line.packet(line.sound_ssrc))
        out = line.sender.out
        paused = asyncio.Event()

        async def pause_meanwhile(packet: bytes) -> None:
            line.sender.out = out  # type: ignore[method-assign]
            line.sounds.shut()
            await out(packet)
            paused.set()

        line.sender.out = pause_meanwhile  # type: ignore[method-assign]
        line.say()
        async with asyncio.timeout(WAIT_S):
            await paused.wait()
        line.say()  # from a microphone that is not closed yet
        line.sounds.open()
        line.say()
        assert rtp_bytes.sequence(await line.packet(line.sound_ssrc)) == first + 2
