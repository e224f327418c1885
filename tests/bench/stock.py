"""Engine `aiortc`: the stock library against the same page, for comparison in the same run."""

import asyncio
import time

from playwright.async_api import Browser

from tests.bench import browser
from tests.bench.children import Scales, started
from tests.bench.ear import open_ear
from tests.bench.pictures import picture_figures
from tests.bench.voice import voice_figures

ENGINE = "aiortc"
METRICS = (
    *("picture_p50_ms", "picture_p95_ms", "fps", "voice_delay_p50_ms", "voice_missing"),
    *("join_to_picture_ms", "agent_cpu_percent", "agent_rss_mib"),
)
SETTLE_S = 2.0
TAIL_S = 1.0
"""The last beeps may still be on their way."""


async def lesson(chromium: Browser, seconds: float) -> dict[str, float]:
    """Return the figures of one lesson with stock aiortc."""
    async with (
        open_ear() as ear,
        started("tests.bench.stock_peer", str(ear.port)) as (pid, ready),
        browser.open_tablet(chromium) as page,
    ):
        await page.goto(ready["url"])
        await page.get_by_role("button", name="I am here").click()
        joined_ms = await browser.first_sight_ms(page)
        await asyncio.sleep(SETTLE_S)
        scales = Scales("agent", pid)
        await browser.start(page)
        from_ms = time.time() * 1000
        await asyncio.sleep(seconds)
        weighed = scales.figures()
        seen = await browser.seen(page)
        await asyncio.sleep(TAIL_S)
        sent = await browser.beeps(page, from_ms, from_ms + seconds * 1000)
        return {
            "join_to_picture_ms": joined_ms,
            **picture_figures(seen.sights),
            **voice_figures(sent, ear.blocks()),
            **weighed,
        }
