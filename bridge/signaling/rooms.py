"""PURE. Room of one robot: its peers, and the rules of who may say what to whom. No I/O.

A room holds at most one link of the robot, and any number of pupils, teachers and buddies. The
robot decides whom it admits; the bridge only carries messages. A buddy may send few actions, and
gets the state without the teacher's messages to the child. Messages are routed by
the id of the presence. The pupil who named it first owns it, and only this pupil's
device gets messages about it.

    Arrived, Gone, Said, Revoked, LoanChanged  ──►  Room.handle  ──►  Joined, Send, Drop

A room knows no other room and no socket; `bus` finds it and carries its effects.
"""

from collections import Counter, deque

import msgspec
from msgspec import Struct

from bridge.base.counts import Counts, Role
from bridge.protocol.channels import Ended, Refused
from bridge.protocol.errors import ProtocolError
from bridge.protocol.openings import LoanRights
from bridge.protocol.presence import Snapshot
from bridge.protocol.sealed import FromPage, SessionSealed, SessionSealedAck
from bridge.protocol.signaling import (
    BUDDY_ACTIONS,
    Answer,
    ClassStatus,
    Done,
    Inside,
    Invite,
    Leave,
    Offer,
    OfferNonce,
    RelayDown,
    RelayUp,
    Revoke,
    RobotStatus,
    TeacherAction,
    TrickledCandidate,
)
from bridge.signaling import loan_rules
from bridge.signaling.room_events import (
    Arrived,
    Drop,
    Effect,
    Event,
    Gone,
    Joined,
    LoanChanged,
    Revoked,
    Said,
    Send,
)
from bridge.signaling.sealed_routes import SealedRoutes
from bridge.signaling.stays import OwnedStays

ACTIONS_PER_ROOM = 64
"""Actions of teachers that are remembered, so that a refusal can be sent back."""


class Room:
    """Room of one robot."""

    def __init__(self) -> None:
        self._arrived: dict[int, Arrived] = {}
        self._robot: int | None = None
        self._robot_lost = False
        """The robot's last link broke without a farewell."""
        self._offer_nonce: str | None = None
        self._snapshot: Snapshot | None = None
        self._inside: str | None = None
        """Presence that the robot named when its link came up."""
        self._closed = False
        """The class ended it for today; the robot's newest word on it outlives its link."""
        self._stays = OwnedStays()
        self._rights = LoanRights()
        """Rights of the robot's loan, applied to what the bridge can see."""
        self._sealed = SealedRoutes()
        self._actions: deque[str] = deque(maxlen=ACTIONS_PER_ROOM)

    @property
    def empty(self) -> bool:
        """True if nobody is in the room, so that it may be forgotten."""
        return not self._arrived

    def counts(self) -> Counts:
        """Return the counts of this room."""
        connections = Counter(arrived.role for arrived in self._arrived.values())
        if self._snapshot is None:
            return Counts(connections)
        occupied = self._snapshot.presence is not None
        return Counts.of_power(self._snapshot.power, occupied, connections)

    def insiders(self) -> set[str]:
        """Return the device keys of the pupils in the robot, by the robot's own word."""
        return self._stays.device_keys(self._occupied())

    def _occupied(self) -> set[str | None]:
        """Return the presences that are going on, by the robot's own word."""
        return {self._inside, self._snapshot.presence if self._snapshot else None}

    def handle(self, event: Event) -> list[Effect]:
        """Return the effects of an event, in order.

        Raises:
            ProtocolError: The message is not allowed in this state; nothing changed.
        """
        match event:
            case Arrived():
                return self._come(event)
            case Gone():
                return self._go(event)
            case Revoked():
                return self._revoke(event)
            case LoanChanged():
                return self._loan_changes(event)
            case Said():
                arrived = self._arrived.get(event.connection)
                if arrived is None:
                    raise ProtocolError("out_of_order")
                if arrived.role == "robot":
                    return self._from_robot(event)
                if arrived.role == "pupil":
                    return self._from_pupil(arrived, event)
                return self._from_teacher(arrived, event)

    # ---- coming and going

    def _come(self, arrived: Arrived) -> list[Effect]:
        if arrived.connection in self._arrived:
            raise ProtocolError("out_of_order")
        joined = Joined(
            arrived.connection, self._robot is not None, self._offer_nonce, self._robot_lost
        )
        self._arrived[arrived.connection] = arrived
        self._sealed.arrived(arrived.connection, arrived.mark)
        if arrived.role == "robot":
            return [joined, *self._robot_comes(arrived)]
        if arrived.role in ("teacher", "buddy"):
            shown = _shown_to(arrived.role, self._snapshot) if self._snapshot else None
            return [joined, *([Send(arrived.connection, shown)] if shown else [])]
        self._stays.came(arrived.device_key, arrived.connection)
        closed = [Send(arrived.connection, ClassStatus(open=False))] if self._closed else []
        return [joined, *closed, *(self._to_owner(self._snapshot) if self._snapshot else [])]

    def _robot_comes(self, arrived: Arrived) -> list[Effect]:
        effects: list[Effect] = []
        if self._robot is not None:
            self._arrived.pop(self._robot)
            effects.append(Drop(self._robot))
        self._robot = arrived.connection
        self._robot_lost = False
        self._rights = arrived.rights
        self._offer_nonce = arrived.offer_nonce
        self._snapshot = self._inside = None
        return [*effects, *self._tell(RobotStatus(True, arrived.offer_nonce))]

    def _go(self, gone: Gone) -> list[Effect]:
        arrived = self._arrived.pop(gone.connection, None)
        if arrived is None:
            return []  # an old link of the robot, dropped when a newer one came
        self._sealed.gone(gone.connection)
        if arrived.role == "robot":
            self._robot = self._snapshot = self._inside = self._offer_nonce = None
            self._robot_lost = gone.lost
            return self._tell(RobotStatus(online=False, lost=gone.lost))
        self._stays.gone(gone.connection, self._newest)
        return []

    def _revoke(self, revoked: Revoked) -> list[Effect]:
        """Tell the robot and the pupil's pages; the robot then ends the presence."""
        effects: list[Effect] = []
        if self._robot is not None:
            effects.append(Send(self._robot, Revoke(revoked.device_key, revoked.code)))
        for presence, connection in self._stays.reached(revoked.device_key):
            effects.append(Send(connection, Ended(presence, "revoked")))
        return effects

    def _loan_changes(self, changed: LoanChanged) -> list[Effect]:
        if changed.connection != self._robot:
            return []
        self._rights = changed.status.rights
        return [Send(changed.connection, changed.status)]

    def _with_role(self, *roles: Role) -> list[int]:
        return sorted(number for number, who in self._arrived.items() if who.role in roles)

    def _tell(self, message: RobotStatus) -> list[Effect]:
        """Tell everybody in the room except the robot."""
        others = self._with_role("pupil", "teacher", "buddy")
        return [Send(connection, message) for connection in others]

    def _tell_teachers(self, message: Struct) -> list[Effect]:
        """Tell everybody who may send actions."""
        return [Send(connection, message) for connection in self._with_role("teacher", "buddy")]

    def _show_teachers(self, snapshot: Snapshot) -> list[Effect]:
        roles: tuple[Role, ...] = ("teacher", "buddy")
        return [
            Send(connection, _shown_to(role, snapshot))
            for role in roles
            for connection in self._with_role(role)
        ]

    def _newest(self, device_key: str) -> int | None:
        same = [
            number
            for number, who in self._arrived.items()
            if who.role == "pupil" and who.device_key == device_key
        ]
        return max(same, default=None)

    # ---- robot

    def _from_robot(self, said: Said) -> list[Effect]:
        match said.message:
            case Answer() | RelayDown():
                return [
                    Send(owner, said.message) for owner in self._stays.owners(said.message.presence)
                ]
            case Ended():
                owners = self._stays.owners(said.message.presence)
                self._stays.end(said.message.presence)
                return [Send(owner, said.message) for owner in owners]
            case Inside():
                return self._named_inside(said.message)
            case Snapshot():
                return self._shown(said.message)
            case OfferNonce():
                self._offer_nonce = said.message.nonce
                return [Send(pupil, said.message) for pupil in self._with_role("pupil")]
            case Done():
                return self._tell_teachers(said.message)
            case SessionSealed() | SessionSealedAck():
                page = self._sealed.to_page(said.message) if self._rights.sheets else None
                return [Send(*page)] if page else []
            case Refused():
                return self._refusal(said.message)
            case _:
                raise ProtocolError("out_of_order")

    def _named_inside(self, inside: Inside) -> list[Effect]:
        """Note the owner of a presence that is older than this link, or than this bridge."""
        presence, key = inside.presence, inside.pupil_key
        if self._stays.of_device(presence, key) is None:
            self._stays.begin(presence, key, self._newest(key), self._occupied())
        self._inside = inside.presence
        return []

    def _shown(self, snapshot: Snapshot) -> list[Effect]:
        if self._snapshot and snapshot.seq <= self._snapshot.seq:
            return []  # repeated or late: the newest wins
        self._snapshot = snapshot
        if snapshot.presence != self._inside:
            self._inside = None
        return [
            *self._to_owner(snapshot),
            *self._show_teachers(snapshot),
            *self._show_door(snapshot),
        ]

    def _show_door(self, snapshot: Snapshot) -> list[Effect]:
        """Tell the pupils when the class closes for today, and when it opens again."""
        # A fault is shown in place of everything else, so it says nothing about the class.
        closed = self._closed if snapshot.signal == "fault" else snapshot.signal == "not_allowed"
        if closed == self._closed:
            return []
        self._closed = closed
        status = ClassStatus(open=not closed)
        return [Send(connection, status) for connection in self._with_role("pupil")]

    def _to_owner(self, snapshot: Snapshot) -> list[Effect]:
        """Send a snapshot only to the pupil whom it is about."""
        stay = self._stays.get(snapshot.presence)
        if stay is None or stay.connection is None:
            return []
        return [Send(stay.connection, _shown_to("pupil", snapshot), repeats=snapshot.connected)]

    def _refusal(self, refused: Refused) -> list[Effect]:
        """Send a robot's refusal to its addressee, if that one is still there."""
        stay = self._stays.get(refused.re)
        if stay is not None:
            return [Send(stay.connection, refused)] if stay.connection is not None else []
        return self._tell_teachers(refused) if refused.re in self._actions else []

    # ---- pupil

    def _from_pupil(self, arrived: Arrived, said: Said) -> list[Effect]:
        message = said.message
        if not isinstance(message, Offer | TrickledCandidate | Leave | RelayUp):
            raise ProtocolError("out_of_order")
        stay = self._stays.of_device(message.presence, arrived.device_key)
        if self._robot is None:
            raise ProtocolError("robot_away")
        if isinstance(message, RelayUp):
            loan_rules.check(message.message, self._rights)
        effects: list[Effect] = []
        if stay is None:
            stay = self._stays.begin(
                message.presence, arrived.device_key, said.connection, self._occupied()
            )
            # After a restart of the bridge the presence may be older than this room.
            if self._snapshot and self._snapshot.presence == message.presence:
                shown = _shown_to("pupil", self._snapshot)
                effects.append(Send(said.connection, shown))
        self._stays.use(message.presence, said.connection)
        if isinstance(message, TrickledCandidate) and not stay.has_room(message):
            return effects
        if isinstance(message, Offer):
            return [*effects, Send(self._robot, _invite(message, arrived.device_key))]
        return [*effects, Send(self._robot, message)]

    # ---- teacher and buddy

    def _from_teacher(self, arrived: Arrived, said: Said) -> list[Effect]:
        if isinstance(said.message, FromPage):
            return self._sealed_to_robot(said.connection, said.message)
        if not isinstance(said.message, TeacherAction):
            raise ProtocolError("out_of_order")
        if arrived.role == "buddy" and said.message.action not in BUDDY_ACTIONS:
            raise ProtocolError("not_allowed")
        if self._robot is None:
            raise ProtocolError("robot_away")
        self._actions.append(said.message.id)
        return [Send(self._robot, said.message)]

    def _sealed_to_robot(self, connection: int, said: FromPage) -> list[Effect]:
        if not self._rights.sheets:
            raise ProtocolError("not_allowed")
        message = self._sealed.to_robot(connection, said)
        if self._robot is None:
            raise ProtocolError("robot_away")
        return [Send(self._robot, message)]


def _shown_to(role: Role, snapshot: Snapshot) -> Snapshot:
    """Return the state for a role: words of child and teacher are not for a classmate.

    Words for a technician are for nobody in class.
    """
    snapshot = msgspec.structs.replace(snapshot, troubles=msgspec.UNSET, release=msgspec.UNSET)
    if role != "buddy":
        return snapshot
    return msgspec.structs.replace(
        snapshot, said=None, phrase=None, phrase_seen=False, understood=None
    )


def _invite(offer: Offer, pupil_key: str) -> Invite:
    return Invite(
        presence=offer.presence,
        attempt=offer.attempt,
        sdp=offer.sdp,
        binding=offer.binding,
        pupil_key=pupil_key,
    )
