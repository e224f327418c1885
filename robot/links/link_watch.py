"""Watch over one link to the bridge: asks for signs of life, and looks which road leads there."""

import asyncio
import math
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from robot.links.link_life import LinkLife, RoadWatch
from robot.settings.errors import LinkLost

LOOK_S = 0.2

Result = TypeVar("Result")


@dataclass(frozen=True)
class Ends:
    """Addresses of both ends of a link."""

    own: str
    peer: tuple[str, int]
    family: socket.AddressFamily

    @classmethod
    def of(cls, extra_info: Callable[[str], Any]) -> "Ends | None":
        """Return the ends of a link, given what its transport tells; None where it does not."""
        own, peer = extra_info("sockname"), extra_info("peername")
        if not own or not peer:
            return None
        family = socket.AF_INET6 if ":" in peer[0] else socket.AF_INET
        return cls(own[0], (peer[0], peer[1]), family)

    def source(self) -> str | None:
        """Return the address from which the peer would be reached now; no packet is sent."""
        with socket.socket(self.family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(self.peer)
            except OSError:
                return None
            return str(probe.getsockname()[0])

    def is_ours(self, address: str) -> bool:
        """Return True while an address belongs to this machine."""
        with socket.socket(self.family, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind((address, 0))
            except OSError:
                return False
        return True


class LinkWatch:
    """Watch over the newest link.

    Args:
        ask: Asks the bridge for a sign.
        look_s: Time between two looks.
        errors: What connecting may end with.
    """

    def __init__(
        self,
        ask: Callable[[], object],
        look_s: float = LOOK_S,
        errors: tuple[type[Exception], ...] = (OSError,),
    ) -> None:
        self._ask = ask
        self._errors = errors
        self._look_s = look_s
        self._life: LinkLife | None = None
        self._ends: Ends | None = None
        self._busy = False

    def welcomed(self, ends: Ends | None, answers: bool) -> None:
        """Begin with a link that has just been welcomed."""
        self._ends = ends or self._ends
        child_s = -math.inf if self._life is None else self._life.child_s
        self._life = LinkLife(answers, asyncio.get_running_loop().time(), child_s)
        self._busy = False

    def heard(self, *, busy: bool) -> None:
        """Take a message of the bridge.

        Args:
            busy: Nothing more is read for now, so that silence says nothing about the bridge.
        """
        self._busy = busy
        if self._life is not None:
            self._life.heard(asyncio.get_running_loop().time())

    def child_heard(self, now: float) -> None:
        """Take a sign of a child over its peer connection."""
        if self._life is not None:
            self._life.child_heard(now)

    async def run(self) -> None:
        """Watch the link that was welcomed, until cancelled.

        Raises:
            LinkLost: It has to be built anew.
        """
        life, ends = self._life, self._ends
        assert life is not None
        road = RoadWatch(ends.own) if ends is not None else None
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._look_s)
            now = loop.time()
            step = "nothing" if self._busy else life.step(now)
            if step == "ask":
                self._ask()
            elif step == "give up":
                raise LinkLost("the bridge gives no sign")
            if road is not None and ends is not None:
                source = ends.source()
                if road.moved(source, source is None or ends.is_ours(ends.own), now):
                    raise LinkLost("another network leads to the bridge")

    async def unless_moved(self, connecting: Awaitable[Result]) -> Result:
        """Return the result, unless another road turns up meanwhile.

        Raises:
            LinkLost: The road that was being tried is not the one to take any more.
        """
        try:
            async with asyncio.TaskGroup() as tasks:
                looking = tasks.create_task(self._until_moved(), name="link road")
                result = await connecting
                looking.cancel()
        except* self._errors as group:
            # Before Python 3.13 a task group that fails while it is cancelled hides the latter.
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise asyncio.CancelledError from None
            raise group.exceptions[0] from None
        return result

    async def _until_moved(self) -> None:
        if self._ends is None:
            return
        first = self._ends.source()
        while True:
            await asyncio.sleep(self._look_s)
            now = self._ends.source()
            if now is not None and now != first:
                raise LinkLost("another network leads to the bridge")
