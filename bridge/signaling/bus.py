"""PURE. The seam between sockets and rooms: finds a robot's room and carries its effects. No I/O.

    sessions ── post(robot, event) ──► Bus ──► Room ──► effects ──► deliver(effect)

Nobody waits for an answer of `post`: what follows arrives through `deliver`. So a
room may be served by another process later; today all are served here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bridge.base.counts import Counts, total
from bridge.protocol.errors import ProtocolError
from bridge.signaling.room_events import Arrived, Effect, Event, Refuse, Said
from bridge.signaling.rooms import Room


@dataclass(frozen=True)
class Insider:
    """A pupil whom a robot says it has inside, connected to this bridge or not."""

    robot_id: str
    device_key: str


class Bus(Protocol):
    """What the rest of the bridge knows of rooms."""

    def listen(self, deliver: Callable[[Effect], None]) -> None:
        """Take the effects for connections of this process from now on."""

    def post(self, robot_id: str, event: Event) -> None:
        """Put an event on its way to a robot's room, in order."""

    def insiders(self) -> list[Insider]:
        """Return who is in the robots whose rooms are served here."""

    def counts(self) -> Counts:
        """Return the counts of the rooms that are served here."""


class RoomsHere:
    """Serves every room in this process."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}
        self._deliver: Callable[[Effect], None] = lambda _effect: None

    def __len__(self) -> int:
        return len(self._rooms)

    def listen(self, deliver: Callable[[Effect], None]) -> None:
        """Take the effects of all rooms."""
        self._deliver = deliver

    def post(self, robot_id: str, event: Event) -> None:
        """Let a room handle an event, and deliver what follows."""
        room = self._rooms.get(robot_id)
        if room is None:
            if not isinstance(event, Arrived):
                return  # nobody is there whom it could concern
            room = self._rooms[robot_id] = Room()
        for effect in _effects(room, event):
            self._deliver(effect)
        if room.empty:
            self._rooms.pop(robot_id, None)

    def insiders(self) -> list[Insider]:
        """Return who is in all robots."""
        return [Insider(id, key) for id, room in self._rooms.items() for key in room.insiders()]

    def counts(self) -> Counts:
        """Return the counts of all rooms."""
        return total(room.counts() for room in self._rooms.values())


def _effects(room: Room, event: Event) -> list[Effect]:
    try:
        return room.handle(event)
    except ProtocolError as error:
        if isinstance(event, Said | Arrived):
            about = event.message if isinstance(event, Said) else None
            return [Refuse(event.connection, error, about)]
        raise
