"""Engine `libwebrtc`: a Chromium at each end of the line, as good as browsers are.

Nothing is tuned. `libwebrtc-low` asks the child's browser for the least buffer
(`jitterBufferTarget = 0`), as a page that knows of it may.
"""

import contextlib
import functools
import json
import os
from collections.abc import AsyncIterator

import psutil
from playwright.async_api import Page, Route

from tests.bench.browser import SCRIPTS
from tests.bench.children import BenchError, Scales, started
from tests.bench.libwebrtc import heard_by
from tests.bench.networks.by_aiortc import join_small_page, nothing, open_small_page
from tests.bench.networks.stage import Room, Stage, browser_in


@contextlib.asynccontextmanager
async def room(stage: Stage, *, low: bool = False) -> AsyncIterator[Room]:
    """Prepare a lesson; everything has ended behind it."""
    before = _browsers()
    place = stage.network.robot
    async with (
        started(
            "tests.bench.networks.sender_host", str(stage.pictures), prefix=place.command([])
        ) as (_, ready),
        browser_in(stage.playwright, place, stage.folder) as chromium,
    ):
        pid = _newest(before)
        context = await chromium.new_context(permissions=["microphone"])
        await context.add_init_script(path=SCRIPTS / "child.js")
        robot = await context.new_page()
        size = f"?width={stage.size.width_px}&height={stage.size.height_px}"
        await robot.goto(ready["url"] + size)
        await robot.wait_for_function("window.benchAnswer !== undefined")

        async def answered(route: Route) -> None:
            offer = json.loads(route.request.post_data or "")
            await route.fulfill(json=await robot.evaluate("offer => benchAnswer(offer)", offer))

        await open_small_page(stage, answered, "?low" if low else "")
        yield Room(
            lambda: join_small_page(stage),
            nothing,
            functools.partial(_forget, robot),
            functools.partial(heard_by, robot),
            lambda: Scales("agent", pid, with_children=True),
        )


async def _forget(robot: Page) -> None:
    await robot.evaluate("benchForget()")


def _browsers() -> set[int]:
    """Return the main processes of the browsers that we run."""
    found = set()
    for process in psutil.Process(os.getpid()).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            words = process.cmdline()
            if any("chromium" in word for word in words[:1]) and not any(
                word.startswith("--type=") for word in words
            ):
                found.add(int(process.pid))
    return found


def _newest(before: set[int]) -> int:
    new = _browsers() - before
    if not new:
        raise BenchError("the sending Chromium is not found")
    return min(new)
