"""`lesson`: a child in class through each engine, in turns, on this machine's loopback."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence

from playwright.async_api import Browser

from tests.bench import karlsson, libwebrtc, stock
from tests.bench.browser import open_chromium
from tests.bench.children import BenchError
from tests.bench.rows import Row, absent, summarise

LINE = "loopback"
LESSON_TIMEOUT_S = 90.0
"""Beside the measured seconds: starting, joining and ending on a slow machine."""

Lesson = Callable[[Browser, float], Awaitable[dict[str, float]]]
LESSONS: tuple[tuple[str, Lesson], ...] = (
    (karlsson.ENGINE, karlsson.lesson),
    (stock.ENGINE, stock.lesson),
    (libwebrtc.ENGINE, libwebrtc.lesson),
    (karlsson.ENGINE, karlsson.looking),
)
EXPECTED = {
    karlsson.ENGINE: karlsson.METRICS,
    stock.ENGINE: stock.METRICS,
    libwebrtc.ENGINE: libwebrtc.METRICS,
}


async def measure(seconds: float, runs: int) -> list[Row]:
    """Return the figures of every engine, the median over the runs.

    Raises:
        BenchError: A figure could not be measured in any run.
    """
    figures: dict[str, list[dict[str, float]]] = {engine: [] for engine in EXPECTED}
    async with open_chromium() as chromium:
        for run in range(runs):
            for engine, lesson in _turns(run):
                print(f"run {run + 1} of {runs}: {engine} ...", file=sys.stderr, flush=True)
                figures[engine].append(await _one(lesson, chromium, seconds))
    rows = [row for engine in figures for row in summarise(LINE, engine, figures[engine])]
    missing = {engine: absent(rows, engine, metrics) for engine, metrics in EXPECTED.items()}
    if any(missing.values()):
        raise BenchError(f"not measured: {missing}")
    return rows


def _turns(run: int) -> Sequence[tuple[str, Lesson]]:
    """Change which lesson goes first, so that a machine that slows down is fair to all."""
    return LESSONS if run % 2 == 0 else LESSONS[::-1]


async def _one(lesson: Lesson, chromium: Browser, seconds: float) -> dict[str, float]:
    try:
        async with asyncio.timeout(seconds + LESSON_TIMEOUT_S):
            return await lesson(chromium, seconds)
    except TimeoutError:
        raise BenchError("a lesson took too long") from None
    except ValueError as error:
        # The other runs may still tell; what no run measured ends the benchmark.
        print(f"a lesson gave no figures: {error}", file=sys.stderr, flush=True)
        return {}
