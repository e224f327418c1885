"""Loop of a relay process: one epoll for all sockets, one round for all packets that wait.

asyncio would make a callback for each read and each write. Here a round reads what all peers
sent, and then writes once to each of those who get something.
"""

import select
import time
from typing import Protocol

LONGEST_WAIT_S = 1.0
"""Interval at which deadlines are looked at when nobody sends anything."""


class Watcher(Protocol):
    """Handler of the events at one socket."""

    def ready(self, events: int, now: float) -> None:
        """Read or write, as epoll says."""


class Flushed(Protocol):
    """Writer that is called at the end of a round."""

    def flush(self, now: float) -> None:
        """Write what was queued in this round."""


class Rounds:
    """One loop. `now` is the monotonic time at which the present round began."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._watchers: dict[int, Watcher] = {}
        self._events: dict[int, int] = {}
        self._to_flush: dict[Flushed, None] = {}
        self.now = time.monotonic()

    def watch(self, descriptor: int, watcher: Watcher, events: int = select.EPOLLIN) -> None:
        """Watch a socket from now on."""
        self._epoll.register(descriptor, events)
        self._watchers[descriptor] = watcher
        self._events[descriptor] = events

    def change(self, descriptor: int, events: int) -> None:
        """Watch a socket for other events."""
        if self._events.get(descriptor, events) != events:
            self._epoll.modify(descriptor, events)
            self._events[descriptor] = events

    def forget(self, descriptor: int) -> None:
        """Watch a socket no longer; before it is closed."""
        if self._watchers.pop(descriptor, None) is not None:
            del self._events[descriptor]
            self._epoll.unregister(descriptor)

    def later(self, flushed: Flushed) -> None:
        """Flush this at the end of the round."""
        self._to_flush[flushed] = None

    def turn(self, wait_s: float = LONGEST_WAIT_S) -> None:
        """Wait for events, and serve them in one round."""
        happened = self._epoll.poll(wait_s)
        self.now = now = time.monotonic()
        watchers = self._watchers
        for descriptor, events in happened:
            watcher = watchers.get(descriptor)
            if watcher is not None:  # otherwise another one ended it in this round
                watcher.ready(events, now)
        while self._to_flush:
            flushed, _ = self._to_flush.popitem()
            flushed.flush(now)
