"""`crossing`: voice and commands on narrow lines, with and without a still or a sheet beside them.

Real Chromium with the child's app, the demo at the other end, and the same line both ways. A
sheet goes up and stills come down, one after the other, while the child speaks and looks around.
Each run has another order, and pauses between: the robot's jitter buffer remembers for seconds.
"""

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import Page, Playwright, async_playwright

from tests.bench import browser
from tests.bench.browser import SCRIPTS, STEP_TIMEOUT_S
from tests.bench.children import BenchError, started
from tests.bench.ear import Ear
from tests.bench.karlsson import tap_around
from tests.bench.moves import looks_to_pulse_ms
from tests.bench.networks.stage import PORT, browser_in, ear_in
from tests.bench.rows import Row, middle_and_tail, summarise
from tests.bench.servos import NotingServo, bus_under
from tests.bench.voice import Beep, Block, delays_ms, heard_beeps, voice_figures
from tests.netlab import Lab, Line, lab

LINES: Mapping[str, Line] = {
    "300k": Line(delay_ms=30, rate_kbps=300, queue_ms=1000),
    "1M": Line(delay_ms=30, rate_kbps=1000, queue_ms=500),
}
START_LINE = Line(delay_ms=5)
SHEET_BYTES = 120_000
"""As large as a still. Headers and the wish of the voice for short pieces count in its time."""
SETTLE_S = 8.0
FORGET_S = 12.0
"""Pause after each load. The jitter buffer remembers frames of 10 s."""
TAIL_S = 1.5
SETUP_TIMEOUT_S = 90.0
MAIN = Path(__file__).parents[2] / "pupil_app" / "js" / "child" / "main.js"
SCRIPT = (SCRIPTS / "crossing.js").read_text(encoding="utf-8")

BLIND = "HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0"
"""Reading every picture would keep the page so busy that it hears nothing else in time."""

LOADS: Mapping[str, str] = {"nothing": "", "sheet up": "sheet", "still down": "still"}
"""Traffic that crosses beside the media, by the name in the rows."""

WINDOW_TIMEOUT_S = FORGET_S + 40
"""For each load, beside its seconds: what crosses at their end is waited for."""


async def measure(seconds: float, runs: int) -> list[Row]:
    """Return the figures of every line with every load, the median over the runs.

    Raises:
        BenchError: A lesson did not come about.
    """
    figures: dict[tuple[str, str], list[dict[str, float]]] = {}
    for run in range(runs):
        for name, line in LINES.items():
            print(f"run {run + 1} of {runs}: {name} ...", file=sys.stderr, flush=True)
            try:
                async with asyncio.timeout(
                    len(LOADS) * (seconds + WINDOW_TIMEOUT_S) + SETUP_TIMEOUT_S
                ):
                    measured = await _lesson(line, seconds, in_turn(run))
            except TimeoutError:
                raise BenchError(f"{name}: the lesson took too long") from None
            for load, found in measured.items():
                figures.setdefault((name, load), []).append(found)
    return [row for (name, load), found in figures.items() for row in summarise(name, load, found)]


def in_turn(run: int) -> list[str]:
    """Return the names of the loads, beginning with another one in each run."""
    names = list(LOADS)
    first = run % len(names)
    return names[first:] + names[:first]


async def _lesson(line: Line, seconds: float, loads: Sequence[str]) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory(prefix="karlsson-crossing-") as folder:
        async with (
            async_playwright() as playwright,
            lab(START_LINE, seed=time.time_ns() % 2**31) as network,
            _tablet(playwright, network, Path(folder)) as page,
            ear_in(Path(folder) / "ear") as ear,
            started(
                "robot.demo",
                *("--json", "--host", network.robot.address, "--port", str(PORT)),
                *("--camera", "classroom:", "--microphone", "testtone:"),
                *("--speaker", f"unix:{Path(folder) / 'ear'}", "--speaker-format", "s16le"),
                *("--speaker-option", "flush_packets=1"),
                prefix=network.robot.command([]),
            ) as (pid, ready),
            bus_under(pid, Path(ready["log"]).parent) as pan,
        ):
            await page.goto(ready["pupil"])
            await page.evaluate(SCRIPT)
            network.change(down=line, up=line)
            await join_here(page)
            await page.evaluate(BLIND)
            await page.get_by_role("button", name="Mikro", exact=True).click()
            await asyncio.sleep(SETTLE_S)
            found = {}
            for load in loads:
                await asyncio.sleep(FORGET_S)
                found[load] = await _window(page, ear, pan, LOADS[load], seconds)
            return found


async def join_here(page: Page) -> None:
    """Go to class; the page is open."""
    await page.get_by_role("button", name="Ich bin da").click()
    await browser.first_sight_ms(page)


async def _window(
    page: Page, ear: Ear, pan: NotingServo, what: str, seconds: float
) -> dict[str, float]:
    """Return the figures of some seconds with this load."""
    if what:
        await page.evaluate(f"benchCrossing.repeat('{what}', {SHEET_BYTES})")
    await browser.start(page)
    ear.clear()
    from_ms = time.time() * 1000
    await tap_around(page, seconds)
    to_ms = time.time() * 1000
    seen = await browser.seen(page)
    times: list[Any] = []
    await asyncio.sleep(TAIL_S)
    sent = await browser.beeps(page, from_ms, to_ms)
    blocks = ear.blocks()
    if what:
        times = await page.evaluate(
            "(async () => { benchCrossing.going = false; await benchCrossing.done;"
            " return benchCrossing.times; })()"
        )
    voice = _voice(sent, blocks)
    if not voice:
        reads = " ".join((await page.inner_text("body")).split())
        print(f"the child reads: {reads}", file=sys.stderr, flush=True)
    return {
        **voice,
        **middle_and_tail("look_to_pulse", looks_to_pulse_ms(seen.taps_ms, seen.looks, pan.orders)),
        **_crossed(what, times),
    }


def _voice(sent: list[Beep], blocks: list[Block]) -> dict[str, float]:
    """Return delay and gaps of the voice; a window without any is told, and counts for nothing."""
    try:
        return {
            **voice_figures(sent, blocks),
            **middle_and_tail("voice_delay", delays_ms(sent, heard_beeps(blocks))[0]),
        }
    except ValueError:
        print(f"no voice: {len(sent)} sent, {len(blocks)} blocks", file=sys.stderr, flush=True)
        return {}


def _crossed(what: str, times: list[Any]) -> dict[str, float]:
    whole = [entry for entry in times if entry[0] is not None]
    if not whole:
        return {}
    print(f"{what}: {whole}", file=sys.stderr, flush=True)
    taken = sorted(entry[0] for entry in whole)[len(whole) // 2]
    if what == "sheet":
        return {"sheet_ms": taken}
    crossing = sorted(entry[1] for entry in whole)[len(whole) // 2]
    return {"still_ms": taken, "still_crossing_ms": crossing}


@contextlib.asynccontextmanager
async def _tablet(playwright: Playwright, network: Lab, folder: Path) -> AsyncIterator[Page]:
    """Open the page of a child that beeps, at the child's end of the line."""
    url = f"http://{network.robot.address}:{PORT}"
    async with browser_in(playwright, network.child, folder, url) as chromium:
        context = await chromium.new_context(
            viewport={"width": 1180, "height": 820}, permissions=["microphone"], locale="de-DE"
        )
        context.set_default_timeout(STEP_TIMEOUT_S * 1000)
        for script in ("sights.js", "child.js"):
            await context.add_init_script(path=SCRIPTS / script)
        # In single modules: what our script imports is then what the page uses.
        await context.route("**/app/js/child/main.js", lambda route: route.fulfill(path=MAIN))
        yield await context.new_page()
