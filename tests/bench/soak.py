"""`soak`: one long lesson over lines that change, in the whole demo with a real Chromium."""

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from playwright.async_api import Page, async_playwright

from tests.bench import browser
from tests.bench.children import MIB, BenchError, child_running, started
from tests.bench.ear import Ear
from tests.bench.karlsson import MODULES, join
from tests.bench.pictures import delays_ms as picture_delays_ms
from tests.bench.pictures import rate
from tests.bench.rows import Row, percentile, summarise
from tests.bench.soaking import Good, Held, broken, held_figures, line_figures
from tests.bench.tasks_held import tasks_of, told_in
from tests.bench.voice import delays_ms, heard_beeps
from tests.chromium import ARGUMENTS, CHROMIUM
from tests.netlab import Lab, Line, lab
from tests.netlab.chromium import chromium_in
from tests.netlab.laboratory import LabError

ENGINE = "karlsson"
GOOD = Line(delay_ms=20)
BAD: Sequence[tuple[str, Line]] = (
    ("1 % loss", Line(delay_ms=30, loss=0.01)),
    ("bursts of 4, 5 %", Line(delay_ms=30, loss=0.05, burst=4)),
    ("300 kbit/s, 1 s queue", Line(delay_ms=30, rate_kbps=300, queue_ms=1000)),
    ("1 Mbit/s, jitter, 2 %", Line(delay_ms=30, rate_kbps=1000, jitter_ms=20, loss=0.02)),
    ("120 ms, 5 %", Line(delay_ms=120, loss=0.05)),
    ("outage of 5 s", Line(outage=True)),
    ("30 % loss", Line(delay_ms=30, loss=0.3)),
)

GOOD_S = 20.0
BAD_S = 15.0
OUTAGE_S = 5.0
LOOK_S = 8.0
"""The end of a good stretch: until then everything must have recovered."""

TAIL_S = 1.0
SAMPLE_S = 5.0
WARM_UP_SHARE = 0.2
LEAST_FPS = 5.0
LEAST_S = 60.0
JOIN_TIMEOUT_S = 60.0
AS_INSTALLED = {"MALLOC_ARENA_MAX": "2"}
"""As in the robot's unit: threads of codecs otherwise keep memory that looks like a leak."""


class LimitError(BenchError):
    """A limit is broken; the rows say what was measured all the same."""

    def __init__(self, words: str, rows: list[Row]) -> None:
        super().__init__(words)
        self.rows = rows


@dataclass
class Log:
    """Samples and stretches noted so far."""

    held: dict[str, list[Held]] = field(default_factory=dict)
    stretches: list[Good] = field(default_factory=list)


@dataclass(frozen=True)
class Lesson:
    """A lesson that runs."""

    page: Page
    ear: Ear
    pids: dict[str, int]
    telling: Path
    """Folder in which the processes report how many tasks they have."""


async def measure(seconds: float, runs: int) -> list[Row]:
    """Return how much was held at the end and how late things came, compared with the beginning.

    Args:
        seconds: Of the lesson.
        runs: There is one, however many are asked for.

    Raises:
        LimitError: Something grew or stood still.
        BenchError: It cannot be measured here.
    """
    seconds = max(LEAST_S, seconds)
    try:
        async with lab(GOOD) as network:
            return await _soaked(network, seconds)
    except LabError as error:
        say(f"no line to change on this machine ({error}): the loopback it is")
        return await _soaked(None, seconds)


async def _soaked(network: Lab | None, seconds: float) -> list[Row]:
    log = Log()
    async with _lesson(network) as lesson:
        end_s = time.monotonic() + seconds
        async with asyncio.TaskGroup() as tasks:
            sampling = tasks.create_task(_sample(lesson, log))
            await _changes(network, lesson, log, end_s)
            sampling.cancel()
    return _judged(network, log)


def _judged(network: Lab | None, log: Log) -> list[Row]:
    warm = {
        name: samples[int(len(samples) * WARM_UP_SHARE) :] for name, samples in log.held.items()
    }
    figures = held_figures(warm) | line_figures(log.stretches)
    for name, samples in warm.items():
        if samples:
            figures[f"{name}_rss_mib"] = samples[-1].rss_mib
    rows = summarise("changing" if network else "loopback", ENGINE, [figures])
    words = broken(figures)
    if words:
        raise LimitError("; ".join(words), rows)
    return rows


async def _changes(network: Lab | None, lesson: Lesson, log: Log, end_s: float) -> None:
    """Change the line to and fro until the time is over; look at the end of each good stretch."""
    number = 0
    while True:
        _change(network, "good", GOOD)
        await asyncio.sleep(GOOD_S - LOOK_S)
        good = await _look(lesson)
        log.stretches.append(good)
        say(f"{max(0.0, end_s - time.monotonic()):5.0f} s left: {good}, {_newest(log)}")
        if time.monotonic() >= end_s:
            return
        name, line = BAD[number % len(BAD)]
        number += 1
        _change(network, name, line)
        await asyncio.sleep(OUTAGE_S if line.outage else BAD_S)


def _change(network: Lab | None, name: str, line: Line) -> None:
    if network is not None:
        say(f"the line: {name}")
        network.change(line)


def _newest(log: Log) -> str:
    return ", ".join(
        f"{name} {samples[-1].rss_mib:.0f} MiB {samples[-1].tasks} tasks"
        for name, samples in log.held.items()
        if samples
    )


async def _look(lesson: Lesson) -> Good:
    """Return what is seen and heard for `LOOK_S` from now on."""
    lesson.ear.clear()
    await browser.start(lesson.page)
    from_ms = time.time() * 1000
    await asyncio.sleep(LOOK_S)
    to_ms = time.time() * 1000
    sights = (await browser.seen(lesson.page)).sights
    await asyncio.sleep(TAIL_S)
    sent = await browser.beeps(lesson.page, from_ms, to_ms)
    pictures = picture_delays_ms(sights)
    voices, _ = delays_ms(sent, heard_beeps(lesson.ear.blocks()))
    frozen = len(sights) < 2 or rate(sights) < LEAST_FPS or not voices
    return Good(
        percentile(pictures, 50) if pictures else None,
        percentile(voices, 50) if voices else None,
        frozen,
    )


async def _sample(lesson: Lesson, log: Log) -> None:
    """Note what each process holds, for ever."""
    processes = {name: psutil.Process(pid) for name, pid in lesson.pids.items()}
    while True:
        for name, process in processes.items():
            try:
                with process.oneshot():
                    held = Held(
                        process.memory_info().rss / MIB,
                        process.num_fds(),
                        process.num_threads(),
                        tasks_of(lesson.telling, process.pid),
                    )
            except psutil.NoSuchProcess:
                raise BenchError(f"{name} ended in the middle of the lesson") from None
            log.held.setdefault(name, []).append(held)
        await asyncio.sleep(SAMPLE_S)


@contextlib.asynccontextmanager
async def _lesson(network: Lab | None) -> AsyncIterator[Lesson]:
    """Hold a lesson with beeps and a stamped picture, at both ends of the line."""
    with tempfile.TemporaryDirectory(prefix="karlsson-soak-") as name:
        folder = Path(name)
        ear = Ear()
        # Namespaces part what listens on an address, but not what listens in the file system.
        server = await asyncio.get_running_loop().create_unix_server(lambda: ear, folder / "ear")
        arguments = [
            *("--json", "--port", "0", "--camera", "testcard:", "--microphone", "testtone:"),
            *("--speaker", f"unix:{folder / 'ear'}", "--speaker-format", "s16le"),
            *("--speaker-option", "flush_packets=1"),
        ]
        environment = AS_INSTALLED | told_in(folder)
        prefix: list[str] = []
        if network is not None:
            arguments += ["--host", network.robot.address]
            prefix = network.robot.command([])
        async with (
            server,
            started("robot.demo", *arguments, environment=environment, prefix=prefix) as (
                pid,
                ready,
            ),
            _tablet(network, folder, ready["pupil"]) as page,
        ):
            async with asyncio.timeout(JOIN_TIMEOUT_S):
                await join(page, ready["pupil"])
                await page.get_by_role("button", name="Mikro", exact=True).click()
            pids = {name: child_running(pid, module) for name, module in MODULES.items()}
            yield Lesson(page, ear, pids, folder)


@contextlib.asynccontextmanager
async def _tablet(network: Lab | None, folder: Path, url: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        if network is None:
            chromium = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=list(ARGUMENTS)
            )
        else:
            chromium = await playwright.chromium.launch(**chromium_in(network.child, folder, url))
        try:
            async with browser.open_tablet(chromium) as page:
                yield page
        finally:
            await chromium.close()


def say(words: str) -> None:
    """Tell whoever waits; standard output belongs to the figures."""
    print(words, file=sys.stderr, flush=True)
