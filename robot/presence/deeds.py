"""PURE. One-time commands of the child to the body: go to a view, save one, gesture. No I/O."""

from bridge.protocol.channels import EventUp, Gesture, View
from robot.presence.effects import GoToView, MakeGesture, PresenceEffect, SaveView

ASKED_S = 1.0
"""Time within which the body may not have reported yet that it makes the requested gesture."""

LONGEST_S = 8.0
"""Longest time for which a reported gesture keeps out the next one."""

SAVE_S = 0.3
"""Least time between two saves: a finger is no faster, and each save is written to the disk."""


class Deeds:
    """Translation of a new message of the child into effects on the body.

    One gesture is made at a time. Further ones are dropped meanwhile, because a head that
    nods for a tap of long ago means nothing.
    """

    def __init__(self) -> None:
        self._asked_s = float("-inf")
        self._is_made = False
        self._saved_s = float("-inf")

    def of(self, message: EventUp, now: float) -> list[PresenceEffect]:
        """Return the effects; none for messages that carry a state."""
        match message:
            case View(slot=slot, action="save"):
                if now < self._saved_s + SAVE_S:
                    return []
                self._saved_s = now
                return [SaveView(slot)]
            case View(slot=slot):
                return [GoToView(slot)]
            case Gesture(name=name) if self._may(now):
                self._asked_s = now
                return [MakeGesture(name)]
        return []

    def body_says(self, gesture: str | None) -> None:
        """Take the gesture that the body makes now."""
        self._is_made = gesture is not None

    def _may(self, now: float) -> bool:
        waits_s = now - self._asked_s
        return waits_s >= LONGEST_S or (waits_s >= ASKED_S and not self._is_made)
