"""PURE. Events of the child: bounded, acknowledged, and carried out once each. No I/O."""

from bridge.protocol.channels import Bye, WearOutfit
from robot.media.types.allowance import Allowance
from robot.presence import effects, events
from robot.presence.deeds import Deeds
from robot.presence.effects import PresenceEffect
from robot.presence.events import MediaPart
from robot.presence.permission import Permission
from robot.presence.standing import Standing
from robot.presence.wardrobe import Wardrobe
from robot.presence.wishes import Wishes

EVENTS_HZ = 8.0
EVENTS_BURST = 24
"""Limit of a child's events: more than ten fingers tap, far less than a program sends. Each event
may move a motor, a light and a device."""


class ChildEvents:
    """Consequences of each event of the child, except the end of its stay.

    Args:
        standing: Toggles of the child.
        permission: What the child may do now.
        wardrobe: Outfit of the drawing.
        wishes: What the child wants of board, phrases and sheets.
    """

    def __init__(
        self, standing: Standing, permission: Permission, wardrobe: Wardrobe, wishes: Wishes
    ) -> None:
        self.deeds = Deeds()
        self.allowance = Allowance(EVENTS_HZ, EVENTS_BURST)
        self._standing = standing
        self._permission = permission
        self._wardrobe = wardrobe
        self._wishes = wishes

    def hear(
        self, event: events.PupilSaid, now: float, running: frozenset[MediaPart]
    ) -> list[PresenceEffect]:
        """Take an event; return its acknowledgement and its effects.

        Nothing is returned for an event that comes too fast: the app repeats it, with its newest
        state.

        Args:
            event: The event.
            now: Monotonic seconds.
            running: Parts of the media that may leave the robot.
        """
        message = event.message
        if not self._takes(event, now):
            return []
        ack = effects.SendAck(event.presence_id, message.seq, event.path)
        if not self._standing.apply(message, now):
            return [ack]
        if isinstance(message, WearOutfit):
            return [ack, *self._wardrobe.wear(message)]
        return [ack, *self._carry_out(event, now, running)]

    def _takes(self, event: events.PupilSaid, now: float) -> bool:
        message = event.message
        if isinstance(message, Bye):
            return True
        if not self.allowance.take(now):
            return False
        if isinstance(message, WearOutfit):
            return self._wardrobe.takes(message, now)
        return self._wishes.takes(message, now)

    def _carry_out(
        self, event: events.PupilSaid, now: float, running: frozenset[MediaPart]
    ) -> list[PresenceEffect]:
        """Carry out what moves the body, or is about board, phrases and sheets."""
        may_steer = self._permission.may_steer
        moves = self.deeds.of(event.message, now) if may_steer else []
        if any(isinstance(effect, effects.GoToView) for effect in moves):
            self._wishes.viewing.following = False
        seeing = MediaPart.PICTURE in running
        return [*moves, *self._wishes.of(event, now, seeing=seeing, audible=may_steer)]
