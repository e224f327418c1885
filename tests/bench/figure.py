"""`figure`: what Karlsson's drawing costs the page in each frame, on a tablet six times slower.

The drawing stands alone on a page, as wide as in class on a tablet. Chromium slows its main
thread down by six and writes a trace; the cost of a frame is what that thread worked in a
60th of a second. Frames that the display compositor drew are counted as well. An empty page
and one box that fades twenty times a second are measured beside it: that much is the
browser's own.
"""

import asyncio
import sys
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Route, async_playwright
from playwright.async_api import Error as PlaywrightError

from tests.bench.children import BenchError
from tests.bench.main_thread import Event, drawn_per_s, frames_ms
from tests.bench.rows import Row, percentile, summarise
from tests.chromium import ARGUMENTS, HEADLESS_SHELL
from tests.pupil_app import pages

THROTTLE = 6
METRIC = "figure_frame_ms"
DRAWN_METRIC = "figure_fps"
CATEGORIES = ("toplevel", "viz")
PERCENTS = (50, 95, 99)
SETTLE_S = 1.0
TRACE_TIMEOUT_S = 30.0

PERFORM = """(what) => {
    if (what === "empty page") return;
    if (what === "one box fades") {
        const box = document.getElementById("sheet");
        let at = 0;
        setInterval(() => (box.style.opacity = 0.5 + 0.4 * Math.sin(++at)), 50);
        box.append("Karlsson");
        return;
    }
    const shown = new Figure("Karlsson");
    const frame = document.createElement("div");
    frame.style.width = "178px";
    frame.append(shown.node);
    document.getElementById("sheet").replaceChildren(frame);
    const turned = (n) => ({ pan_deg: 60 * Math.sin(n / 8), tilt_deg: 10 * Math.cos(n / 8) });
    const reports = Array.from({ length: 251 }, (_, n) =>
        presence({ signal: "speaking", ...turned(n) }));
    const raised = presence({ signal: "hand", hand: { raised: true } });
    shown.update(what === "hand up" ? raised : reports[0]);
    if (what !== "speaks and turns") return;
    let n = 0;
    setInterval(() => {
        shown.update(reports[++n % reports.length]);
        shown.voice(0.5 + 0.5 * Math.sin(n * 1.7));
    }, 50);
}"""
"""Reports and levels come twenty times a second; the reports are made before."""

SCENES = ("empty page", "one box fades", "breathes", "hand up", "speaks and turns")


async def measure(seconds: float, runs: int) -> list[Row]:
    """Return the percentiles of a frame's cost for each scene; `line` says which percentile.

    Raises:
        BenchError: It cannot be measured here.
    """
    found: dict[str, list[list[float]]] = {scene: [] for scene in SCENES}
    drawn: dict[str, list[float]] = {scene: [] for scene in SCENES}
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=HEADLESS_SHELL, args=list(ARGUMENTS)
            )
            for _ in range(runs):
                for scene in SCENES:
                    events = await _traced(browser, scene, seconds)
                    frames, fps = frames_ms(events), drawn_per_s(events)
                    told = ", ".join(f"{percentile(frames, percent):.1f}" for percent in PERCENTS)
                    print(f"{scene}: {told} ms, {fps:.0f}/s", file=sys.stderr, flush=True)
                    found[scene].append(frames)
                    drawn[scene].append(fps)
            await browser.close()
    except (PlaywrightError, TimeoutError, ValueError) as error:
        raise BenchError(f"no trace of the drawing: {error}") from error
    costs = [
        row
        for percent in PERCENTS
        for scene in SCENES
        for row in summarise(
            f"p{percent}, {THROTTLE} times slower",
            scene,
            [{METRIC: percentile(frames, percent)} for frames in found[scene]],
        )
    ]
    return costs + [
        row
        for scene in SCENES
        for row in summarise(
            f"drawn, {THROTTLE} times slower",
            scene,
            [{DRAWN_METRIC: fps} for fps in drawn[scene]],
        )
    ]


async def _traced(browser: Browser, scene: str, seconds: float) -> list[Event]:
    context = await browser.new_context(viewport={"width": 1180, "height": 820})
    try:
        await context.route("**/*", _answer)
        return await _trace(context, scene, seconds)
    finally:
        await context.close()


async def _trace(context: BrowserContext, scene: str, seconds: float) -> list[Event]:
    page = await context.new_page()
    await page.goto(f"{pages.ORIGIN}/screens/figures.html?only=nothing")
    await page.wait_for_selector("html[data-ready]")
    await page.evaluate(PERFORM, scene)
    session = await context.new_cdp_session(page)
    events: list[Event] = []
    complete = asyncio.Event()

    def collect(message: dict[str, Any]) -> None:
        events.extend(message["value"])

    session.on("Tracing.dataCollected", collect)
    session.on("Tracing.tracingComplete", lambda _: complete.set())
    await session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    await asyncio.sleep(SETTLE_S)
    await session.send(
        "Tracing.start",
        {
            "transferMode": "ReportEvents",
            "traceConfig": {"includedCategories": list(CATEGORIES)},
        },
    )
    await asyncio.sleep(seconds)
    await session.send("Tracing.end")
    async with asyncio.timeout(TRACE_TIMEOUT_S):
        await complete.wait()
    return events


async def _answer(route: Route) -> None:
    status, headers, body = pages.answer(urlsplit(route.request.url).path)
    await route.fulfill(status=status, headers=headers, body=body)
