"""Entries of their own: redundant sound, reports, the voice's buffer."""

import asyncio
import contextlib
import itertools
import math
import random
import struct
from collections.abc import AsyncIterator, Sequence
from typing import Any

import numpy as np

from robot.call.quality import Measured, Quality
from robot.media.opus import red
from robot.media.transport.control import CongestionControl
from robot.media.types.cells import BLOCK_SAMPLES, SAMPLE_HZ
from robot.media.types.spec import Size
from robot.media.voice.voice import VoiceIn
from tests.fuzz import valid
from tests.fuzz.lesson import CLEARLY_HEARD, MOST_VOICE_PACKETS, Dead, tone
from tests.fuzz.mutations import mutated
from tests.fuzz.target import Target, parsing


def read_red(data: bytes) -> None:
    with contextlib.suppress(red.RedError):
        blocks = red.unpack(data)
        if sum(len(block.data) for block in blocks) > len(data) or len(blocks) > red.MAX_BLOCKS:
            raise Dead("more sound than there are bytes")


@contextlib.asynccontextmanager
async def redundancy() -> AsyncIterator[Target]:
    block = red.RedBlock
    payloads = [
        red.pack([block(tone()[0], 1920), block(tone()[1], 960), block(tone()[2])]),
        red.pack([block(b"x", number * 10 + 1) for number in range(31)] + [block(b"y")]),
        red.pack([block(tone()[0])]),
    ]
    async with parsing(read_red, payloads) as target:
        yield target


class Feedback:
    """Reports to what decides about sending; every rate must stay one that can be sent."""

    def __init__(self) -> None:
        self._now = itertools.count()
        self._control = CongestionControl(Size(640, 480), 0.0)
        self._quality = Quality()
        self.roots: Sequence[Any] = (self._control,)
        self._number = 0
        self._valid = list(valid.rtcp_packets((1, 2, 3), 9))

    def make(self, chance: random.Random) -> bytes:
        return mutated(chance, self._valid)

    async def feed(self, data: bytes) -> None:
        now = next(self._now) * 0.02
        for _ in range(3):
            self._control.on_sent(self._number, 1200, "picture", now)
            self._number = (self._number + 1) % 2**16
        requests = self._control.on_rtcp(data, now)
        plan = self._control.tick(now)
        if len(requests.nacks) > 64 * 512:
            raise Dead(f"{len(requests.nacks)} packets asked for again by {len(data)} bytes")
        rates = (plan.video_bps, plan.pacing_bps, plan.probe_bps, plan.sound.bitrate_bps)
        if not all(0 <= rate <= 50_000_000 for rate in rates):
            raise Dead(f"a rate that cannot be sent: {plan}")
        told = (self._control.loss, self._control.rtt_s, self._control.queue_delay_s)
        if not all(math.isfinite(value) and value >= 0 for value in told):
            raise Dead(f"loss, round trip and queue that cannot be: {told}")
        self._quality.add(Measured(*told), now)
        if not 0 <= plan.playout_min_ms <= plan.playout_max_ms <= 1000:
            raise Dead(f"a playout delay that cannot be: {plan}")

    async def check(self) -> None:
        """Reports of a good line must bring the picture back."""
        for _ in range(3000):
            now = next(self._now) * 0.02
            first = self._number
            for _ in range(4):
                self._control.on_sent(self._number, 1200, "picture", now)
                self._number = (self._number + 1) % 2**16
            self._control.on_rtcp(_arrived(first, 4, now), now + 0.015)
            plan = self._control.tick(now + 0.016)
            if plan.rung is not None and plan.video_bps > 100_000:
                return
        raise Dead(f"no picture on a good line: {plan}")


def _arrived(first: int, count: int, now: float) -> bytes:
    """Return feedback that says that these packets came, 2.5 ms after each other."""
    ticks = int((now + 0.01) / 0.064)
    head = struct.pack("!HHL", first, count, (ticks % 2**24) << 8 | (ticks & 0xFF))
    inside = int(((now + 0.01) - ticks * 0.064) / 0.00025)
    deltas = bytes([min(255, inside)] + [10] * (count - 1))
    fci = head + struct.pack("!H", 0x2000 | count) + deltas
    return valid.feedback(*valid.TWCC, 9, 1, fci)


@contextlib.asynccontextmanager
async def feedback() -> AsyncIterator[Target]:
    yield Feedback()


class Hearing:
    """Payloads of sound to the buffer that the loudspeaker pulls."""

    def __init__(self) -> None:
        self._voice = VoiceIn()
        self._now_s = 0.0
        self.roots: Sequence[Any] = (self._voice,)
        self._number = 0
        payloads = [*tone()[:6], b"", b"\xff", b"\x03\x3f", b"\x0b\xbf\xff" + bytes(9)]
        payloads += [
            red.pack(
                [
                    red.RedBlock(tone()[0], 1920),
                    red.RedBlock(tone()[1], 960),
                    red.RedBlock(tone()[2]),
                ]
            ),
            red.pack(
                [red.RedBlock(b"\x00", number + 1) for number in range(31)] + [red.RedBlock(b"y")]
            ),
        ]
        self._valid = [bytes(7) + payload for payload in payloads]

    def make(self, chance: random.Random) -> bytes:
        payload = mutated(chance, self._valid)[7:]
        sequence, time = self._number, self._number * BLOCK_SAMPLES
        if chance.random() < 0.3:
            sequence, time = chance.getrandbits(16), chance.getrandbits(32)
        self._number += 1
        head = struct.pack("!BHL", chance.getrandbits(1), sequence % 2**16, time % 2**32)
        return head + payload

    async def feed(self, data: bytes) -> None:
        if len(data) < 7:
            return
        is_red, sequence, time = struct.unpack_from("!BHL", data)
        self._put(data[7:], bool(is_red), sequence, time)
        samples = self._voice.take(BLOCK_SAMPLES)
        if len(samples) != BLOCK_SAMPLES:
            raise Dead(f"{len(samples)} samples for {BLOCK_SAMPLES}")

    def _put(self, payload: bytes, is_red: bool, sequence: int, time: int) -> None:
        self._now_s += BLOCK_SAMPLES / SAMPLE_HZ
        self._voice.put(payload, is_red, sequence, time, 1, self._now_s)

    async def check(self) -> None:
        for number in range(MOST_VOICE_PACKETS):
            time = (self._number * BLOCK_SAMPLES) % 2**32
            self._put(tone()[number % len(tone())], False, self._number % 2**16, time)
            self._number += 1
            if np.abs(self._voice.take(BLOCK_SAMPLES)).max() > CLEARLY_HEARD:
                return
        raise Dead("a good voice is not heard any more")


@contextlib.asynccontextmanager
async def hearing() -> AsyncIterator[Target]:
    yield Hearing()


async def settled() -> None:
    """Let whatever was begun on this loop go on for a while."""
    for _ in range(20):
        await asyncio.sleep(0)
