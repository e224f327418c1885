"""A child's tablet: Debian's Chromium, with a page that writes down what it sees and when."""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from playwright.async_api import Browser, Page, async_playwright

from tests.bench.moves import Look, Picture
from tests.bench.pictures import Sight
from tests.bench.voice import Beep, sent_beep
from tests.chromium import ARGUMENTS, CHROMIUM

SCRIPTS = Path(__file__).parent / "page"
THUMB_SHAPE = (120, 160)
STEP_TIMEOUT_S = 20.0
FIRST_SIGHT_S = 0.02


@dataclass(frozen=True)
class Seen:
    """Notes that one page has taken since `start`."""

    sights: list[Sight]
    taps_ms: list[float]
    looks: list[Look]
    thumb_times_ms: list[float]


@contextlib.asynccontextmanager
async def open_chromium() -> AsyncIterator[Browser]:
    """Run Chromium without a window."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            yield chromium
        finally:
            await chromium.close()


@contextlib.asynccontextmanager
async def open_tablet(chromium: Browser) -> AsyncIterator[Page]:
    """Open an empty page of a browser that nobody used before."""
    context = await chromium.new_context(
        viewport={"width": 1180, "height": 820}, permissions=["microphone"], locale="de-DE"
    )
    try:
        context.set_default_timeout(STEP_TIMEOUT_S * 1000)
        for script in ("sights.js", "child.js"):
            await context.add_init_script(path=SCRIPTS / script)
        yield await context.new_page()
    finally:
        await context.close()


async def start(page: Page, *, with_thumbs: bool = False) -> None:
    """Forget what was seen so far; from now on keep small pictures too, if wanted."""
    await page.evaluate("wanted => benchSights.start(wanted)", with_thumbs)


async def seen(page: Page) -> Seen:
    """Return what was seen since `start`."""
    log = await page.evaluate("benchSights.log")
    return Seen(
        [Sight(at_ms, int(code), int(count)) for at_ms, code, count in log["sights"]],
        log["taps"],
        [Look(at_ms) for at_ms in log["looks"]],
        log["thumbTimes"],
    )


async def first_sight_ms(page: Page) -> float:
    """Wait for the first picture; return the time from the last tap to it.

    Raises:
        TimeoutError: No picture came.
    """
    async with asyncio.timeout(STEP_TIMEOUT_S):
        while True:
            now = await seen(page)
            if now.sights and now.taps_ms:
                return now.sights[0].at_ms - now.taps_ms[-1]
            await asyncio.sleep(FIRST_SIGHT_S)


async def thumbs(page: Page) -> Picture:
    """Return the small pictures since `start`, shape (n, 120, 160)."""
    data = base64.b64decode(await page.evaluate("benchSights.thumbs()"))
    return np.frombuffer(data, np.uint8).reshape(-1, *THUMB_SHAPE)


async def beeps(page: Page, from_ms: float, to_ms: float) -> list[Beep]:
    """Return the beeps that left the page between these Unix times."""
    sent = await page.evaluate("benchBeeps()")
    return [sent_beep(int(name), at_ms) for name, at_ms in sent if from_ms <= at_ms <= to_ms]
