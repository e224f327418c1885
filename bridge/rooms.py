"""PURE. Who is in which room, and who may say what to whom. No I/O.

A room is one robot's place on the bridge: at most one link of the robot, any
number of pupils and teachers. The robot decides whom it admits; the bridge
only carries. What is carried goes by the id of the stay: the pupil who named
it first owns it, and only this pupil's device hears of it.

    Arrived, Gone, Said  ──►  Rooms.handle  ──►  Send, Drop
"""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from bridge.protocol.channels import Power, Presence, Refused
from bridge.protocol.errors import ProtocolError
from bridge.protocol.fields import PowerLevel
from bridge.protocol.limits import CANDIDATES_PER_ATTEMPT
from bridge.protocol.signaling import (
    Answer,
    Done,
    Ended,
    Invite,
    Leave,
    Offer,
    OfferNonce,
    RelayDown,
    RelayUp,
    RobotStatus,
    TeacherAction,
    TrickledCandidate,
)

Role = Literal["robot", "pupil", "teacher"]

STAYS_PER_ROOM = 32
"""Stays whose owner is remembered; the oldest is forgotten first."""

ACTIONS_PER_ROOM = 64
"""Teachers' actions whose refusal still finds its way back."""


# ---- events


@dataclass(frozen=True)
class Arrived:
    """A connection said who it is, and was believed.

    Args:
        connection: Number of the connection, never used twice.
        device_key: The pupil's key; empty for others.
    """

    connection: int
    role: Role
    robot_id: str
    device_key: str = ""
    offer_nonce: str | None = None
    """What offers to this robot have to reply to."""


@dataclass(frozen=True)
class Gone:
    """A connection ended."""

    connection: int


@dataclass(frozen=True)
class Said:
    """A connection sent a message of its role."""

    connection: int
    message: Struct


Event = Arrived | Gone | Said


# ---- effects


@dataclass(frozen=True)
class Send:
    """Send this to that connection."""

    connection: int
    message: Struct


@dataclass(frozen=True)
class Drop:
    """End that connection: a newer link of the same robot took its place."""

    connection: int


Effect = Send | Drop


@dataclass
class _Stay:
    """One stay, and whose it is."""

    device_key: str
    connection: int | None
    attempt: int = 0
    candidates: int = 0


@dataclass
class _Room:
    robot: int | None = None
    offer_nonce: str | None = None
    pupils: dict[int, str] = field(default_factory=dict)
    teachers: set[int] = field(default_factory=set)
    presence: Presence | None = None
    stays: OrderedDict[str, _Stay] = field(default_factory=OrderedDict)
    actions: deque[str] = field(default_factory=lambda: deque(maxlen=ACTIONS_PER_ROOM))

    @property
    def empty(self) -> bool:
        return self.robot is None and not self.pupils and not self.teachers


class Rooms:
    """All rooms of this bridge."""

    def __init__(self) -> None:
        self._rooms: dict[str, _Room] = {}
        self._arrived: dict[int, Arrived] = {}

    def online(self, robot_id: str) -> bool:
        """Return whether the robot's link is up."""
        room = self._rooms.get(robot_id)
        return room is not None and room.robot is not None

    def offer_nonce(self, robot_id: str) -> str | None:
        """Return what offers to this robot have to reply to; None while it is away."""
        room = self._rooms.get(robot_id)
        return room.offer_nonce if room is not None else None

    def count(self, role: Role) -> int:
        """Return how many connections of a role there are."""
        return sum(1 for arrived in self._arrived.values() if arrived.role == role)

    def presences(self) -> int:
        """Return in how many robots somebody is."""
        return sum(1 for room in self._rooms.values() if room.presence and room.presence.presence)

    def batteries(self, level: PowerLevel) -> int:
        """Return how many robots that have a gauge are at this level."""
        return sum(1 for power in self._powers() if power.gauge == "known" and power.level == level)

    def weak_supplies(self) -> int:
        """Return how many robots have a supply that gives way."""
        return sum(1 for power in self._powers() if power.weak_supply)

    def too_warm(self) -> int:
        """Return how many robots send less picture because of heat."""
        return sum(1 for power in self._powers() if power.picture != "full")

    def _powers(self) -> list[Power]:
        return [room.presence.power for room in self._rooms.values() if room.presence]

    def handle(self, event: Event) -> list[Effect]:
        """Return what follows from an event, in order.

        Raises:
            ProtocolError: The message is not allowed in this state; nothing changed.
        """
        match event:
            case Arrived():
                return self._come(event)
            case Gone():
                return self._go(event)
            case Said():
                arrived = self._arrived.get(event.connection)
                if arrived is None:
                    raise ProtocolError("out_of_order")
                room = self._rooms[arrived.robot_id]
                if arrived.role == "robot":
                    return self._from_robot(room, event)
                if arrived.role == "pupil":
                    return self._from_pupil(room, arrived, event)
                return self._from_teacher(room, event)

    # ---- coming and going

    def _come(self, arrived: Arrived) -> list[Effect]:
        if arrived.connection in self._arrived:
            raise ProtocolError("out_of_order")
        room = self._rooms.setdefault(arrived.robot_id, _Room())
        self._arrived[arrived.connection] = arrived
        if arrived.role == "robot":
            effects: list[Effect] = []
            if room.robot is not None:
                self._arrived.pop(room.robot)
                effects.append(Drop(room.robot))
            room.robot = arrived.connection
            room.presence = None
            room.offer_nonce = arrived.offer_nonce
            return [*effects, *_tell(room, RobotStatus(True, arrived.offer_nonce))]
        if arrived.role == "teacher":
            room.teachers.add(arrived.connection)
            return [Send(arrived.connection, room.presence)] if room.presence else []
        room.pupils[arrived.connection] = arrived.device_key
        for stay in room.stays.values():
            if stay.device_key == arrived.device_key and stay.connection is None:
                stay.connection = arrived.connection
        return _to_owner(room, room.presence) if room.presence else []

    def _go(self, gone: Gone) -> list[Effect]:
        arrived = self._arrived.pop(gone.connection, None)
        if arrived is None:
            return []  # a robot's old link, dropped when the newer one came
        room = self._rooms[arrived.robot_id]
        effects: list[Effect] = []
        if arrived.role == "robot":
            room.robot = None
            room.presence = None
            room.offer_nonce = None
            effects = _tell(room, RobotStatus(online=False))
        elif arrived.role == "teacher":
            room.teachers.discard(gone.connection)
        else:
            del room.pupils[gone.connection]
            for stay in room.stays.values():
                if stay.connection == gone.connection:
                    stay.connection = _newest(room, stay.device_key)
        if room.empty:
            del self._rooms[arrived.robot_id]
        return effects

    # ---- robot

    def _from_robot(self, room: _Room, said: Said) -> list[Effect]:
        match said.message:
            case Answer() | RelayDown():
                return [Send(owner, said.message) for owner in _owners(room, said.message.presence)]
            case Ended():
                owners = _owners(room, said.message.presence)
                del room.stays[said.message.presence]
                return [Send(owner, said.message) for owner in owners]
            case Presence():
                if room.presence and said.message.seq <= room.presence.seq:
                    return []  # repeated or overtaken: the newest wins
                room.presence = said.message
                teachers: list[Effect] = [
                    Send(teacher, said.message) for teacher in sorted(room.teachers)
                ]
                return [*_to_owner(room, said.message), *teachers]
            case OfferNonce():
                room.offer_nonce = said.message.nonce
                return [Send(pupil, said.message) for pupil in sorted(room.pupils)]
            case Done():
                return [Send(teacher, said.message) for teacher in sorted(room.teachers)]
            case Refused():
                return _refusal(room, said.message)
            case _:
                raise ProtocolError("out_of_order")

    # ---- pupil

    def _from_pupil(self, room: _Room, arrived: Arrived, said: Said) -> list[Effect]:
        message = said.message
        if not isinstance(message, Offer | TrickledCandidate | Leave | RelayUp):
            raise ProtocolError("out_of_order")
        stay = room.stays.get(message.presence)
        if stay is not None and stay.device_key != arrived.device_key:
            raise ProtocolError("unknown_presence")
        if room.robot is None:
            raise ProtocolError("robot_away")
        effects: list[Effect] = []
        if stay is None:
            stay = _Stay(arrived.device_key, said.connection)
            room.stays[message.presence] = stay
            if len(room.stays) > STAYS_PER_ROOM:
                room.stays.popitem(last=False)
            # After a restart of the bridge the stay may be older than this room.
            if room.presence and room.presence.presence == message.presence:
                effects.append(Send(said.connection, room.presence))
        stay.connection = said.connection
        room.stays.move_to_end(message.presence)
        if isinstance(message, TrickledCandidate) and not _has_room(stay, message):
            return effects
        if isinstance(message, Offer):
            return [*effects, Send(room.robot, _invite(message, arrived.device_key))]
        return [*effects, Send(room.robot, message)]

    # ---- teacher

    def _from_teacher(self, room: _Room, said: Said) -> list[Effect]:
        if not isinstance(said.message, TeacherAction):
            raise ProtocolError("out_of_order")
        if room.robot is None:
            raise ProtocolError("robot_away")
        room.actions.append(said.message.id)
        return [Send(room.robot, said.message)]


def _tell(room: _Room, message: RobotStatus) -> list[Effect]:
    """Tell everybody in the room but the robot."""
    return [Send(connection, message) for connection in sorted({*room.pupils, *room.teachers})]


def _to_owner(room: _Room, presence: Presence) -> list[Effect]:
    """Send a snapshot to the pupil it is about, and to no other pupil."""
    stay = room.stays.get(presence.presence) if presence.presence else None
    return [Send(stay.connection, presence)] if stay and stay.connection is not None else []


def _owners(room: _Room, presence: str) -> list[int]:
    """Return the connection of the pupil whose stay it is; none while its line is down."""
    stay = room.stays.get(presence)
    if stay is None:
        raise ProtocolError("unknown_presence")
    return [] if stay.connection is None else [stay.connection]


def _newest(room: _Room, device_key: str) -> int | None:
    same = [connection for connection, key in room.pupils.items() if key == device_key]
    return max(same, default=None)


def _refusal(room: _Room, refused: Refused) -> list[Effect]:
    """Carry a robot's refusal to whom it concerns; nobody, if that one is gone."""
    stay = room.stays.get(refused.re or "")
    if stay is not None:
        return [Send(stay.connection, refused)] if stay.connection is not None else []
    if refused.re in room.actions:
        return [Send(teacher, refused) for teacher in sorted(room.teachers)]
    return []


def _has_room(stay: _Stay, message: TrickledCandidate) -> bool:
    """Count a candidate; tell whether it is still one of those that are carried."""
    if message.attempt != stay.attempt:
        stay.attempt, stay.candidates = message.attempt, 0
    stay.candidates += 1
    return stay.candidates <= CANDIDATES_PER_ATTEMPT


def _invite(offer: Offer, pupil_key: str) -> Invite:
    return Invite(
        presence=offer.presence,
        attempt=offer.attempt,
        sdp=offer.sdp,
        binding=offer.binding,
        pupil_key=pupil_key,
    )
