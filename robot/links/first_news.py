"""A link that is dialed once, for what it tells first."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from robot.links.bridge_link import Link, LinkNews

Good = TypeVar("Good")
Bad = TypeVar("Bad")


async def first_news(
    make: Callable[[Callable[[LinkNews], Awaitable[None]]], Link],
    kinds: tuple[type[Good], type[Bad]],
    most_s: float,
) -> Good | Bad:
    """Run a link until it tells news of one of these kinds, end it, and return the news.

    Args:
        make: Makes the link, which tells its news to the given function.
        kinds: Kinds that are waited for; others are passed over.
        most_s: Longest time to wait.

    Raises:
        TimeoutError: No such news came in time.
    """
    news: asyncio.Queue[LinkNews] = asyncio.Queue(1)
    link = make(news.put)
    async with asyncio.timeout(most_s), asyncio.TaskGroup() as tasks:
        dialing = tasks.create_task(link.run(), name="link dialed once")
        while not isinstance(told := await news.get(), kinds):
            pass
        dialing.cancel()
    return told
