"""Whoever waits for one kind of news in a test."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from tests.deadline import WAIT_S

News = TypeVar("News")


class Hearer:
    """One end that is told news through a queue."""

    news: asyncio.Queue[Any]

    async def hears(self, kind: type[News], test: Callable[[Any], bool] = lambda _: True) -> News:
        """Return the next news of this kind; forget the others."""
        async with asyncio.timeout(WAIT_S):
            while True:
                item = await self.news.get()
                if isinstance(item, kind) and test(item):
                    return item
