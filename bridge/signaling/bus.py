"""PURE. Bus between sockets and rooms: finds a robot's room and carries its effects. No I/O.

    sessions ── post(robot, event) ──► Bus ──► Room ──► effects ──► deliver(effect)

`post` returns nothing; effects arrive through `deliver`. So another process may serve a
room later. Today this process serves all of them.
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
    """Pupil in a robot by the robot's own word, connected to this bridge or not."""

    robot_id: str
    device_key: str


class Bus(Protocol):
    """Interface of the rooms for the rest of the bridge."""

    def listen(self, deliver: Callable[[Effect], None]) -> None:
        """Deliver effects for connections of this process from now on."""

    def post(self, robot_id: str, event: Event) -> None:
        """Send an event to a robot's room; events keep their order."""

    def insiders(self) -> list[Insider]:
        """Return the pupils in the robots whose rooms are served here."""

    def counts(self) -> Counts:
        """Return the counts of the rooms that are served here."""


class RoomsHere:
    """Bus that serves every room in this process."""

    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}
        self._deliver: Callable[[Effect], None] = lambda _effect: None

    def __len__(self) -> int:
        return len(self._rooms)

    def listen(self, deliver: Callable[[Effect], None]) -> None:
        """Deliver the effects of all rooms from now on."""
        self._deliver = deliver

    def post(self, robot_id: str, event: Event) -> None:
        """Handle an event in its room, and deliver the effects."""
        room = self._rooms.get(robot_id)
        if room is None:
            if not isinstance(event, Arrived):
                return  # nobody is in the room
            room = self._rooms[robot_id] = Room()
        for effect in _effects(room, event):
            self._deliver(effect)
        if room.empty:
            self._rooms.pop(robot_id, None)

    def insiders(self) -> list[Insider]:
        """Return the pupils in all robots."""
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
