"""Camera and microphone, running only between start and stop."""

import asyncio
import logging
from collections.abc import Callable, Coroutine

from robot.errors import MediaStuck
from robot.events import Part

log = logging.getLogger(__name__)

STOP_S = 3.0
"""A device has two seconds to let go; after three the process ends, which frees it for sure."""


class Sources:
    """Runs the source of each part while it may.

    Args:
        tasks: Where the sources run.
        run: Makes the work of a part; it runs until cancelled, and when it
            returns the device is closed.
        clear: Forgets what a part has given.
    """

    def __init__(
        self,
        tasks: asyncio.TaskGroup,
        run: Callable[[Part], Coroutine[None, None, None]],
        clear: Callable[[Part], None],
    ) -> None:
        self._tasks = tasks
        self._run = run
        self._clear = clear
        self._running: dict[Part, asyncio.Task[None]] = {}

    def start(self, part: Part) -> None:
        """Open the source of this part."""
        log.info("media: %s on", part.value)
        self._running[part] = self._tasks.create_task(self._run(part), name=part.value)

    async def stop(self, part: Part) -> None:
        """Close the source of this part; when this returns, it is closed.

        Raises:
            MediaStuck: The device did not let go.
        """
        task = self._running.pop(part)
        task.cancel()
        self._clear(part)  # what it gave so far goes out no more, however long closing takes
        _, pending = await asyncio.wait([task], timeout=STOP_S)
        self._clear(part)
        if pending:
            raise MediaStuck(f"{part.value} does not close")
        log.info("media: %s off", part.value)
