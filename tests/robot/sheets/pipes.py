"""A robot's and a child's end of `transfers`, joined in memory."""

import asyncio
from collections.abc import Callable
from typing import Any

from robot.call.transfers import Transfers
from tests.robot.child_transfers import ChildTransfers


class PipeEnd:
    """A data channel whose messages come out at the other end in the next round of the loop."""

    def __init__(self) -> None:
        self.readyState = "open"
        self.bufferedAmount = 0
        self.other: PipeEnd | None = None
        self._listeners: list[Callable[[bytes], Any]] = []

    def add_listener(self, event: str, listener: Callable[[bytes], Any]) -> None:
        if event == "message":
            self._listeners.append(listener)

    def send(self, data: bytes) -> None:
        assert self.other is not None
        asyncio.get_running_loop().call_soon(self.other.take, data)

    def take(self, data: bytes) -> None:
        for listener in self._listeners:
            listener(data)


def join(transfers: Transfers, child: ChildTransfers, stay: str = "P" * 22) -> None:
    """Connect both ends, and let the robot send whenever it may."""
    near, far = PipeEnd(), PipeEnd()
    near.other, far.other = far, near
    line = transfers.over(object(), stay)

    def pump() -> None:
        while line.send_next(1024):
            pass

    line.on_room(pump)
    line.opened(near)  # type: ignore[arg-type]
    child.use(far)  # type: ignore[arg-type]
    pump()
