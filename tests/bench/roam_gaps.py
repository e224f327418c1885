"""PURE. Gaps in what came to a child, pictures and blocks of sound, and in its voice. No I/O."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from robot.media.types.cells import SAMPLE_HZ
from tests.bench.voice import Block

PICTURE_GAP_MS = 400.0
"""Time without a picture that counts as gone; at a change of size a few are left out."""

SOUND_GAP_MS = 200.0
"""Time without sound that counts as gone; a shorter one, of a busy computer, is no lost line."""

VOICE_LOUD = 1_700
"""Half of the child's tone at the robot's usual volume: what is made up in a gap fades below it."""

PIECE_SAMPLES = 480


@dataclass(frozen=True)
class Gap:
    """Time in which nothing came."""

    from_ms: float
    to_ms: float

    @property
    def ms(self) -> float:
        """Return its length."""
        return self.to_ms - self.from_ms


def gaps(times_ms: Sequence[float], from_ms: float, to_ms: float, least_ms: float) -> list[Gap]:
    """Return the gaps within a time; one that lasts until its end is among them."""
    marks = [from_ms, *sorted(at for at in times_ms if from_ms < at < to_ms), to_ms]
    return [Gap(a, b) for a, b in itertools.pairwise(marks) if b - a >= least_ms]


def voices_ms(blocks: Iterable[Block]) -> list[float]:
    """Return the times at which the robot plays 10 ms of the child's tone."""
    return [
        block.at_ms + at * 1000 / SAMPLE_HZ
        for block in blocks
        for at in range(0, len(block.samples), PIECE_SAMPLES)
        if np.abs(block.samples[at : at + PIECE_SAMPLES].astype(np.int32)).max() > VOICE_LOUD
    ]


def back_ms(
    pictures_ms: Sequence[float],
    sounds: Sequence[Sequence[float]],
    road_ms: float,
    until_ms: float,
) -> float:
    """Return how long after a road was there again picture and all sounds came for good."""
    watched = [(pictures_ms, PICTURE_GAP_MS), *((times, SOUND_GAP_MS) for times in sounds)]
    last = [gap.to_ms for times, least in watched for gap in gaps(times, road_ms, until_ms, least)]
    return max(0.0, max(last, default=road_ms) - road_ms)


def sound_gap_ms(sounds_ms: Sequence[float], from_ms: float, to_ms: float) -> float:
    """Return the longest time without sound."""
    return max((gap.ms for gap in gaps(sounds_ms, from_ms, to_ms, 0.0)), default=0.0)
