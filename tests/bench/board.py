"""`board`: can a child read it? Rendered boards, and what zoom and stills cost in a call."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

from playwright.async_api import Browser, Page

from robot.board.still import MOST_BYTES, StillFailed, develop_still
from robot.media.devices.cameras import run_camera
from robot.media.types.cells import Newest
from robot.media.types.framing import Pixels
from robot.media.types.spec import HeadPose, Size, parse_camera
from robot.media.types.viewfinder import Viewfinder
from tests.bench import board_ways, boards, browser, karlsson
from tests.bench.board_ways import WAYS, Scene
from tests.bench.boards import Kind
from tests.bench.browser import open_chromium
from tests.bench.children import BenchError, Scales, child_running
from tests.bench.moves import taps_to_picture_ms
from tests.bench.rows import Row, middle_and_tail, summarise

KINDS: tuple[Kind, ...] = ("chalk", "marker")
HEIGHTS_M = (0.02, 0.04, 0.08)
DISTANCES_M = (3.0, 6.0, 9.0)
SENSORS = {"8 MP": Pixels(3280, 2464), "full HD": Pixels(1920, 1080)}
FRAMES = 6

ENGINE = "karlsson"
STILLS = 5
STILL_TIMEOUT_S = 30.0
STEP_S = 0.7
"""From one tap to the next: the picture must rest before each."""
SETTLE_S = 2.0
CALL_TIMEOUT_S = 120.0

NEAR = ((5.0, 0.42, 0.42), (5.0, 0.60, 0.42))
"""Zoom and middle: two places of the board in the drawn class."""
FINGER_S = 0.05
"""A finger that draws sends twenty crops a second."""


async def measure(seconds: float, runs: int) -> list[Row]:
    """Return what can be read, and what it costs; `line` says size, distance and way.

    Raises:
        BenchError: It cannot be measured here.
    """
    return await asyncio.to_thread(letters, runs) + await costs(seconds, runs)


async def costs(seconds: float, runs: int) -> list[Row]:
    """Return what zoom and stills cost in a call.

    Raises:
        BenchError: It cannot be measured here.
    """
    rows: list[Row] = []
    async with open_chromium() as chromium:
        for line, call in CALLS.items():
            print(f"{line} ...", file=sys.stderr, flush=True)
            found = [await _one(call, chromium, seconds) for _ in range(runs)]
            rows += summarise(line, ENGINE, found)
    print("stills ...", file=sys.stderr, flush=True)
    return rows + summarise("drawn class", ENGINE, await stills())


def letters(runs: int) -> list[Row]:
    """Return how many letters are named, for each size, distance and way.

    Raises:
        BenchError: Tesseract does not run here.
    """
    rows: list[Row] = []
    for name, sensor in SENSORS.items():
        for height_m in HEIGHTS_M:
            for distance_m in DISTANCES_M:
                size = f"{round(height_m * 100)} cm at {distance_m:.0f} m"
                print(f"{name}: {size} ...", file=sys.stderr, flush=True)
                for kind in KINDS:
                    scenes = [
                        _scene(kind, height_m, distance_m, sensor, run) for run in range(runs)
                    ]
                    for way in WAYS:
                        found = [board_ways.percent_named(scene, way) for scene in scenes]
                        rows += summarise(f"{name}, {size}, {way}", kind, found)
    return rows


def _scene(kind: Kind, height_m: float, distance_m: float, sensor: Pixels, seed: int) -> Scene:
    width_m = board_ways.text_width_m(height_m, distance_m, sensor)
    writing = boards.written(kind, height_m, seed, width_m)
    frames = boards.photographed(writing, distance_m, sensor, FRAMES, seed)
    return Scene(writing, distance_m, frames)


async def stills() -> list[dict[str, float]]:
    """Return how long stills take beside a camera that goes on, without their way to the child.

    Raises:
        BenchError: None could be taken.
    """
    finder, pictures = Viewfinder(), Newest()  # type: ignore[var-annotated]
    camera = run_camera(
        parse_camera("classroom:"),
        Size(),
        pictures,
        lambda: HeadPose(0.0, 6.0),
        lambda event: None,
        66.0,
        finder=finder,
    )
    found = []
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(camera)
        await pictures.next(0)
        try:
            for _ in range(STILLS):
                started_s = time.monotonic()
                still = await develop_still(finder, MOST_BYTES, STILL_TIMEOUT_S)
                taken_ms = 1000 * (time.monotonic() - started_s)
                found.append({"still_taken_ms": taken_ms, "still_kb": len(still.data) / 1000})
        except StillFailed as error:
            raise BenchError(f"still: {error}") from error
        finally:
            running.cancel()
    return found


Call = Callable[[Browser, float], Awaitable[dict[str, float]]]


async def _one(call: Call, chromium: Browser, seconds: float) -> dict[str, float]:
    try:
        async with asyncio.timeout(seconds + CALL_TIMEOUT_S):
            return await call(chromium, seconds)
    except TimeoutError:
        raise BenchError("a call took too long") from None


async def _tapping(chromium: Browser, seconds: float) -> dict[str, float]:
    """Return how soon the picture follows a crop, and what a zoomed call costs the agent."""
    async with (
        karlsson.demo("--camera", "classroom:") as running,
        browser.open_tablet(chromium) as page,
    ):
        await karlsson.join(page, running.pupil)
        await asyncio.sleep(SETTLE_S)
        await _crop(page, *NEAR[0])
        await asyncio.sleep(SETTLE_S)
        agent = Scales("agent_zoomed", child_running(running.pid, "robot"))
        await asyncio.sleep(seconds / 2)
        weighed = agent.figures()["agent_zoomed_cpu_percent"]
        await browser.start(page, with_thumbs=True)
        end_s = time.monotonic() + seconds
        turn = 0
        while time.monotonic() + STEP_S <= end_s:
            turn += 1
            await _crop(page, *NEAR[turn % len(NEAR)])
            await asyncio.sleep(STEP_S)
        seen = await browser.seen(page)
        pictures = await browser.thumbs(page)
        count = min(len(seen.thumb_times_ms), len(pictures))
        moved = taps_to_picture_ms(seen.thumb_times_ms[:count], pictures[:count], seen.taps_ms)
        if not moved:
            raise BenchError("the picture did not follow the crops")
        return {
            **middle_and_tail("zoom_tap_to_picture", moved),
            "agent_zoomed_cpu_percent": weighed,
        }


async def _drawing(chromium: Browser, seconds: float) -> dict[str, float]:
    """Return what it costs the agent while a finger draws the zoomed picture along."""
    async with (
        karlsson.demo("--camera", "classroom:") as running,
        browser.open_tablet(chromium) as page,
    ):
        await karlsson.join(page, running.pupil)
        await asyncio.sleep(SETTLE_S)
        agent = Scales("agent_zooming", child_running(running.pid, "robot"))
        end_s = time.monotonic() + seconds
        step = 0
        while time.monotonic() < end_s:
            step += 1
            way = abs(step % 80 - 40) / 40
            await _crop(page, 5.0, 0.35 + 0.3 * way, 0.42)
            await asyncio.sleep(FINGER_S)
        return {"agent_zooming_cpu_percent": agent.figures()["agent_zooming_cpu_percent"]}


CALLS: dict[str, Call] = {"zoomed call": _tapping, "zooming finger": _drawing}


async def _crop(page: Page, zoom: float, x: float, y: float) -> None:
    await page.evaluate("([zoom, x, y]) => benchSights.crop(zoom, x, y)", [zoom, x, y])
