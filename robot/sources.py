"""Camera and microphone, each open only while it is wanted.

`start` and `stop` take effect at once. One task for each part opens and closes its device
accordingly. A part that is stopped is cut off in the same moment, however long its device
takes to close.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine

from bridge.protocol.fields import Lost
from robot.presence.events import MediaPart
from robot.presence.media_troubles import SOURCE_OF
from robot.settings.errors import MediaStuck

log = logging.getLogger(__name__)

STOP_S = 3.0
"""A device has two seconds to close; after three the process ends, which certainly frees it."""

REOPEN_S = 1.0
"""Least time between two openings of one device: it wears out, and takes time to close again."""


class Sources:
    """Sources of all parts, each running while it is wanted.

    Args:
        run: Runs a part until cancelled; its device is closed when it returns.
        cut: Drops a part's picture or sound, and lets nothing more of it through
            until its next `run`.
        tell_closed: Called once for each `stop`, when the device is closed.
    """

    def __init__(
        self,
        run: Callable[[MediaPart], Coroutine[None, None, None]],
        cut: Callable[[MediaPart], None],
        tell_closed: Callable[[MediaPart], None],
    ) -> None:
        self._devices = {part: _Device(part, run, cut, tell_closed) for part in MediaPart}

    def start(self, part: MediaPart) -> None:
        """Have the device of this part opened soon."""
        self._devices[part].want()

    def stop(self, part: MediaPart) -> None:
        """Let nothing more of this part out from now on, and have its device closed."""
        self._devices[part].refuse()

    def is_closed(self, part: MediaPart) -> bool:
        """Return True if the device is closed and not wanted."""
        device = self._devices[part]
        return not device.wanted and device.running is None

    def in_use(self, part: Lost) -> bool:
        """Return True for a part that reports by itself: it is open, or always runs."""
        source = SOURCE_OF.get(part)
        return source is None or not self.is_closed(source)

    async def run(self) -> None:
        """Open and close devices until cancelled.

        Raises:
            MediaStuck: A device does not close; the process has to end.
        """
        async with asyncio.TaskGroup() as tasks:
            for device in self._devices.values():
                tasks.create_task(device.follow(tasks), name=f"{device.part.value} device")

    async def closed(self) -> None:
        """Wait until every unwanted device is closed; `run` bounds the wait."""
        for device in self._devices.values():
            await device.closed.wait()


class _Device:
    def __init__(
        self,
        part: MediaPart,
        run: Callable[[MediaPart], Coroutine[None, None, None]],
        cut: Callable[[MediaPart], None],
        tell_closed: Callable[[MediaPart], None],
    ) -> None:
        self.part = part
        self.wanted = False
        self.running: asyncio.Task[None] | None = None
        self.closed = asyncio.Event()
        self.closed.set()
        self._run = run
        self._cut = cut
        self._tell_closed = tell_closed
        self._is_cut = False
        self._owes_word = False
        self._news = asyncio.Event()

    def want(self) -> None:
        self.wanted = True
        self.closed.clear()
        self._news.set()

    def refuse(self) -> None:
        self.wanted = False
        self._is_cut = self._owes_word = True
        self._cut(self.part)
        self._news.set()

    async def follow(self, tasks: asyncio.TaskGroup) -> None:
        opened_s = float("-inf")
        loop = asyncio.get_running_loop()
        while True:
            await self._until_wanted(opened_s + REOPEN_S)
            opened_s = loop.time()
            self._is_cut = False
            log.info("media: %s on", self.part.value)
            self.running = tasks.create_task(self._run(self.part), name=self.part.value)
            self.running.add_done_callback(lambda _: self._news.set())
            # Also if it is wanted again by now: nothing passes before its next run.
            await self._until(lambda: self._is_cut)
            await self._close()

    async def _close(self) -> None:
        assert self.running is not None
        self.running.cancel()
        try:
            async with asyncio.timeout(STOP_S):
                await self._until(self.running.done)
        except TimeoutError as error:
            raise MediaStuck(f"{self.part.value} does not close") from error
        self.running = None
        self._cut(self.part)  # what it gave while it closed
        log.info("media: %s off", self.part.value)

    async def _until_wanted(self, earliest_s: float) -> None:
        loop = asyncio.get_running_loop()
        while True:
            if not self.wanted:
                self.closed.set()
                if self._owes_word:
                    self._owes_word = False
                    self._tell_closed(self.part)
                await self._until(lambda: self.wanted or self._owes_word)
            elif loop.time() >= earliest_s:
                return
            else:
                try:
                    async with asyncio.timeout_at(earliest_s):
                        await self._until(lambda: not self.wanted)
                except TimeoutError:
                    continue

    async def _until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            self._news.clear()
            await self._news.wait()
