"""PURE. From what the page saw on the test card to delay and rate of the picture. No I/O."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from robot.media.devices.testcard import CODE_MS, age_ms, time_code
from tests.bench.rows import percentile

MAX_AGE_MS = 60_000
"""An older picture is a misread code: 24 bits and 8 of checksum let one in 256 errors through."""


@dataclass(frozen=True)
class Sight:
    """One picture as the page presented it.

    Args:
        at_ms: Unix time when it was handed to the compositor.
        code: The 32 bits on its top, as read.
        presented: How many pictures the browser had presented by then.
    """

    at_ms: float
    code: int
    presented: int


def delays_ms(sights: Sequence[Sight]) -> list[float]:
    """Return how old each readable picture was when it was presented, each picture once."""
    delays = []
    last = -1
    for sight in sights:
        stamp = sight.code >> 8
        if stamp == last or time_code(stamp) != sight.code:
            continue
        last = stamp
        whole_ms = int(sight.at_ms)
        delay = age_ms(stamp, whole_ms) + (sight.at_ms - whole_ms)
        if delay > CODE_MS - 1000:
            delay -= CODE_MS  # the stamp is whole milliseconds: a hair of the future
        if delay < MAX_AGE_MS:
            delays.append(delay)
    return delays


def presented(sights: Sequence[Sight]) -> int:
    """Return how many pictures were presented behind the first one.

    A page that takes over another connection begins to count anew.
    """
    return sum(
        later.presented - earlier.presented
        if later.presented >= earlier.presented
        else later.presented
        for earlier, later in itertools.pairwise(sights)
    )


def rate(sights: Sequence[Sight]) -> float:
    """Return how many pictures were presented each second.

    Raises:
        ValueError: Fewer than two pictures.
    """
    if len(sights) < 2 or sights[-1].at_ms <= sights[0].at_ms:
        raise ValueError("fewer than two pictures")
    return presented(sights) / (sights[-1].at_ms - sights[0].at_ms) * 1000


def picture_figures(sights: Sequence[Sight]) -> dict[str, float]:
    """Return delay and rate.

    Raises:
        ValueError: No picture carried a readable code.
    """
    delays = delays_ms(sights)
    return {
        "picture_p50_ms": percentile(delays, 50),
        "picture_p95_ms": percentile(delays, 95),
        "fps": rate(sights),
    }
