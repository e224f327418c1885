"""Engine `karlsson`: the whole demo, with the child's app, as people run it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page

from tests.bench import browser
from tests.bench.children import Scales, child_running, started
from tests.bench.ear import open_ear
from tests.bench.moves import looks_to_pulse_ms, taps_to_picture_ms
from tests.bench.pictures import picture_figures
from tests.bench.rows import middle_and_tail
from tests.bench.servos import bus_under
from tests.bench.voice import voice_figures

ENGINE = "karlsson"
METRICS = (
    *("picture_p50_ms", "picture_p95_ms", "fps", "voice_delay_p50_ms", "voice_missing"),
    *("look_to_pulse_p95_ms", "tap_to_picture_p95_ms", "join_to_picture_ms"),
    *("agent_cpu_percent", "agent_rss_mib", "bridge_cpu_percent", "bridge_rss_mib"),
    *("body_cpu_percent", "body_rss_mib"),
)
MODULES = {"agent": "robot", "bridge": "bridge", "body": "hardware"}

SETTLE_S = 2.0
TAIL_S = 1.0
"""The last beeps may still be on their way."""

LOOK_EVERY_S = 0.9
"""A turn of some 20 degrees takes 0.4 s; the picture must stand still before the next."""

LOOK_PLACES = (0.25, 0.75)
"""To and fro, as parts of the picture's width: the head never gets to its limit."""


@dataclass(frozen=True)
class Demo:
    """A demo that runs."""

    pid: int
    pupil: str
    folder: Path


@contextlib.asynccontextmanager
async def demo(*arguments: str) -> AsyncIterator[Demo]:
    """Run the demo; its folder holds the configuration of its processes."""
    async with started("robot.demo", "--json", "--port", "0", *arguments) as (pid, ready):
        yield Demo(pid, ready["pupil"], Path(ready["log"]).parent)


async def lesson(chromium: Browser, seconds: float) -> dict[str, float]:
    """Return delay of picture and voice, and what it costs."""
    async with (
        open_ear() as ear,
        demo(
            *("--camera", "testcard:", "--microphone", "testtone:"),
            *("--speaker", f"tcp://127.0.0.1:{ear.port}", "--speaker-format", "s16le"),
            *("--speaker-option", "flush_packets=1"),
        ) as running,
        browser.open_tablet(chromium) as page,
    ):
        joined_ms = await join(page, running.pupil)
        await page.get_by_role("button", name="Mikro", exact=True).click()
        await asyncio.sleep(SETTLE_S)
        scales = [
            Scales(name, child_running(running.pid, module)) for name, module in MODULES.items()
        ]
        ear.clear()
        await browser.start(page)
        from_ms = time.time() * 1000
        await asyncio.sleep(seconds)
        weighed = {key: value for scale in scales for key, value in scale.figures().items()}
        seen = await browser.seen(page)
        await asyncio.sleep(TAIL_S)
        sent = await browser.beeps(page, from_ms, from_ms + seconds * 1000)
        return {
            "join_to_picture_ms": joined_ms,
            **picture_figures(seen.sights),
            **voice_figures(sent, ear.blocks()),
            **weighed,
        }


async def looking(chromium: Browser, seconds: float) -> dict[str, float]:
    """Return how soon servo and picture follow a tap into the picture."""
    async with (
        demo("--camera", "classroom:") as running,
        bus_under(running.pid, running.folder) as pan,
        browser.open_tablet(chromium) as page,
    ):
        await join(page, running.pupil)
        await asyncio.sleep(SETTLE_S)
        agent = Scales("agent_classroom", child_running(running.pid, "robot"))
        await browser.start(page, with_thumbs=True)
        await tap_around(page, seconds)
        weighed = agent.figures()
        seen = await browser.seen(page)
        pictures = await browser.thumbs(page)
        count = min(len(seen.thumb_times_ms), len(pictures))
        moved = taps_to_picture_ms(seen.thumb_times_ms[:count], pictures[:count], seen.taps_ms)
        told = looks_to_pulse_ms(seen.taps_ms, seen.looks, pan.orders)
        return {
            **middle_and_tail("look_to_pulse", told),
            **middle_and_tail("tap_to_picture", moved),
            "agent_classroom_cpu_percent": weighed["agent_classroom_cpu_percent"],
        }


async def join(page: Page, address: str) -> float:
    """Go to class as a child does; return the time from the tap to the first picture."""
    await page.goto(address)
    await page.get_by_role("button", name="Ich bin da").click()
    return await browser.first_sight_ms(page)


async def tap_around(page: Page, seconds: float) -> None:
    """Tap to the left and to the right in turns."""
    box = await page.locator("video").bounding_box()
    assert box is not None
    end_s = time.monotonic() + seconds
    turn = 0
    while time.monotonic() + LOOK_EVERY_S <= end_s:
        place = LOOK_PLACES[turn % len(LOOK_PLACES)]
        await page.mouse.click(box["x"] + place * box["width"], box["y"] + box["height"] / 2)
        await asyncio.sleep(LOOK_EVERY_S)
        turn += 1
