"""PURE. What teachers asked for: each thing once, and nothing that opens in a hurry. No I/O.

Whoever closes the robot is never kept waiting and never refused. What opens it, and
what is only turned up and down, comes no faster than a person taps: everybody who
holds the robot's link can send it.
"""

from collections import OrderedDict

from bridge.protocol.signaling import TeacherActionName
from robot.media.types.allowance import Allowance

KEPT = 64
"""Ids remembered, so that a repeated one changes nothing."""

LASTING: frozenset[TeacherActionName] = frozenset({"pause", "resume", "end"})
"""What `done` promises beyond the life of this process."""

CLOSING: frozenset[TeacherActionName] = frozenset({"pause", "end"})
TOO_FAST = "too_fast"
RATE_HZ = 5.0
BURST = 20

SLIP_S = 1.0
"""A `resume` this soon after a `pause` is the second half of a double tap: both are one button."""


class Actions:
    """The newest actions of teachers, and what became of them."""

    def __init__(self) -> None:
        self._refused: OrderedDict[str, str | None] = OrderedDict()
        self._allowance = Allowance(RATE_HZ, BURST)
        self._paused_s = float("-inf")

    def __contains__(self, action_id: str) -> bool:
        """Whether this action was answered before."""
        return action_id in self._refused

    def refused(self, action_id: str) -> str | None:
        """Return why an action that was answered before was refused."""
        return self._refused[action_id]

    def refusal(self, action: TeacherActionName, now: float) -> str | None:
        """Return why a new action must not be carried out now, or None."""
        if action == "pause":
            self._paused_s = now
        if action in CLOSING:
            return None
        if action == "resume" and now < self._paused_s + SLIP_S:
            return TOO_FAST
        return None if self._allowance.take(now) else TOO_FAST

    def note(self, action_id: str, refused: str | None) -> None:
        """Remember what became of an action; of too many, forget the oldest."""
        self._refused[action_id] = refused
        while len(self._refused) > KEPT:
            self._refused.popitem(last=False)
