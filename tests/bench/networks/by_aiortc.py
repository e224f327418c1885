"""Engine `aiortc`: the stock library at the robot's end, a small page at the child's."""

import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
from playwright.async_api import Route

from tests.bench.browser import SCRIPTS
from tests.bench.children import Scales, started
from tests.bench.networks.by_karlsson import fed
from tests.bench.networks.stage import Room, Stage, ear_in
from tests.bench.voice import Block

Answer = Callable[[Route], Awaitable[None]]
ORIGIN = "http://localhost:9"
"""Never dialled: every request of the page is answered here, without the line."""


@contextlib.asynccontextmanager
async def room(stage: Stage) -> AsyncIterator[Room]:
    """Prepare a lesson; everything has ended behind it."""
    paths = {name: stage.folder / name for name in ("camera", "ear", "offer")}
    arguments = [str(paths["offer"]), str(paths["camera"]), str(paths["ear"])]
    size = f"{stage.size.width_px}x{stage.size.height_px}"
    prefix = stage.network.robot.command([])
    async with (
        ear_in(paths["ear"]) as ear,
        fed(stage),
        started("tests.bench.networks.aiortc_peer", *arguments, size, prefix=prefix) as (pid, _),
        aiohttp.ClientSession(connector=aiohttp.UnixConnector(str(paths["offer"]))) as bridge,
    ):

        async def answered(route: Route) -> None:
            offer = json.loads(route.request.post_data or "")
            async with bridge.post("http://peer/offer", json=offer) as response:
                await route.fulfill(json=await response.json())

        await open_small_page(stage, answered)

        async def forget() -> None:
            ear.clear()

        async def heard() -> list[Block]:
            return ear.blocks()

        yield Room(
            lambda: join_small_page(stage), nothing, forget, heard, lambda: Scales("agent", pid)
        )


async def open_small_page(stage: Stage, answered: Answer, query: str = "") -> None:
    """Open the page that every engine but ours shares.

    Args:
        answered: Fulfils the route of the page's offer.
        query: Behind the page's name.
    """

    async def serve(route: Route) -> None:
        name = route.request.url.partition("?")[0].rsplit("/", 1)[-1]
        if name == "offer":
            await answered(route)
        else:
            await route.fulfill(path=SCRIPTS / name)

    await stage.page.route(f"{ORIGIN}/**", serve)
    await stage.page.goto(f"{ORIGIN}/stock.html{query}")


async def join_small_page(stage: Stage) -> None:
    """Tap its only button."""
    await stage.page.get_by_role("button", name="I am here").click()


async def nothing() -> None:
    """Joining opened the microphone already."""
