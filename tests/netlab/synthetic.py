"""PURE. Recordings of our own making, with the manners of lines on the air. No I/O.

The model is that of Sprout's authors: packet opportunities come at random, at a rate that itself
wanders, and now and then the line stands still. Here the logarithm of the rate wanders about its
mean and forgets where it was (an Ornstein-Uhlenbeck process), opportunities come in slots as the
radio deals them out, and the length of a stall has a heavy tail. Both directions of a kind stand
still together, since the air is one; their rates wander each by itself.

Source: K. Winstein, A. Sivaraman, H. Balakrishnan, "Stochastic Forecasts Achieve High Throughput
and Low Delay over Cellular Networks", USENIX NSDI (2013): the model, and that rates change by
ten times within seconds. No recording of anybody's is in here: the figures of `KINDS` are round
ones of the order that is told of such lines.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from tests.netlab.recording import OPPORTUNITY_BITS, Recording

LENGTH_MS = 60_000
DIRECTIONS = ("down", "up")


@dataclass(frozen=True)
class Stalls:
    """Stretches of time in which nothing leaves.

    Args:
        every_s: Mean time from one to the next.
        shortest_ms: Length of the shortest.
        longest_ms: Length of the longest.
        tail: Exponent of the Pareto distribution of the lengths; None is an even distribution.
        in_row: Largest number that follow each other, as repetitions of Wi-Fi do.
        apart_ms: Longest time between those.
    """

    every_s: float
    shortest_ms: float
    longest_ms: float
    tail: float | None = None
    in_row: int = 1
    apart_ms: float = 0.0


@dataclass(frozen=True)
class Air:
    """One kind of line.

    Args:
        kbps: Mean rate outside of stalls, down and up.
        spread: Standard deviation of the logarithm of the rate.
        memory_s: How fast the rate forgets where it was.
        slot_ms: Opportunities are dealt out in these steps.
        stalls: When nothing leaves.
    """

    kbps: tuple[float, float]
    spread: float
    memory_s: float
    slot_ms: int
    stalls: tuple[Stalls, ...]


KINDS: Mapping[str, Air] = {
    "evdo": Air((600, 300), 0.6, 2.0, 5, (Stalls(8, 200, 2000, tail=0.8),)),
    "umts": Air((200, 150), 0.5, 3.0, 10, (Stalls(7, 300, 4000, tail=0.9),)),
    "lte": Air((5000, 2500), 0.7, 1.0, 1, (Stalls(6, 40, 800, tail=1.0),)),
    "wifi": Air(
        (20_000, 20_000),
        *(0.3, 0.5, 1),
        (Stalls(3, 0, 80, in_row=8, apart_ms=40), Stalls(15, 150, 400)),
    ),
}


def make(kind: str, direction: str, seed: int = 1) -> Recording:
    """Return a minute of this kind of line; the same every time."""
    air = KINDS[kind]
    closed = bytearray(LENGTH_MS + 1)
    for begins, ends in _stalls(air, Random(f"{kind} stalls {seed}")):
        closed[begins:ends] = b"\1" * (min(ends, LENGTH_MS) - begins)
    random = Random(f"{kind} {direction} {seed}")
    moments = [at for at in _open(air, direction, random) if not closed[at]]
    # The last line says how long the recording lasts.
    return Recording([*moments, LENGTH_MS])


def _stalls(air: Air, random: Random) -> Iterator[tuple[int, int]]:
    for kind in air.stalls:
        at = random.expovariate(1 / kind.every_s) * 1000
        while at < LENGTH_MS:
            for _ in range(random.randint(1, kind.in_row)):
                ends = at + _length_ms(kind, random)
                if at < LENGTH_MS:
                    yield int(at), int(ends)
                at = ends + random.uniform(0, kind.apart_ms)
            at += random.expovariate(1 / kind.every_s) * 1000


def _length_ms(kind: Stalls, random: Random) -> float:
    if kind.tail is None:
        return random.uniform(kind.shortest_ms, kind.longest_ms)
    return min(kind.longest_ms, kind.shortest_ms * random.paretovariate(kind.tail))


def _open(air: Air, direction: str, random: Random) -> Iterator[int]:
    """Return the opportunities as if nothing ever stood still."""
    kept = math.exp(-air.slot_ms / 1000 / air.memory_s)
    step = air.spread * math.sqrt(1 - kept * kept)
    log_rate = random.gauss(0, air.spread)
    mean = air.kbps[DIRECTIONS.index(direction)] * air.slot_ms / OPPORTUNITY_BITS
    owed = 0.0
    for at in range(0, LENGTH_MS, air.slot_ms):
        log_rate = log_rate * kept + random.gauss(0, step)
        # The mean of a log-normal rate lies above its median.
        owed += mean * math.exp(log_rate - air.spread**2 / 2) * random.expovariate(1)
        for _ in range(int(owed)):
            yield at
        owed -= int(owed)
