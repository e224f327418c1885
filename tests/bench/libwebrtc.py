"""Engine `libwebrtc`: the robot is a second Chromium page, as good as browsers are."""

import asyncio
import base64
import itertools
import json
import time

import numpy as np
from playwright.async_api import Browser, Page, Route

from tests.bench import browser
from tests.bench.pictures import picture_figures
from tests.bench.voice import Block, voice_figures

ENGINE = "libwebrtc"
METRICS = (
    *("picture_p50_ms", "picture_p95_ms", "fps", "voice_delay_p50_ms", "voice_missing"),
    "join_to_picture_ms",
)
SETTLE_S = 2.0
TAIL_S = 1.0
ORIGIN = "http://localhost:9"
"""Never dialled: every request of both pages is answered here."""


async def lesson(chromium: Browser, seconds: float) -> dict[str, float]:
    """Return the figures of one lesson between two pages of Chromium."""
    async with browser.open_tablet(chromium) as robot, browser.open_tablet(chromium) as page:

        async def serve(route: Route) -> None:
            name = route.request.url.rsplit("/", 1)[-1]
            if name == "offer":
                answer = await robot.evaluate(
                    "offer => benchAnswer(offer)", json.loads(route.request.post_data or "")
                )
                await route.fulfill(json=answer)
            else:
                await route.fulfill(path=browser.SCRIPTS / name)

        for each in (robot, page):
            await each.route(f"{ORIGIN}/**", serve)
        await robot.goto(f"{ORIGIN}/robot.html")
        await page.goto(f"{ORIGIN}/stock.html")
        await page.get_by_role("button", name="I am here").click()
        joined_ms = await browser.first_sight_ms(page)
        await asyncio.sleep(SETTLE_S)
        await robot.evaluate("benchForget()")
        await browser.start(page)
        from_ms = time.time() * 1000
        await asyncio.sleep(seconds)
        seen = await browser.seen(page)
        await asyncio.sleep(TAIL_S)
        sent = await browser.beeps(page, from_ms, from_ms + seconds * 1000)
        return {
            "join_to_picture_ms": joined_ms,
            **picture_figures(seen.sights),
            **voice_figures(sent, await heard_by(robot)),
        }


async def heard_by(robot: Page) -> list[Block]:
    """Return what the robot's page heard since `benchForget`."""
    times, lengths, data = await robot.evaluate("benchHeard()")
    samples = np.frombuffer(base64.b64decode(data), "<i2")
    ends = [0, *itertools.accumulate(lengths)]
    return [
        Block(at_ms, samples[start:end])
        for at_ms, (start, end) in zip(times, itertools.pairwise(ends), strict=True)
    ]
