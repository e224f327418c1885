"""Messages on their way to the bridge: checked, bounded, and no faster than it accepts."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from bridge.protocol import codec
from bridge.protocol.channels import Refused
from bridge.protocol.errors import ProtocolError
from bridge.protocol.limits import SEALED_BURST, SEALED_RATE_HZ, SIGNAL_BURST, SIGNAL_RATE_HZ
from bridge.protocol.presence import Snapshot
from bridge.protocol.sealed import ToSession
from bridge.protocol.signaling import FromRobot, RelayDown
from robot.media.types.allowance import Allowance

log = logging.getLogger(__name__)

MOST_UNSENT = 256

RATE_HZ = 0.9 * SIGNAL_RATE_HZ
BURST = SIGNAL_BURST - 10
"""The bridge cuts off a robot that sends more, and other people cause most of what we send."""

MOST_BEFORE: dict[type[FromRobot], int] = {RelayDown: 4, Snapshot: 8, Refused: 16}
"""Most messages that may wait before one of this kind, which is repeated later or not missed."""


LANE = 8
"""Most sealed messages that may wait; their sender waits for a receipt and sends again."""

SEALED_HZ = 0.9 * SEALED_RATE_HZ
SEALED_AT_ONCE = SEALED_BURST - 10
SEALED_PAUSE_S = 1 / SEALED_HZ
"""Sealed messages have a rate of their own at the bridge."""


class Outbox:
    """Queue to the bridge; open only while the link is up, and empty at each opening."""

    def __init__(self) -> None:
        self.unsent = 0
        """Messages that were dropped because the bridge did not read."""
        self._queue: asyncio.Queue[str] | None = None
        self._lane: deque[str] = deque()
        """Sealed messages, which wait until nothing else does."""
        self._news = asyncio.Event()
        self._refused_kinds: set[str] = set()

    @property
    def is_open(self) -> bool:
        """True while messages are taken."""
        return self._queue is not None

    @property
    def waiting(self) -> int:
        """Number of messages that have not left yet."""
        return 0 if self._queue is None else self._queue.qsize()

    def open(self) -> None:
        """Take messages from now on."""
        self._queue = asyncio.Queue(MOST_UNSENT)
        self._lane.clear()

    def close(self) -> None:
        """Drop what still waits, and take nothing more."""
        self._queue = None

    async def pass_on(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Hand message after message to `send`, until cancelled or until that raises."""
        queue = self._queue
        assert queue is not None
        loop = asyncio.get_running_loop()
        allowance = Allowance(RATE_HZ, BURST)
        sealed = Allowance(SEALED_HZ, SEALED_AT_ONCE)
        while True:
            if not queue.empty():
                text = queue.get_nowait()
                await asyncio.sleep(allowance.spend(loop.time()))
                await send(text)
                queue.task_done()
            elif self._lane and sealed.take(loop.time()):
                await send(self._lane.popleft())
            else:
                await self._wait(SEALED_PAUSE_S if self._lane else None)

    async def _wait(self, timeout_s: float | None) -> None:
        """Wait for a message; no longer than until the next sealed one may leave."""
        self._news.clear()
        try:
            async with asyncio.timeout(timeout_s):
                await self._news.wait()
        except TimeoutError:
            return

    def put(self, message: FromRobot) -> bool:
        """Queue a message; return False while closed or while too many wait."""
        if self._queue is None:
            return False
        most_before = MOST_BEFORE.get(type(message))
        if most_before is not None and self.waiting >= most_before:
            return False
        text = codec.encode(message)
        try:
            codec.from_robot.decode(text)
        except ProtocolError as error:
            self._note_refused(message, error)
            return False
        if isinstance(message, ToSession):
            if len(self._lane) >= LANE:
                return False
            self._lane.append(text)
            self._news.set()
            return True
        try:
            self._queue.put_nowait(text)
            self._news.set()
        except asyncio.QueueFull:
            self.unsent += 1
            if self.unsent == 1:
                log.warning("link: the bridge does not read; messages are dropped and counted")
            return False
        return True

    def _note_refused(self, message: FromRobot, error: ProtocolError) -> None:
        """Note a message of our own that the bridge would refuse; too many would end the link."""
        kind = str(message.__struct_config__.tag)
        if kind not in self._refused_kinds:
            log.error("link: %s is not sent, since the wire does not allow it: %s", kind, error)
        self._refused_kinds.add(kind)

    async def flush(self, timeout_s: float) -> None:
        """Wait until everything queued has left, for at most this long."""
        if self._queue is None:
            return
        try:
            async with asyncio.timeout(timeout_s):
                await self._queue.join()
        except TimeoutError:
            log.debug("link: away before the last message")
