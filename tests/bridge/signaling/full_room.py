"""A room with robot, children, teacher and class buddy in it, and one of every message."""

import pytest
from msgspec import Struct

from bridge.protocol.channels import Ended, Hand, Refused
from bridge.protocol.errors import ProtocolError
from bridge.protocol.openings import Enrol, HelloPupil, HelloRobot, HelloTeacher, Pair
from bridge.protocol.presence import Snapshot
from bridge.protocol.sealed import Sealed, SealedAck, SealedAsk, SessionSealed, SessionSealedAck
from bridge.protocol.signaling import (
    Answer,
    Done,
    Inside,
    Leave,
    Offer,
    OfferNonce,
    Ping,
    RelayDown,
    RelayUp,
    TeacherAction,
    TrickledCandidate,
)
from bridge.signaling.room_events import Arrived, Effect, Gone, Said
from bridge.signaling.rooms import Room
from tests.bridge.people import SDP, offer, snapshot

ROBOT, LENA, OLE, TEACHER, BUDDY = 1, 2, 3, 4, 5
LENA_KEY, OLE_KEY = "L" * 43, "O" * 43
STAY, OTHER_STAY, ACTION = "S" * 22, "T" * 22, "A" * 22
MARK = "M" * 22

SAMPLES: dict[type[Struct], Struct] = {
    HelloRobot: HelloRobot(version=1, robot="karlsson-1", signature="s" * 86),
    Enrol: Enrol(1, LENA_KEY, OLE_KEY, "s" * 86, "s" * 86),
    HelloPupil: HelloPupil(version=1, device_key=LENA_KEY, signature="s" * 86),
    HelloTeacher: HelloTeacher(version=1, token=ACTION),
    Pair: Pair(version=1, lookup=ACTION, device_key=LENA_KEY, proof=OLE_KEY, signature="s" * 86),
    Ping: Ping(),  # the bridge answers it without the room
    Offer: offer(STAY),
    OfferNonce: OfferNonce(nonce=OTHER_STAY),
    TrickledCandidate: TrickledCandidate(presence=STAY, attempt=1, candidate="candidate:x"),
    Leave: Leave(presence=STAY),
    RelayUp: RelayUp(presence=STAY, message=Hand(seq=1, raised=True)),
    TeacherAction: TeacherAction(id=ACTION, action="seen"),
    Answer: Answer(presence=STAY, attempt=1, sdp=SDP, binding=offer(STAY).binding),
    Inside: Inside(presence=STAY, pupil_key=LENA_KEY),
    Ended: Ended(presence=STAY, reason="left"),
    RelayDown: RelayDown(presence=STAY, message=snapshot(STAY)),
    Snapshot: snapshot(STAY),
    Done: Done(id=ACTION),
    Sealed: Sealed(ACTION, 0, 1, "A" * 39),
    SealedAck: SealedAck(ACTION, 0),
    SealedAsk: SealedAsk(1),
    SessionSealed: SessionSealed(MARK, ACTION, 0, 1, "A" * 39),
    SessionSealedAck: SessionSealedAck(MARK, ACTION, 0),
    Refused: Refused(code="busy", text="", re=STAY),
}
"""One of every type that a peer may send."""


def after(*events: Arrived | Gone | Said) -> Room:
    room = Room()
    for event in events:
        room.handle(event)
    return room


def robot(connection: int = ROBOT) -> Arrived:
    return Arrived(connection, "robot")


def lena(connection: int = LENA) -> Arrived:
    return Arrived(connection, "pupil", LENA_KEY)


def ole() -> Arrived:
    return Arrived(OLE, "pupil", OLE_KEY)


def teacher(connection: int = TEACHER) -> Arrived:
    return Arrived(connection, "teacher", mark=MARK)


def buddy(connection: int = BUDDY) -> Arrived:
    return Arrived(connection, "buddy")


def heard(effects: list[Effect]) -> list[int]:
    return [effect.connection for effect in effects]


def refusal(room: Room, event: Arrived | Gone | Said) -> str:
    with pytest.raises(ProtocolError) as refused:
        room.handle(event)
    return refused.value.code


LESSON = (robot(), lena(), ole(), teacher(), Said(LENA, offer(STAY)))
FULL = (*LESSON, buddy())
