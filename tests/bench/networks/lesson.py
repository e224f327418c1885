"""One lesson of one engine on one line, measured."""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Playwright, async_playwright

from robot.media.types.cells import Samples
from robot.media.types.spec import Size
from tests.bench import browser
from tests.bench.children import BenchError
from tests.bench.networks import by_aiortc, by_karlsson, by_libwebrtc, material, pesq_score, words
from tests.bench.networks.freezes import freeze_figures, recover_s
from tests.bench.networks.lines import NetworkLine
from tests.bench.networks.loop import open_loop
from tests.bench.networks.similarity import shown_ssim
from tests.bench.networks.stage import Room, Stage, tablet, unpacked_lumas
from tests.bench.pictures import Sight, delays_ms, presented
from tests.bench.rows import percentile
from tests.netlab import Lab, Line, lab

SETTLE_S = 3.0
"""Behind the first picture: every engine may find out what the line can do."""

TAIL_S = 1.0
SETUP_TIMEOUT_S = 75.0
START_LINE = Line(delay_ms=5)
"""Pages are loaded before the line gets bad: what is measured is a lesson."""

Engine = Callable[[Stage], AbstractAsyncContextManager[Room]]


def _low(stage: Stage) -> AbstractAsyncContextManager[Room]:
    return by_libwebrtc.room(stage, low=True)


ENGINES: dict[str, Engine] = {
    "karlsson": by_karlsson.room,
    "aiortc": by_aiortc.room,
    "libwebrtc": by_libwebrtc.room,
    "libwebrtc-low": _low,
}
DEFAULT_ENGINES = ("karlsson", "aiortc", "libwebrtc")


@dataclass(frozen=True)
class Measured:
    """Measurements of one stretch: Unix times in ms; `stats_s` lie between the counts."""

    sights: list[Sight]
    before: dict[str, float]
    after: dict[str, float]
    stats_s: float
    from_ms: float
    to_ms: float


async def lesson(
    engine: str, line: NetworkLine, picture: str, size: Size, seconds: float, speech: Samples
) -> dict[str, float]:
    """Return the figures of one lesson: new processes, new browsers, a new line.

    Raises:
        BenchError: It took too long, or no figure came of it.
    """
    pictures = material.prepare(picture, size)
    material.check(pictures, size)
    seconds = max(seconds, line.at_least_s)
    try:
        async with asyncio.timeout(seconds + SETUP_TIMEOUT_S):
            with tempfile.TemporaryDirectory(prefix="karlsson-networks-") as name:
                async with (
                    async_playwright() as playwright,
                    lab(START_LINE, seed=time.time_ns() % 2**31) as network,
                ):
                    return await _held(
                        playwright,
                        network,
                        Path(name),
                        engine,
                        line,
                        pictures,
                        size,
                        seconds,
                        speech,
                    )
    except TimeoutError:
        raise BenchError(f"{engine} on {line.name}: the lesson took too long") from None
    except PlaywrightError as error:
        raise BenchError(f"{engine} on {line.name}: {error.message}") from error


async def _held(
    playwright: Playwright,
    network: Lab,
    folder: Path,
    engine: str,
    line: NetworkLine,
    pictures: Path,
    size: Size,
    seconds: float,
    speech: Samples,
) -> dict[str, float]:
    async with tablet(playwright, network, folder, speech) as page:
        stage = Stage(playwright, network, folder, page, pictures, size)
        async with ENGINES[engine](stage) as room:
            network.change(down=line.down, up=line.up)
            await room.join()
            await browser.first_sight_ms(page)
            await room.speak()
            await asyncio.sleep(SETTLE_S)
            await room.forget()
            scales = room.weigh()
            measured = await _measured(stage, line, seconds)
            weighed = scales.figures()
            await asyncio.sleep(TAIL_S)
            return {
                **_picture(measured, line),
                **await _likeness(stage),
                **await _voice(stage, room, measured, speech),
                "agent_cpu_percent": weighed["agent_cpu_percent"],
                "load_average": os.getloadavg()[0],
            }


async def _measured(stage: Stage, line: NetworkLine, seconds: float) -> Measured:
    """Let the lesson go on, while the line does what it is to do."""
    page = stage.page
    if line.down.trace or line.up.trace:
        # A recording begins anew: every engine meets the same stretch of it.
        stage.network.change(down=line.down, up=line.up)
    await page.evaluate("benchGrab(true)")
    await browser.start(page)
    before = await page.evaluate("benchStats()")
    from_ms = time.time() * 1000
    if line.steps:
        stage.network.schedule(
            down=[(step.at_s, step.down) for step in line.steps],
            up=[(step.at_s, step.up) for step in line.steps if step.up],
        )
    await asyncio.sleep(seconds)
    to_ms = time.time() * 1000
    after = await page.evaluate("benchStats()")
    stats_s = time.time() - from_ms / 1000
    await page.evaluate("benchGrab(false)")
    sights = [
        sight for sight in (await browser.seen(page)).sights if from_ms <= sight.at_ms <= to_ms
    ]
    return Measured(sights, before, after, stats_s, from_ms, to_ms)


def _picture(measured: Measured, line: NetworkLine) -> dict[str, float]:
    figures: dict[str, float] = {}
    delays = delays_ms(measured.sights)
    if delays:
        for percent in (50, 95, 99):
            figures[f"picture_p{percent}_ms"] = percentile(delays, percent)
    seconds = (measured.to_ms - measured.from_ms) / 1000
    shown = presented(measured.sights) + 1 if delays else 0
    figures["fps"] = shown / seconds
    figures |= freeze_figures(measured.sights, measured.from_ms, measured.to_ms)
    if line.event_s is not None:
        event_ms = measured.from_ms + line.event_s * 1000
        figures["recover_s"] = recover_s(measured.sights, event_ms, measured.to_ms)
    # A connection that took over meanwhile has counted from nothing.
    same = measured.after["frames"] >= measured.before["frames"]
    before = measured.before if same else dict.fromkeys(measured.before, 0)
    grown = {key: measured.after[key] - before[key] for key in measured.after}
    figures["key_frames"] = float(grown["keyFrames"])
    figures["kbps"] = grown["bytes"] * 8 / measured.stats_s / 1000
    return figures


async def _likeness(stage: Stage) -> dict[str, float]:
    sizes, data = await stage.page.evaluate("benchGrabbed()")
    pictures = open_loop(stage.pictures, stage.size)
    values = [
        value
        for shown in unpacked_lumas(sizes, data)
        if (value := await asyncio.to_thread(shown_ssim, shown, pictures, stage.size)) is not None
    ]
    return {"ssim": sum(values) / len(values)} if values else {}


async def _voice(stage: Stage, room: Room, measured: Measured, speech: Samples) -> dict[str, float]:
    started_s, offsets = await stage.page.evaluate("benchSpoken()")
    loop_ms = _loop_started_ms(started_s, dict(offsets), measured)
    heard = await room.heard()
    span = (speech, loop_ms, heard, measured.from_ms, measured.to_ms)
    figures = await asyncio.to_thread(words.voice_figures, *span)
    score = await asyncio.to_thread(lambda: pesq_score.score(words.pieces(*span)))
    return figures if score is None else figures | {"pesq": score}


def _loop_started_ms(started_s: float, offsets: dict[float, float], measured: Measured) -> float:
    """Return when the first word left, by the audio clock of the measured time.

    The offset of the two clocks is known each second; the least is that of a block just made.
    """
    during = [
        offset
        for second, offset in offsets.items()
        if measured.from_ms <= second * 1000 + offset <= measured.to_ms
    ]
    if not during:
        raise BenchError("the child's audio clock stood still")
    return started_s * 1000 + statistics.median(during)
