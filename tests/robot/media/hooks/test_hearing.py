import asyncio
import threading
from typing import Any

import numpy as np
from aiortc.rtp import RtpPacket

from robot.media import hooks
from robot.media.hooks import hearing
from robot.media.types.cells import BLOCK_SAMPLES, SoundBlock, SoundFanout
from robot.media.types.tracks import SoundTrack
from tests.robot.media.hooks.pairs import Pair, pair, until


class Ear:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.heard: list[tuple[bytes, bool, int, int, int]] = []

    def put(
        self, payload: bytes, is_red: bool, sequence: int, rtp_time: int, source: int, now: float
    ) -> None:
        self.heard.append((payload, is_red, sequence, rtp_time, source))


async def talking(both: Pair) -> tuple[Any, SoundFanout, Ear]:
    """Connect a pupil's voice; return the robot's receiver of it, the voice and the ear."""
    voice, ear = SoundFanout(), Ear()
    tracks: asyncio.Queue[Any] = asyncio.Queue()
    both.robot.on("track", tracks.put_nowait)
    both.pupil.addTrack(SoundTrack(voice))
    both.robot.addTrack(SoundTrack(SoundFanout()))
    await both.join("events")
    hearing.listen(both.robot, await tracks.get(), ear)
    return both.robot.getReceivers()[0], voice, ear


async def test_packets_come_as_they_are_and_are_counted_for_the_reports() -> None:
    async with pair() as both:
        receiver, voice, ear = await talking(both)
        pts = 0
        while len(ear.heard) < 5:
            voice.put(SoundBlock(np.zeros(BLOCK_SAMPLES, np.int16), pts))
            pts += BLOCK_SAMPLES
            await asyncio.sleep(0)
        times = [rtp_time for _, _, _, rtp_time, _ in ear.heard]
        assert {(time - times[0]) % 2**32 % BLOCK_SAMPLES for time in times} == {0}
        assert len({source for *_, source in ear.heard}) == 1
        stats = await receiver.getStats()
        received = [s.packetsReceived for s in stats.values() if s.type == "inbound-rtp"]
        assert received[0] >= 5
        assert receiver.getSynchronizationSources()[0].source == ear.heard[0][4]


async def test_no_decoder_is_at_work() -> None:
    async with pair() as both:
        await talking(both)
        await until(lambda: not [t for t in threading.enumerate() if "decoder" in t.name])


async def test_red_is_told_from_plain_and_an_unknown_kind_is_dropped() -> None:
    async with pair() as both:
        receiver, _, ear = await talking(both)
        for payload_type in (111, 63, 96):
            packet = RtpPacket(payload_type=payload_type, sequence_number=9, timestamp=4, ssrc=5)
            packet.payload = b"x"
            await receiver._handle_rtp_packet(packet, arrival_time_ms=0)
        assert ear.heard == [(b"x", False, 9, 4, 5), (b"x", True, 9, 4, 5)]
        assert hooks.DROPPED["packet of an unknown kind"] == 1


async def test_what_nobody_listens_to_is_only_counted() -> None:
    async with pair() as both:
        receiver, _, ear = await talking(both)
        other = both.robot.getReceivers()[0]
        vars(other).pop(hearing.SINK)
        packet = RtpPacket(payload_type=111, ssrc=5)
        await receiver._handle_rtp_packet(packet, arrival_time_ms=0)
        assert ear.heard == []
