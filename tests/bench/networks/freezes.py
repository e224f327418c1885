"""PURE. Freezes of the picture: their beginnings and ends. No I/O.

A freeze is a gap between two pictures that is longer than three times the mean
gap and longer than the mean plus 150 ms; the mean is that of the last 30 gaps.
Source: W3C "Identifiers for WebRTC's Statistics API", `freezeCount`.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.pictures import Sight, delays_ms

MEAN_OVER = 30
TIMES_MEAN = 3
OVER_MEAN_MS = 150.0
FRESH_MS = 400.0
STEADY_MS = 1000.0
STEADY_PICTURES = 12


@dataclass(frozen=True)
class Freeze:
    """The picture stood still between these Unix times."""

    from_ms: float
    to_ms: float


def freezes(sights: Sequence[Sight], from_ms: float, to_ms: float) -> list[Freeze]:
    """Return the freezes within a stretch of time, one at its very end included.

    Where the page was told of a picture late, but the browser counted others in
    between, these are taken as evenly spread.
    """
    recent: deque[float] = deque(maxlen=MEAN_OVER)
    found = []
    last_ms, last_count = from_ms, 0
    inside = [sight for sight in sights if from_ms <= sight.at_ms <= to_ms]
    for sight in inside:
        gap_ms = sight.at_ms - last_ms
        pictures = max(1, sight.presented - last_count) if last_count else 1
        if _stands(gap_ms / pictures, recent):
            found.append(Freeze(last_ms, sight.at_ms))
        if last_count:
            recent.extend([gap_ms / pictures] * min(pictures, MEAN_OVER))
        last_ms, last_count = sight.at_ms, sight.presented
    if _stands(to_ms - last_ms, recent):
        found.append(Freeze(last_ms, to_ms))
    return found


def freeze_figures(sights: Sequence[Sight], from_ms: float, to_ms: float) -> dict[str, float]:
    """Return how often and how long the picture stood still."""
    found = freezes(sights, from_ms, to_ms)
    frozen_ms = sum(freeze.to_ms - freeze.from_ms for freeze in found)
    return {"freezes": float(len(found)), "frozen_s": frozen_ms / 1000}


def recover_s(sights: Sequence[Sight], event_ms: float, to_ms: float) -> float:
    """Return how long after the event fresh pictures come steadily again.

    Fresh is a picture younger than 400 ms, steady a second with 12 of them. What
    did not recover counts as the whole time that was left.
    """
    fresh = [
        sight.at_ms
        for sight in sights
        if sight.at_ms >= event_ms and any(delay < FRESH_MS for delay in delays_ms([sight]))
    ]
    for first, last in zip(fresh, fresh[STEADY_PICTURES - 1 :], strict=False):
        if last - first <= STEADY_MS:
            return (first - event_ms) / 1000
    return (to_ms - event_ms) / 1000


def _stands(gap_ms: float, recent: Sequence[float]) -> bool:
    mean_ms = sum(recent) / len(recent) if recent else 1000 / 30
    return gap_ms > max(TIMES_MEAN * mean_ms, mean_ms + OVER_MEAN_MS)
