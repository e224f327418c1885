"""Everything that the agent hears, in one bounded line."""

import asyncio
from typing import Generic, TypeVar

Item = TypeVar("Item")

MOST = 1024
"""Seconds of everything at once. Who can wait does; who cannot is counted."""


class Inbox(Generic[Item]):
    """A queue with one reader, which lets writers go once it is closed."""

    def __init__(self, most: int = MOST) -> None:
        self._queue: asyncio.Queue[Item] = asyncio.Queue(most)
        self._closed = False
        self.dropped = 0
        """Items of writers that could not wait."""

    async def put(self, item: Item) -> None:
        """Put in line, waiting for room; does nothing once closed."""
        if not self._closed:
            await self._queue.put(item)

    def put_now(self, item: Item) -> bool:
        """Put in line, or drop and count; for callbacks. Return whether there was room."""
        try:
            self._queue.put_nowait(item)
        except asyncio.QueueFull:
            self.dropped += 1
            return False
        return True

    async def get(self, due_s: float | None) -> Item | None:
        """Return the next item, or None at `due_s` of the loop's clock.

        What is in line already goes before the time: a busy moment is no silence.
        """
        if not self._queue.empty():
            return self._queue.get_nowait()
        try:
            async with asyncio.timeout_at(due_s):
                return await self._queue.get()
        except TimeoutError:
            return None

    def close(self) -> None:
        """Stop: nothing is kept any more, and nobody waits for room."""
        self._closed = True
        while not self._queue.empty():
            self._queue.get_nowait()
