"""Watch over what leaves over one call."""

import asyncio
from collections.abc import Awaitable, Callable

from robot.media.outgoing.recent import SentNow

WATCH_S = 0.25


class SendingWatch:
    """Watch over one sender.

    Args:
        read: Returns what leaves now.
        tell: Takes each change; at the beginning nothing leaves.
        interval_s: Time between two readings.
    """

    def __init__(
        self,
        read: Callable[[], SentNow],
        tell: Callable[[SentNow], Awaitable[None]],
        interval_s: float = WATCH_S,
    ) -> None:
        self._read = read
        self._tell = tell
        self._interval_s = interval_s

    async def run(self) -> None:
        """Read and tell, until cancelled."""
        told = SentNow()
        while True:
            found = self._read()
            if found != told:
                told = found
                await self._tell(found)
            await asyncio.sleep(self._interval_s)
