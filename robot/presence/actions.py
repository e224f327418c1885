"""PURE. Actions of teachers: each is carried out once, and only closing is unlimited. No I/O.

An action that closes the robot is never delayed and never refused. Actions that open it or
change the volume are accepted no faster than a person taps, because everybody who holds the
link to the robot can send them.
"""

from collections import OrderedDict

from bridge.protocol.signaling import TeacherActionName
from robot.media.types.allowance import Allowance

KEPT = 64
"""Number of ids remembered, so that a repeated action changes nothing."""

LASTING: frozenset[TeacherActionName] = frozenset({"pause", "resume", "end", "allow", "forbid"})
"""Actions for which `done` promises that they outlive this process."""

CLOSING: frozenset[TeacherActionName] = frozenset({"pause", "end"})
TOO_FAST = "too_fast"
RATE_HZ = 5.0
BURST = 20

SLIP_S = 1.0
"""A `resume` sooner than this after a `pause` is the second half of a double tap on one button."""


class Actions:
    """The newest actions of teachers, with their results."""

    def __init__(self) -> None:
        self._refused: OrderedDict[str, str | None] = OrderedDict()
        self._allowance = Allowance(RATE_HZ, BURST)
        self._paused_s = float("-inf")

    def __contains__(self, action_id: str) -> bool:
        """Return True for an action that was answered before."""
        return action_id in self._refused

    def refused(self, action_id: str) -> str | None:
        """Return the reason for which an earlier action was refused; None if it was carried out."""
        return self._refused[action_id]

    def refusal(self, action: TeacherActionName, now: float) -> str | None:
        """Return the reason not to carry out a new action now, or None."""
        if action == "pause":
            self._paused_s = now
        if action in CLOSING:
            return None
        if action == "resume" and now < self._paused_s + SLIP_S:
            return TOO_FAST
        return None if self._allowance.take(now) else TOO_FAST

    def note(self, action_id: str, refused: str | None) -> None:
        """Remember the result of an action, and forget the oldest beyond `KEPT`."""
        self._refused[action_id] = refused
        while len(self._refused) > KEPT:
            self._refused.popitem(last=False)
