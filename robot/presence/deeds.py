"""PURE. What the child has the body do once: look to a place, save one, make a gesture. No I/O."""

from bridge.protocol.channels import EventUp, Gesture, View
from robot.presence.events import GoToView, MakeGesture, PresenceEffect, SaveView

ASKED_S = 1.0
"""So long after a gesture was asked for, the body need not have said yet that it makes it."""

LONGEST_S = 8.0
"""A body that says for longer that it makes the same gesture keeps others out no more."""

SAVE_S = 0.3
"""Saves come no faster from two taps of a finger, and each of them is written to a disk."""


class Deeds:
    """Turns a new message of a child that may steer into what is asked of the body.

    Gestures are let through one at a time: what comes meanwhile is left out, since
    a head that goes on nodding for what was tapped long ago says nothing.
    """

    def __init__(self) -> None:
        self._asked_s = float("-inf")
        self._is_made = False
        self._saved_s = float("-inf")

    def of(self, message: EventUp, now: float) -> list[PresenceEffect]:
        """Return what to do; nothing for messages that are states."""
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
        """Take what the body makes now."""
        self._is_made = gesture is not None

    def _may(self, now: float) -> bool:
        waits_s = now - self._asked_s
        return waits_s >= LONGEST_S or (waits_s >= ASKED_S and not self._is_made)
