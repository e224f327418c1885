"""PURE. Gaps in what came to a child: pictures and blocks of sound. No I/O."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

PICTURE_GAP_MS = 400.0
"""Time without a picture that counts as gone; at a change of size a few are left out."""

SOUND_GAP_MS = 60.0
"""Time without sound that counts as gone, in blocks of 11 ms."""


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


def back_ms(
    pictures_ms: Sequence[float], sounds_ms: Sequence[float], road_ms: float, until_ms: float
) -> float:
    """Return how long after a road was there again picture and sound both came for good."""
    last = [
        gap.to_ms
        for times, least in ((pictures_ms, PICTURE_GAP_MS), (sounds_ms, SOUND_GAP_MS))
        for gap in gaps(times, road_ms, until_ms, least)
    ]
    return max(0.0, max(last, default=road_ms) - road_ms)


def sound_gap_ms(sounds_ms: Sequence[float], from_ms: float, to_ms: float) -> float:
    """Return the longest time without sound."""
    return max((gap.ms for gap in gaps(sounds_ms, from_ms, to_ms, 0.0)), default=0.0)
