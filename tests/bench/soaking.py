"""PURE. Faults of a long lesson: it grows, comes later and later, or stands still. No I/O."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

RSS_GROWTH_PERCENT = 5.0
FDS_GROWTH = 4.0
THREADS_GROWTH = 4.0
"""A pool may still start a worker; what leaks starts one with each change of the line."""

TASKS_GROWTH = 4.0
"""Waiting tasks come and go; forgotten ones stay, one with each change of the line."""

DRIFT_MS = 20.0
PICTURE_DRIFT_MS = 40.0
"""A picture is shown every 33 ms: half of them may just have changed places."""

SHARE = 0.25
"""The beginning is compared with the end by so much of the samples on each side."""


@dataclass(frozen=True)
class Held:
    """Resources that one process holds at one moment."""

    rss_mib: float
    fds: int
    threads: int
    tasks: int


@dataclass(frozen=True)
class Good:
    """Measurements at the end of a stretch on a good line; None: nothing was seen or heard."""

    picture_ms: float | None
    voice_ms: float | None
    frozen: bool


def growth(values: Sequence[float]) -> float:
    """Return how much higher the last samples are than the first: medians."""
    count = max(1, int(len(values) * SHARE))
    if not values:
        return 0.0
    return statistics.median(values[-count:]) - statistics.median(values[:count])


def held_figures(held: Mapping[str, Sequence[Held]]) -> dict[str, float]:
    """Return the growth of the process that grows most, by figure.

    Args:
        held: Samples after the warm-up, by process.
    """

    def most(metric: Callable[[Held], float]) -> float:
        return max((growth([metric(h) for h in samples]) for samples in held.values()), default=0.0)

    rss = []
    for samples in held.values():
        first = samples[0].rss_mib if samples else 0.0
        grown = growth([sample.rss_mib for sample in samples])
        rss.append(100.0 * grown / first if first else 0.0)
    return {
        "soak_rss_growth_percent": max(rss, default=0.0),
        "soak_fds_growth": most(lambda held: held.fds),
        "soak_threads_growth": most(lambda held: held.threads),
        "soak_tasks_growth": most(lambda held: held.tasks),
    }


def line_figures(stretches: Sequence[Good]) -> dict[str, float]:
    """Return how the good stretches changed over the lesson, and how many stood still."""
    figures = {"unrecovered_freezes": float(sum(stretch.frozen for stretch in stretches))}
    voices = [s.voice_ms for s in stretches if s.voice_ms is not None]
    pictures = [s.picture_ms for s in stretches if s.picture_ms is not None]
    if voices:
        figures["voice_delay_drift_ms"] = growth(voices)
    if pictures:
        figures["picture_delay_drift_ms"] = growth(pictures)
    return figures


LIMITS = {
    "soak_rss_growth_percent": RSS_GROWTH_PERCENT,
    "soak_fds_growth": FDS_GROWTH,
    "soak_threads_growth": THREADS_GROWTH,
    "soak_tasks_growth": TASKS_GROWTH,
    "unrecovered_freezes": 0.0,
    "voice_delay_drift_ms": DRIFT_MS,
    "picture_delay_drift_ms": PICTURE_DRIFT_MS,
}
"""The highest that is let through; the growth of memory must stay below it."""


def broken(figures: Mapping[str, float]) -> list[str]:
    """Return a sentence for each limit that is broken or was not measured."""
    words = []
    for metric, limit in LIMITS.items():
        value = figures.get(metric)
        if value is None:
            words.append(f"{metric} could not be measured")
        elif value > limit or (metric == "soak_rss_growth_percent" and value >= limit):
            words.append(f"{metric} is {value:.1f}; the limit is {limit:.1f}")
    return words
