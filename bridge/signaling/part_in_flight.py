"""PURE. At most one part of a sheet on its way from one peer to another. No I/O.

An honest sender waits for the receipt of a part, and longer than `AGAIN_S` before it repeats one.
Whoever does not wait is refused here, so that no more than one part of a page waits before a pause.
"""

from collections import OrderedDict

from msgspec import Struct

from bridge.protocol.sealed import (
    Sealed,
    SealedAck,
    SealedAsk,
    SessionSealed,
    SessionSealedAck,
    SessionSealedAsk,
)
from bridge.protocol.signaling import RobotStatus

AGAIN_S = 2.0
"""Time after which another part is let through although the one before has no receipt."""

MOST_MARKS = 64
"""Pages of one robot that are remembered: more than may be in its room."""

ANY = ""
"""Mark of a page's only counterpart."""


class PartInFlight:
    """Parts that one peer sends: a page to its robot, or a robot to each page."""

    def __init__(self) -> None:
        self._parts: OrderedDict[str, tuple[str, int, float]] = OrderedDict()

    def take(self, part: Sealed | SessionSealed, now: float) -> bool:
        """Note a part of this peer; return False if another one is on its way."""
        mark = _mark(part)
        flying = self._parts.get(mark)
        if flying is not None and now - flying[2] < AGAIN_S:
            return False
        self._parts[mark] = part.transfer, part.part, now
        self._parts.move_to_end(mark)
        while len(self._parts) > MOST_MARKS:
            self._parts.popitem(last=False)
        return True

    def hear(self, message: Struct) -> None:
        """Take what this peer is told: a receipt, or that all begins anew."""
        match message:
            case SealedAck() | SessionSealedAck():
                flying = self._parts.get(_mark(message))
                if flying is not None and flying[:2] == (message.transfer, message.part):
                    del self._parts[_mark(message)]
            case SessionSealedAsk():
                # A page that asks anew, for instance in a new session, waits for nothing older.
                self._parts.pop(message.session, None)
            case RobotStatus():
                self._parts.clear()


def _mark(message: Sealed | SealedAck | SealedAsk | SessionSealed | SessionSealedAck) -> str:
    if isinstance(message, SessionSealed | SessionSealedAck):
        return message.session
    return ANY
