"""Errands that staff have sent from a page, with their answers for a while.

A doctor takes up to two and a half minutes, longer than a proxy waits for a page. The errand goes
on here, and the page looks in again.
"""

import asyncio
import itertools
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from bridge.base.clock import Clock
from bridge.base.errors import BadRequest
from bridge.fleet.asking import Asking
from bridge.fleet.door import AT_ONCE
from bridge.fleet.talk import ErrandAnswer
from bridge.protocol.fields import PhraseLanguage
from bridge.protocol.fleet import ErrandName

MOST_POSTED: Final = 40
KEPT_S: Final = 1800.0
"""Time for which an answer is kept, in memory alone."""


@dataclass
class PostedErrand:
    """One errand on the board."""

    id: int
    robot_id: str
    errand: ErrandName
    language: PhraseLanguage
    began_s: float
    """Unix seconds."""
    answer: ErrandAnswer | None = None
    done: asyncio.Event = field(default_factory=asyncio.Event, repr=False, compare=False)


class ErrandBoard:
    """Errands of one bridge's pages."""

    def __init__(self, asking: Asking, clock: Clock) -> None:
        self._asking = asking
        self._clock = clock
        self._numbers = itertools.count(1)
        self._posted: OrderedDict[int, PostedErrand] = OrderedDict()
        self._new: asyncio.Queue[PostedErrand] = asyncio.Queue(MOST_POSTED)
        self._places = {errand: asyncio.Semaphore(number) for errand, number in AT_ONCE.items()}

    def post(self, robot_id: str, errand: ErrandName, language: PhraseLanguage) -> PostedErrand:
        """Send an errand; the same one that still runs is not sent again.

        Raises:
            BadRequest: Too many wait already.
        """
        self._clear()
        for one in self._posted.values():
            if (one.robot_id, one.errand) == (robot_id, errand) and one.answer is None:
                return one
        if len(self._posted) >= MOST_POSTED:
            done = next((key for key, one in self._posted.items() if one.answer), None)
            if done is None:
                raise BadRequest("too many errands wait; try again in a few minutes")
            del self._posted[done]
        now = self._clock.unix_s()
        posted = PostedErrand(next(self._numbers), robot_id, errand, language, now)
        self._posted[posted.id] = posted
        self._new.put_nowait(posted)
        return posted

    def all(self) -> list[PostedErrand]:
        """Return what is on the board, newest first."""
        self._clear()
        return list(reversed(self._posted.values()))

    def get(self, id: int) -> PostedErrand | None:
        """Return one errand; None once it is forgotten."""
        self._clear()
        return self._posted.get(id)

    async def run(self) -> None:
        """Send what is posted, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                tasks.create_task(self._do(await self._new.get()), name="errand")

    async def _do(self, posted: PostedErrand) -> None:
        async with self._places[posted.errand]:
            posted.answer = await self._asking.ask(posted.robot_id, posted.errand, posted.language)
        posted.done.set()

    def _clear(self) -> None:
        oldest_s = self._clock.unix_s() - KEPT_S
        for key in [key for key, one in self._posted.items() if one.began_s < oldest_s]:
            del self._posted[key]
