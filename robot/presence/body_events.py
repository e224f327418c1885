"""PURE. Events of the body: its link, its reports, and what is pressed on it. No I/O."""

from robot.presence import effects, events
from robot.presence.classroom import Classroom
from robot.presence.coming import Coming
from robot.presence.deeds import Deeds
from robot.presence.effects import PresenceEffect
from robot.presence.outlet import Outlet


class BodyEvents:
    """Consequences of each event of the body.

    Args:
        classroom: State of the class and the body.
        outlet: Knows what the body was told and shows.
        deeds: Gestures that the body makes.
        coming: Ends the stay when the battery is empty.
    """

    def __init__(self, classroom: Classroom, outlet: Outlet, deeds: Deeds, coming: Coming) -> None:
        self._classroom = classroom
        self._outlet = outlet
        self._deeds = deeds
        self._coming = coming

    def hear(self, event: events.OfBody, now: float) -> list[PresenceEffect]:
        """Take an event; return its effects, in order."""
        match event:
            case events.VolumePressed(by=by):
                self._classroom.turn_volume(by)
                return [self._classroom.remember(now), effects.PlayEarcon("volume")]
            case events.IdentifyPressed():
                return [effects.PlayEarcon("identify")]
            case events.BodyLinked():
                self._outlet.body_knows_nothing()
                self._classroom.body_linked()
            case events.BodyLost():
                self._outlet.body_knows_nothing()
                self._classroom.body_lost()
            case events.BodyReported():
                self._outlet.shown = event.signal
                self._classroom.body_reported(event, now)
                self._deeds.body_says(event.gesture)
                return self._coming.end("battery") if self._classroom.empty else []
        return []
