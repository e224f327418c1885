"""Setting that every engine is given: a line, a child's browser at its far end, and a camera."""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from playwright.async_api import Browser, Page, Playwright

from robot.media.types.cells import Samples
from robot.media.types.spec import Size
from tests.bench.browser import SCRIPTS, STEP_TIMEOUT_S
from tests.bench.children import Scales
from tests.bench.ear import Ear
from tests.bench.voice import Block
from tests.netlab import Lab, Place
from tests.netlab.chromium import chromium_in

PORT = 8080
"""Of the bridge in the robot's own namespace, where every port is free."""


@dataclass(frozen=True)
class Stage:
    """Setting of one lesson.

    Args:
        playwright: Starts browsers.
        network: The line.
        folder: Private to this lesson.
        page: The child's page, still empty.
        pictures: File of the prepared pictures.
        size: Size of those pictures.
    """

    playwright: Playwright
    network: Lab
    folder: Path
    page: Page
    pictures: Path
    size: Size


@dataclass(frozen=True)
class Room:
    """One engine's lesson, ready to begin.

    Args:
        join: Brings the child to class; the line is as it shall be by then.
        speak: Opens the child's microphone, if joining did not.
        forget: Forgets what the robot's loudspeaker played.
        heard: Returns what it played since.
        weigh: Starts weighing the sending process.
    """

    join: Callable[[], Awaitable[None]]
    speak: Callable[[], Awaitable[None]]
    forget: Callable[[], Awaitable[None]]
    heard: Callable[[], Awaitable[list[Block]]]
    weigh: Callable[[], Scales]


@contextlib.asynccontextmanager
async def browser_in(
    playwright: Playwright, place: Place, folder: Path, *urls: str
) -> AsyncIterator[Browser]:
    """Run a Chromium at one end of the line."""
    chromium = await playwright.chromium.launch(**chromium_in(place, folder, *urls))
    try:
        yield chromium
    finally:
        await chromium.close()


@contextlib.asynccontextmanager
async def tablet(
    playwright: Playwright, network: Lab, folder: Path, speech: Samples
) -> AsyncIterator[Page]:
    """Open the page of a child that speaks, at the child's end of the line."""
    url = f"http://{network.robot.address}:{PORT}"
    async with browser_in(playwright, network.child, folder, url) as chromium:
        context = await chromium.new_context(
            viewport={"width": 1180, "height": 820}, permissions=["microphone"], locale="de-DE"
        )
        context.set_default_timeout(STEP_TIMEOUT_S * 1000)
        words = base64.b64encode(speech.astype("<i2").tobytes()).decode()
        await context.add_init_script(script=f"window.benchSpeech = '{words}';")
        for script in ("sights.js", "watch.js"):
            await context.add_init_script(path=SCRIPTS / script)
        yield await context.new_page()


@contextlib.asynccontextmanager
async def ear_in(path: Path) -> AsyncIterator[Ear]:
    """Listen in the file system, which namespaces do not part."""
    ear = Ear()
    server = await asyncio.get_running_loop().create_unix_server(lambda: ear, path)
    async with server:
        yield ear


def unpacked_lumas(sizes: list[list[int]], data: str) -> list[NDArray[np.uint8]]:
    """Return the pictures that the page kept, each as its luma."""
    flat = np.frombuffer(base64.b64decode(data), np.uint8)
    lumas = []
    at = 0
    for width, height in sizes:
        lumas.append(flat[at : at + width * height].reshape(height, width))
        at += width * height
    return lumas
