"""PURE. Signs of life of the bridge: when to ask for one, when to give a link up. No I/O.

A network can die without a word, and a WebSocket into it stays open. Any message of the
bridge is a sign of life. The bridge is asked with `ping` when the child falls silent,
since both then may be gone for the same reason.
"""

import math
from typing import Literal

from bridge.protocol.limits import GRACE_S, PATIENCE_S

WORRIED_S = 0.5
"""Silence of a child, and quiet of the bridge, after which the bridge is asked."""

AGAIN_S = 1.0
"""Quiet of the bridge after which it is asked again about the same silence of the child."""

SETTLED_S = 0.5
"""Time for which another road must be the one to take, before the link follows it."""

CONNECT_S = (2.0, 2.0, 4.0)
"""Longest times to connect, in turns: a packet into a dead network is not sent again to the next
one, and a slow line needs longer."""

LinkStep = Literal["ask", "give up", "nothing"]


def connect_s(failures: int) -> float:
    """Return the longest time for the next connection to come up."""
    return CONNECT_S[failures % len(CONNECT_S)]


class LinkLife:
    """Signs of life on one link. All times are monotonic seconds.

    Args:
        answers: The bridge answers `ping`, as its welcome says.
        now: Time of the welcome.
        child_s: Time of the last sign of a child.
    """

    def __init__(self, answers: bool, now: float, child_s: float = -math.inf) -> None:
        self._answers = answers
        self._heard_s = now
        self._asked_s: float | None = None
        self._quiet_s = WORRIED_S
        self.child_s = child_s
        """Time of the last sign of a child."""

    def heard(self, now: float) -> None:
        """Take a message of the bridge."""
        self._heard_s = now
        self._asked_s = None

    def child_heard(self, now: float) -> None:
        """Take a sign of a child over its peer connection."""
        self.child_s = now
        self._quiet_s = WORRIED_S

    def step(self, now: float) -> LinkStep:
        """Return what is to be done now."""
        if self._asked_s is not None:
            return "give up" if now - self._asked_s > PATIENCE_S else "nothing"
        child_missing = WORRIED_S <= now - self.child_s <= GRACE_S
        if self._answers and child_missing and now - self._heard_s >= self._quiet_s:
            self._asked_s = now
            self._quiet_s = AGAIN_S
            return "ask"
        return "nothing"


class RoadWatch:
    """Notices that another road leads to the bridge than the one that a link has taken.

    Args:
        own: Our address on the link.
    """

    def __init__(self, own: str) -> None:
        self._own = own
        self._other_s: float | None = None

    def moved(self, source: str | None, is_ours: bool, now: float) -> bool:
        """Return True once the link has to be built anew.

        Args:
            source: Address from which the bridge would be reached now; None without any road.
            is_ours: The link's own address still belongs to this machine.
            now: Monotonic seconds.
        """
        if source is None or source == self._own:
            # Without any road there is nothing to follow, and it may come back.
            self._other_s = None
            return False
        if self._other_s is None:
            self._other_s = now
        return not is_ours or now - self._other_s >= SETTLED_S
