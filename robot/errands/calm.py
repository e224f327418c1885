"""Calm of a robot: whether a child is in, and whether the class has paused it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from robot.errands.refusal import ErrandRefused

Result = TypeVar("Result")


class Calm:
    """State of the lesson, as far as errands need it.

    Args:
        paused: Returns whether the class has paused the robot now.
    """

    def __init__(self, paused: Callable[[], bool] = lambda: False) -> None:
        self.asleep = asyncio.Event()
        """Set while nobody is in."""
        self.asleep.set()
        self._awake = asyncio.Event()
        self.paused = paused

    def told(self, asleep: bool) -> None:
        """Take whether nobody is in."""
        (self.asleep.set if asleep else self.asleep.clear)()
        (self._awake.clear if asleep else self._awake.set)()

    def demand(self, *, quiet: bool = False) -> None:
        """Let an errand begin.

        Args:
            quiet: The errand can be heard or seen in the room, so a paused class refuses it.

        Raises:
            ErrandRefused: A child is in, or the class has paused.
        """
        if not self.asleep.is_set():
            raise ErrandRefused("inside")
        if quiet and self.paused():
            raise ErrandRefused("paused")

    async def during(self, work: Callable[[], Awaitable[Result]], timeout_s: float) -> Result:
        """Return the result of work that a child who comes in ends at once.

        Raises:
            ErrandRefused: A child came in, or the time is over.
        """
        self.demand()
        async with asyncio.TaskGroup() as tasks:
            doing = tasks.create_task(_result(work), name="errand")
            waking = tasks.create_task(self._awake.wait(), name="child who comes in")
            done, _ = await asyncio.wait(
                (doing, waking), timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED
            )
            doing.cancel()
            waking.cancel()
        if waking in done:
            raise ErrandRefused("came_in")
        if doing not in done:
            raise ErrandRefused("too_slow")
        return doing.result()


async def _result(work: Callable[[], Awaitable[Result]]) -> Result:
    return await work()
