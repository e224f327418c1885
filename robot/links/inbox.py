"""Inbox of the agent: four bounded queues, the most urgent first.

Items that anybody can send without limit never delay items that must be handled at once.
Within a queue the order is kept.
"""

import asyncio
from collections import deque
from collections.abc import Hashable
from enum import IntEnum
from typing import Generic, TypeVar

Item = TypeVar("Item")

MOST = 1024
"""Most items in each queue: several seconds of everything at once."""

TURN = 16
"""Number of items in a row before other tasks of the loop run."""


class Priority(IntEnum):
    """Urgency of an item; a lower value goes first."""

    URGENT = 0
    """The body with the class's button; closed devices; the end of the process."""
    CLASS = 1
    """Teachers; changes of links, calls and devices."""
    DOOR = 2
    """Pupils who ask to come in, leave or are put out: one queue, so that nobody who has left
    comes in afterwards."""
    CHILD = 3
    """Children, and everything frequent."""


class Inbox(Generic[Item]):
    """Queues with one reader. Once closed they drop everything and block nobody."""

    def __init__(self, most: int = MOST) -> None:
        self._lines: tuple[deque[Item], ...] = tuple(deque() for _ in Priority)
        self._most = most
        self._newest: dict[Hashable, Item] = {}
        self._waiting: dict[Hashable, Priority] = {}
        self._news = asyncio.Event()
        self._room = asyncio.Condition()
        self._closed = False
        self._in_a_row = 0
        self.dropped = 0
        """Number of items dropped because their writers could not wait."""

    async def put(self, item: Item, line: Priority = Priority.CHILD) -> None:
        """Queue an item, and wait for room; do nothing once closed."""
        if self._has_room(line) or self._closed:
            self.put_now(item, line)
            return
        async with self._room:
            await self._room.wait_for(lambda: self._closed or self._has_room(line))
        self.put_now(item, line)

    def put_now(self, item: Item, line: Priority = Priority.CHILD) -> bool:
        """Queue an item, or count it as dropped and return False if there is no room."""
        if self._closed:
            return False
        if not self._has_room(line):
            self.dropped += 1
            return False
        self._lines[line].append(item)
        self._news.set()
        return True

    def put_newest(self, key: Hashable, item: Item, line: Priority = Priority.CLASS) -> None:
        """Queue a state: it replaces an older one of the same key, and is never dropped.

        States come after the other items of their queue.
        """
        if self._closed:
            return
        self._newest[key] = item
        self._waiting[key] = line
        self._news.set()

    async def get(self, due_s: float | None) -> Item | None:
        """Return the next item, or None at `due_s` of the loop's clock.

        Items that wait already go before the deadline: a busy moment is not a silence.
        """
        self._in_a_row += 1
        if self._in_a_row >= TURN:
            self._in_a_row = 0
            await asyncio.sleep(0)
        try:
            async with asyncio.timeout_at(due_s if not self._is_waiting else None):
                while not self._is_waiting:
                    self._in_a_row = 0
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return None
        return await self._take()

    async def _take(self) -> Item:
        for line in Priority:
            if self._lines[line]:
                item = self._lines[line].popleft()
                if len(self._lines[line]) == self._most - 1:
                    async with self._room:
                        self._room.notify_all()
                return item
            for key, where in self._waiting.items():
                if where is line:
                    del self._waiting[key]
                    return self._newest.pop(key)
        raise AssertionError("only called while something waits")

    @property
    def _is_waiting(self) -> bool:
        return bool(self._waiting) or any(self._lines)

    def _has_room(self, line: Priority) -> bool:
        return len(self._lines[line]) < self._most

    async def close(self) -> None:
        """Drop everything from now on, and release everybody who waits for room."""
        self._closed = True
        for line in self._lines:
            line.clear()
        self._newest.clear()
        self._waiting.clear()
        async with self._room:
            self._room.notify_all()
