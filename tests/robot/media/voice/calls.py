"""A voice over a simulated line in simulated time: who sends, what is lost, what is pulled."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from robot.media.opus import red
from robot.media.types.cells import SAMPLE_HZ, Samples
from robot.media.voice.frames import RtpClock, frames_in
from robot.media.voice.jitter_buffer import JitterBuffer, VoiceDecoder

PULL = 480
SAMPLES = {0xF0: 480, 0xF8: 960, 0x18: 2880}
"""Samples in a packet, by its first byte."""

TONE: Samples = (8000 * np.sin(2 * np.pi * 200 * np.arange(5760) / SAMPLE_HZ)).astype(np.int16)
"""Whole periods in every 5 ms: pieces of it join without a step."""


class Counting:
    """A decoder that makes a tone of everything, and notes what it was given."""

    def __init__(self) -> None:
        self.decoded: list[int] = []
        self.concealed = 0

    def decode(self, packet: bytes) -> Samples | None:
        if len(packet) < 5:
            return None
        self.decoded.append(int.from_bytes(packet[1:5], "big"))
        return TONE[: SAMPLES.get(packet[0], 960)]

    def repair(self, next_packet: bytes, count: int) -> Samples | None:
        return TONE[:count]

    def conceal(self, count: int) -> Samples:
        self.concealed += count
        return TONE[:count]

    def reset(self) -> None:
        """Nothing is remembered."""


def numbered(count: int, samples: int = 960) -> list[bytes]:
    """Return packets for `Counting`."""
    toc = next(toc for toc, length in SAMPLES.items() if length == samples)
    return [bytes([toc]) + number.to_bytes(4, "big") for number in range(count)]


@dataclass
class Line:
    """Fate of the packets, and speed of the card's clock.

    Args:
        delay_s: Delay of packet number n.
        lost: True if packet number n is lost.
        drift: Share by which the card's clock runs faster than the sender's.
    """

    delay_s: Callable[[int], float] = lambda number: 0.03
    lost: Callable[[int], bool] = lambda number: False
    drift: float = 0.0
    twice: Callable[[int], bool] = lambda number: False


@dataclass
class Heard:
    """Output of a call: the sound, and the delay after each pull."""

    sound: Samples
    playout: JitterBuffer
    delays_ms: list[float] = field(default_factory=list)

    def delay_ms(self, share: float = 0.5, skip: float = 0.2) -> float:
        """Return a quantile of the delay, without the beginning and the end."""
        kept = self.delays_ms[int(len(self.delays_ms) * skip) : -150]
        return float(np.quantile(kept, share))


def with_red(packets: Sequence[bytes], samples: int, copies: int = 1) -> list[bytes]:
    """Return RED payloads, each with so many earlier packets."""
    made = []
    for number, packet in enumerate(packets):
        earlier = [
            red.RedBlock(packets[number - back], back * samples)
            for back in range(min(copies, number), 0, -1)
        ]
        made.append(red.pack([*earlier, red.RedBlock(packet)]))
    return made


def call(
    packets: Sequence[bytes],
    decoder: VoiceDecoder,
    line: Line,
    *,
    samples: int = 960,
    is_red: bool = False,
    pull: int = PULL,
    first_time: int = 2**32 - 48_000,
) -> Heard:
    """Send packets and pull block after block until a second after the last one.

    The sequence numbers and RTP times wrap near the beginning.
    """
    arrivals = [
        (samples * (number + 1) / SAMPLE_HZ + line.delay_s(number) + again * 0.004, number)
        for number in range(len(packets))
        if not line.lost(number)
        for again in range(1 + line.twice(number))
    ]
    arrivals.sort()
    playout, clock = JitterBuffer(decoder), RtpClock()
    heard = Heard(np.zeros(0, np.int16), playout)
    pieces: list[Samples] = []
    step_s = pull / SAMPLE_HZ / (1 + line.drift)
    now, index, end = 0.0031, 0, len(packets) * samples / SAMPLE_HZ + 1.0
    while now < end:
        while index < len(arrivals) and arrivals[index][0] <= now:
            number = arrivals[index][1]
            index += 1
            extended = clock.extend((first_time + number * samples) % 2**32)
            sequence = (number + 2**16 - 20) % 2**16
            playout.put(frames_in(packets[number], is_red, sequence, extended))
        pieces.append(playout.take(pull))
        heard.delays_ms.append(playout.delay_samples / 48)
        now += step_s
    heard.sound = np.concatenate(pieces)
    return heard


def at_random(share: float, seed: int = 1) -> Callable[[int], bool]:
    """Lose this share of the packets."""
    drawn = random.Random(seed)
    fate = [drawn.random() < share for _ in range(200_000)]
    return lambda number: fate[number]


def jittery(most_s: float, seed: int = 2) -> Callable[[int], float]:
    """Delay packets by 30 ms and up to so much more."""
    drawn = random.Random(seed)
    more = [drawn.random() * most_s for _ in range(200_000)]
    return lambda number: 0.03 + more[number]


def swaying(spread_s: float, samples: int = 480, seed: int = 1) -> Callable[[int], float]:
    """Delay packets by 30 ms, more or less by so much; a quick one waits behind a slow one."""
    drawn = random.Random(seed)
    delays: list[float] = []
    newest = 0.0
    for number in range(int(60 * SAMPLE_HZ / samples)):
        sent = samples * (number + 1) / SAMPLE_HZ
        newest = max(newest, sent + max(0.0, drawn.gauss(0.03, spread_s)))
        delays.append(newest - sent)
    return lambda number: delays[number]


def held_up(
    *stalls: tuple[float, float], samples: int = 960, packet_s: float = 0.001
) -> Callable[[int], float]:
    """Delay packets by 30 ms, but between these times let none through: they wait in a queue.

    Args:
        stalls: Seconds from and to.
        samples: Length of a packet.
        packet_s: Time that a waiting packet takes to leave.
    """
    delays: list[float] = []
    free = 0.0
    for number in range(int(60 * SAMPLE_HZ / samples)):
        sent = samples * (number + 1) / SAMPLE_HZ
        free = max(free, *(until for since, until in stalls if since <= sent < until), sent)
        delays.append(free - sent + 0.03)
        free += packet_s
    return lambda number: delays[number]
