import pytest

from bridge.base.counts import Role
from bridge.base.records import Robot
from bridge.protocol import codec
from bridge.protocol.errors import ProtocolError
from bridge.protocol.limits import SEALED_BURST, SIGNAL_BURST
from bridge.protocol.openings import HelloTeacher
from bridge.protocol.sealed import Sealed, SealedAck, SealedAsk
from bridge.protocol.signaling import TeacherAction
from bridge.signaling import reading
from bridge.signaling.connection import Connection
from bridge.signaling.reception import Guest
from bridge.signaling.sessions import Session
from tests.bridge.signaling.test_connection import Socket, Wire

ID = "A" * 22
ASK = codec.encode(SealedAsk(1))
PART = codec.encode(Sealed(ID, 0, 1, "A" * 39))
PAUSE, SEEN = (codec.encode(TeacherAction(ID, action)) for action in ("pause", "seen"))


def session(role: Role = "teacher") -> Session:
    guest = Guest(role, Robot("karlsson-1", "Kalle", "K" * 43, 0))
    return Session(guest, Connection(1, Socket(), Wire(), lambda _: None), 0.0)


def say(one: Session, text: str) -> str:
    try:
        reading.admit(one, reading.decode(one, text, 0.0), 0.0)
    except ProtocolError as error:
        return error.code
    return ""


async def test_parts_of_sheets_use_up_nothing_of_a_teachers_actions() -> None:
    one = session()
    said = [say(one, ASK) for _ in range(SEALED_BURST + 1)]
    assert said == [*[""] * SEALED_BURST, "too_fast"]
    assert [say(one, SEEN) for _ in range(SIGNAL_BURST)] == [""] * SIGNAL_BURST
    assert say(one, SEEN) == "too_fast"
    assert say(one, PAUSE) == ""


async def test_a_part_waits_for_the_receipt_of_the_one_before() -> None:
    one = session()
    assert [say(one, PART), say(one, PART)] == ["", "too_fast"]
    one.send(SealedAck(ID, 0))
    assert say(one, PART) == ""


async def test_actions_use_up_nothing_of_the_sheets() -> None:
    one = session()
    for _ in range(SIGNAL_BURST):
        say(one, SEEN)
    assert say(one, PART) == ""


async def test_what_cannot_be_read_is_counted_as_well() -> None:
    one = session()
    said = [say(one, "{}") for _ in range(SIGNAL_BURST + 1)]
    assert set(said[:-1]) == {"malformed"}
    assert said[-1] == "too_fast"


async def test_a_childs_messages_are_counted_before_they_are_read() -> None:
    one = session("pupil")
    for _ in range(SIGNAL_BURST):
        assert say(one, "{}") == "malformed"
    assert say(one, "{}") == "too_fast"


def test_another_known_message_is_no_opening() -> None:
    assert isinstance(reading.opening(codec.encode(HelloTeacher(1, ID))), HelloTeacher)
    for text, code in (
        (PAUSE, "out_of_order"),
        ('{"type":"x"}', "unknown_type"),
        ("", "malformed"),
    ):
        with pytest.raises(ProtocolError) as caught:
            reading.opening(text)
        assert caught.value.code == code
