"""RTP and RTCP after decryption, on a lesson that is connected."""

import itertools
import random
import struct
from collections.abc import Sequence
from typing import Any

from aiortc import rtp

from tests.fuzz import valid
from tests.fuzz.lesson import VOICE_SSRC, Dead, Lesson, on_a_lesson, tone
from tests.fuzz.mutations import mutated

MOST_ANSWERED_BYTES = 2_000_000
MOST_ANSWERED_TIMES = 10
"""Limit of the answer to one batch: a number of bytes, plus this multiple of the bytes received."""


class OnLesson:
    """Common part of the targets on a lesson."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.roots: Sequence[Any] = (lesson.pc, lesson.call, lesson.lines)
        self._fed_bytes = 0
        self._sent_before = lesson.sent_bytes

    async def check(self) -> None:
        answered = self.lesson.sent_bytes - self._sent_before
        if self._fed_bytes and answered > (
            MOST_ANSWERED_BYTES + MOST_ANSWERED_TIMES * self._fed_bytes
        ):
            raise Dead(f"{self._fed_bytes} bytes made the robot send {answered}")
        self._fed_bytes, self._sent_before = 0, self.lesson.sent_bytes
        self.lesson.must_be_connected()
        await self.lesson.must_be_heard()
        await self.lesson.must_hear_messages()


class Sound(OnLesson):
    """RTP of a child's voice."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(lesson)
        kinds = {lesson.voice_payload_type, lesson.red_payload_type, 0, 63, 96}
        self._valid = list(valid.rtp_packets(tone(), sorted(kinds), (VOICE_SSRC, 1)))
        self._now_ms = itertools.count()

    def make(self, chance: random.Random) -> bytes:
        data = bytearray(mutated(chance, self._valid))
        if chance.random() < 0.3 and len(data) >= 12:
            # A true packet of a source or a time that nobody expects.
            struct.pack_into("!HLL", data, 2, *(chance.getrandbits(n) for n in (16, 32, 32)))
        return bytes(data)

    async def feed(self, data: bytes) -> None:
        self._fed_bytes += len(data)
        self.lesson.clock.now_s += 0.01
        await self.lesson.dtls._handle_rtp_data(data, arrival_time_ms=next(self._now_ms))
        self.lesson.lines.voice.take(480)
        assert self.lesson.call is not None
        sender = self.lesson.call.sender
        if sender is not None:
            # The report on what came is built every moment, whatever it was.
            sender._feedback.report(1, self.lesson.clock.now_s)


class Reports(OnLesson):
    """RTCP about what the robot sends, and about the child's voice."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(lesson)
        lesson.show(3)
        self._senders = [sender for sender in lesson.pc.getSenders() if sender.track]
        ours = [ssrc for s in self._senders for ssrc in (s._ssrc, s._rtx_ssrc)]
        self._valid = list(valid.rtcp_packets(ours, VOICE_SSRC))
        self._lost = itertools.count(1)

    def make(self, chance: random.Random) -> bytes:
        return mutated(chance, self._valid)

    async def feed(self, data: bytes) -> None:
        self._fed_bytes += len(data)
        await self.lesson.dtls._handle_rtcp_data(data)

    async def check(self) -> None:
        await super().check()
        await self._must_count_reports()
        self.lesson.show(3)

    async def _must_count_reports(self) -> None:
        lost = next(self._lost)
        for sender in self._senders:
            info = rtp.RtcpReceiverInfo(sender._ssrc, 1, lost, 1, 1, 0, 0)
            report = bytes(rtp.RtcpRrPacket(VOICE_SSRC, [info]))
            await self.lesson.dtls._handle_rtcp_data(report)
            stats = (await sender.getStats()).values()
            if not any(getattr(s, "packetsLost", None) == lost for s in stats):
                raise Dead("a good report is not counted any more")


sound = on_a_lesson(Sound)
reports = on_a_lesson(Reports)
