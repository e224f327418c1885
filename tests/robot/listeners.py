"""The agent's hearing with a machine whose doings are listed."""

from pathlib import Path

from hardware.contract import wire
from robot.call.admission import Admission
from robot.call.call import (
    CallId,
)
from robot.health import ServiceStatus
from robot.hearing import Hearing
from robot.links.offer_nonces import OfferNonces
from robot.presence import events
from robot.presence.events import PresenceEvent
from robot.storage import note
from tests.robot.theatre import ID, PUPIL, P, Theatre

CALL = CallId(P, 1)
GREETING = wire.Greeting(2, "simulated", -90.0, 90.0, -30.0, 30.0, True)


class Listener:
    """A hearing on an empty stage, and the events that it made."""

    def __init__(self, theatre: Theatre, folder: Path) -> None:
        self.theatre = theatre
        self.events: list[PresenceEvent] = []
        self.now = 1.0
        self.hearing = Hearing(
            theatre.stage,
            theatre.steering,
            Admission(lambda: theatre.identity.public, OfferNonces(lambda: ID)),
            theatre.identity,
            ServiceStatus(),
            note.read(folder),
            self._decide,
        )

    def _decide(self, event: PresenceEvent, now: float) -> None:
        self.events.append(event)
        self.theatre.stage.machine.handle(event, now)

    def let_in(self) -> None:
        for event in (events.BodyReported("asleep"), events.Invited(PUPIL.public, P, 1)):
            self._decide(event, self.now)
        self.events.clear()
