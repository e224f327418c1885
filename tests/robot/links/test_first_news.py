import asyncio
from collections.abc import Awaitable, Callable
from typing import cast

import pytest

from robot.links.bridge_link import Link, LinkDown, LinkNews, LinkTroubled, LinkUp
from robot.links.first_news import first_news


class Telling:
    """A link that tells some news and stays."""

    def __init__(self, tell: Callable[[LinkNews], Awaitable[None]], *news: LinkNews) -> None:
        self._tell = tell
        self._news = news
        self.ended = False

    async def run(self) -> None:
        try:
            for one in self._news:
                await self._tell(one)
            await asyncio.Event().wait()
        finally:
            self.ended = True


async def test_the_first_news_of_a_kind_is_returned_and_the_link_ended() -> None:
    links: list[Telling] = []

    def make(tell: Callable[[LinkNews], Awaitable[None]]) -> Link:
        links.append(Telling(tell, LinkDown(), LinkTroubled("twin"), LinkTroubled("silent")))
        return cast(Link, links[0])

    assert await first_news(make, (LinkUp, LinkTroubled), 10.0) == LinkTroubled("twin")
    assert links[0].ended


async def test_a_link_that_tells_nothing_is_given_up() -> None:
    with pytest.raises(TimeoutError):
        await first_news(lambda tell: cast(Link, Telling(tell)), (LinkUp, LinkTroubled), 0.01)
