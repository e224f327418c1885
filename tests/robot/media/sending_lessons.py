"""A robot that sends over a real, encrypted connection; packets are taken off the pupil's side."""

import asyncio
import math
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import av
import numpy as np
from aiortc.rtp import (
    RTCP_RTPFB_NACK,
    RtcpRtpfbPacket,
    RtpPacket,
    unpack_header_extensions,
    unwrap_rtx,
)

from robot.call import peer as call_peer
from robot.media.devices.testcard import TestCard
from robot.media.hooks import sending
from robot.media.outgoing.sender import MediaSender
from robot.media.transport.ceiling import PictureCeiling
from robot.media.transport.plan import Plan, Rung, SoundPlan
from robot.media.types import rtp_bytes
from robot.media.types.cells import BLOCK_SAMPLES, Newest, SoundBlock, SoundFanout
from robot.media.types.spec import Size
from robot.media.types.tracks import PICTURE_TIME_BASE, PictureTrack, SoundTrack
from tests.deadline import WAIT_S
from tests.robot.media.hooks.pairs import Pair, pair

SIZE = Size(320, 240, 30.0)
PLAN = Plan(
    rung=Rung(320, 240, 30),
    video_bps=400_000,
    pacing_bps=50_000_000,
    window_bytes=1 << 30,
    repeat=0,
    repeat_after_s=0.0,
    playout_min_ms=0,
    playout_max_ms=100,
    probe_bps=0,
    probe_s=0.0,
    sound=SoundPlan(32_000, 0, 0),
)


class Lesson:
    """A robot that sends and a pupil that takes packets; the plan can be set."""

    def __init__(self, both: Pair) -> None:
        self.pictures: Newest[av.VideoFrame] = Newest()
        self.sounds = SoundFanout()
        self.tuned: list[SoundPlan] = []
        self.limit = PictureCeiling()
        self.plan: Plan | None = None
        self.packets: asyncio.Queue[bytes] = asyncio.Queue()
        self._both = both
        self._card = TestCard(SIZE)
        self._shown = 0
        self._said = 0

    async def connect(self, tasks: asyncio.TaskGroup, only: str = "") -> None:
        both = self._both
        both.pupil.addTransceiver("audio", direction="recvonly")
        both.pupil.addTransceiver("video", direction="recvonly")
        await both.pupil.setLocalDescription(await both.pupil.createOffer())
        self._tap()
        track = PictureTrack(self.pictures)
        sound = SoundTrack(self.sounds)
        both.robot.addTrack(sound)
        video = both.robot.addTransceiver(track, direction="sendonly")
        codecs = [
            c for c in call_peer.picture_codecs() if only in c.mimeType or "rtx" in c.mimeType
        ]
        video.setCodecPreferences(codecs)
        await both.robot.setRemoteDescription(both.pupil.localDescription)
        await both.robot.setLocalDescription(await both.robot.createAnswer())
        streams = sending.streams(both.robot)
        assert streams is not None
        assert streams.picture is not None
        self.picture = streams.picture
        self.sound_ssrc = both.robot.getSenders()[0]._ssrc
        self.sender = MediaSender(
            track, SIZE, streams, self.tuned.append, limit=self.limit, sound=sound
        )
        self._own_plans()
        sending.take_over(both.robot, self.sender)
        tasks.create_task(self.sender.run())
        await both.pupil.setRemoteDescription(both.robot.localDescription)

    def _own_plans(self) -> None:
        control: Any = self.sender.control
        real = control.tick
        control.tick = lambda now: self.plan or real(now)

    def _tap(self) -> None:
        async def handle(data: bytes, arrival_time_ms: int) -> None:
            self.packets.put_nowait(data)

        for transceiver in self._both.pupil.getTransceivers():
            transport: Any = transceiver.receiver.transport
            transport._handle_rtp_data = handle

    def show(self) -> None:
        frame = self._card.draw(1_700_000_000_000 + 33 * self._shown)
        frame.pts, frame.time_base = 3000 * self._shown, PICTURE_TIME_BASE
        self._shown += 1
        self.pictures.put(frame)

    def say(self) -> None:
        self.sounds.put(SoundBlock(np.zeros(BLOCK_SAMPLES, np.int16), self._said))
        self._said += BLOCK_SAMPLES

    async def hold_picture(self) -> Any:
        """Show a picture that waits for its turn; return the pacer that holds it."""
        pacer: Any = self.sender._path._pacer
        pacer._free_s = math.inf
        self.show()
        async with asyncio.timeout(WAIT_S):
            while not pacer.backlog_bytes:  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0)
        return pacer

    def on_reports(self, told: asyncio.Queue[bytes]) -> None:
        async def handle(data: bytes) -> None:
            told.put_nowait(data)

        transport: Any = self._both.pupil.getTransceivers()[0].receiver.transport
        transport._handle_rtcp_data = handle

    async def send_report(self, data: bytes) -> None:
        transport = self._both.pupil.getTransceivers()[0].receiver.transport
        await transport._send_rtp(data)

    async def packet(self, ssrc: int) -> bytes:
        """Return the next packet of this source; others are passed over."""
        while True:
            data = await self.packets.get()
            if rtp_bytes.ssrc(data) == ssrc:
                return data

    async def picture_packets(self) -> list[bytes]:
        """Return the packets of the next picture."""
        packets: list[bytes] = []
        while not packets or not RtpPacket.parse(packets[-1]).marker:
            packets.append(await self.packet(self.picture.ssrc))
        return packets

    async def copy(self) -> RtpPacket:
        """Return the packet that the next copy is of."""
        packet = RtpPacket.parse(await self.packet(self.picture.rtx_ssrc))
        assert packet.payload_type == self.picture.rtx_payload_type
        return unwrap_rtx(packet, self.picture.codec.payloadType or 0, self.picture.ssrc)


@asynccontextmanager
async def lesson(plan: Plan | None = PLAN, only: str = "") -> AsyncIterator[Lesson]:
    async with pair() as both:
        made = Lesson(both)
        made.plan = plan
        try:
            async with asyncio.TaskGroup() as tasks:
                await made.connect(tasks, only)
                yield made
                raise Over
        except* Over:
            pass


class Over(Exception):
    pass


def extensions(data: bytes) -> dict[int, bytes]:
    words = int.from_bytes(data[14:16], "big")
    profile = int.from_bytes(data[12:14], "big")
    return dict(unpack_header_extensions(profile, data[16 : 16 + 4 * words]))


def feedback(numbers: list[int], count: int) -> bytes:
    """All arrived, 250 us apart (draft-holmer-rmcat-transport-wide-cc-extensions-01, 3.1)."""
    body = struct.pack("!HH", numbers[0], len(numbers)) + (100).to_bytes(3, "big")
    body += bytes([count]) + struct.pack("!H", 1 << 13 | len(numbers)) + bytes([1] * len(numbers))
    body += bytes(-len(body) % 4)
    return struct.pack("!BBHLL", 0x8F, 205, 2 + len(body) // 4, 1, 2) + body


def nack(ssrc: int, sequence: int) -> bytes:
    packet = RtcpRtpfbPacket(fmt=RTCP_RTPFB_NACK, ssrc=1, media_ssrc=ssrc)
    packet.lost = [sequence]
    return bytes(packet)
