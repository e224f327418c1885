"""PURE. Events of the one stay: its connections, its page, and what the child says. No I/O."""

from bridge.protocol.channels import Bye
from robot.presence import effects, events
from robot.presence.child_events import ChildEvents
from robot.presence.coming import Coming
from robot.presence.effects import PresenceEffect
from robot.presence.events import MediaPart
from robot.presence.leaving import Leaving
from robot.presence.standing import Standing
from robot.presence.stay import PupilStay
from robot.presence.wishes import Wishes


class StayEvents:
    """Consequences of each event of the stay; one of another stay only raises `stale`.

    Args:
        stay: The one stay of the robot.
        standing: Takes how good the line is.
        coming: Ends the stay, and counts what is stale.
        leaving: Measurements of what leaves the robot.
        child: Events that the child itself sends.
        wishes: What the child wants of board, phrases and sheets.
    """

    def __init__(
        self,
        stay: PupilStay,
        standing: Standing,
        coming: Coming,
        leaving: Leaving,
        child: ChildEvents,
        wishes: Wishes,
    ) -> None:
        self._stay = stay
        self._standing = standing
        self._coming = coming
        self._leaving = leaving
        self._child = child
        self._wishes = wishes

    def hear(
        self, event: events.OfStay, now: float, running: frozenset[MediaPart]
    ) -> list[PresenceEffect]:
        """Take an event; return its effects, in order.

        Args:
            event: The event.
            now: Monotonic seconds.
            running: Parts of the media that may leave the robot.
        """
        if event.presence_id != self._stay.presence_id:
            self._coming.stale += 1
            return []
        match event:
            case events.Connected(attempt=attempt):
                return self._coming.connected(attempt, now)
            case events.PeerLost(attempt=attempt):
                self._leaving.closed(attempt)
                if not self._stay.lose(attempt):
                    self._coming.stale += 1
            case events.SendingMeasured():
                self._leaving.measured(event, now)
            case events.PupilHeard(path=path):
                self._stay.hear(path, now)
            case events.PupilSaid():
                return self._said(event, now, running)
            case events.CropAsked():
                self._wishes.crop(event)
            case events.PupilLooked():
                self._wishes.viewing.following = False
            case events.LineMeasured(attempt=attempt) if attempt == self._stay.connected:
                self._standing.measure(event.level, event.picture)
            case events.LineMeasured():
                self._coming.stale += 1
            case events.PageClosed():
                self._stay.close(now)
                self._leaving.stop()
                return [effects.CloseCalls(event.presence_id)]
            case events.PupilLeft():
                return self._coming.end("left")
        return []

    def _said(
        self, event: events.PupilSaid, now: float, running: frozenset[MediaPart]
    ) -> list[PresenceEffect]:
        self._stay.hear(event.path, now)
        todo = self._child.hear(event, now, running)
        return [*todo, *(self._coming.end("left") if isinstance(event.message, Bye) else [])]
