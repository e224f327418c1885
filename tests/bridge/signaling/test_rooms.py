from typing import get_args

import pytest
from msgspec import Struct
from msgspec.structs import replace

from bridge.base.counts import Role
from bridge.protocol import signaling
from bridge.protocol.board import Crop, Phrase, SayPhrase
from bridge.protocol.channels import Ended, Refused
from bridge.protocol.fields import RightName
from bridge.protocol.fleet import ErrandDone, ErrandPart, RobotHealth
from bridge.protocol.openings import LoanRights
from bridge.protocol.presence import Snapshot, TeacherNote, Trouble
from bridge.protocol.sealed import (
    Sealed,
    SealedAck,
    SealedAsk,
    SessionSealed,
    SessionSealedAck,
    SessionSealedAsk,
)
from bridge.protocol.signaling import (
    Answer,
    ClassStatus,
    Done,
    Inside,
    Invite,
    Leave,
    LoanStatus,
    Offer,
    OfferNonce,
    RelayDown,
    RelayUp,
    RobotStatus,
    TeacherAction,
    TrickledCandidate,
)
from bridge.protocol.vocabulary import SignalName
from bridge.signaling.room_events import Arrived, Effect, Gone, Joined, LoanChanged, Said, Send
from bridge.signaling.rooms import Room
from tests.bridge.people import SDP, offer, snapshot
from tests.bridge.signaling.full_room import (
    ACTION,
    BUDDY,
    FULL,
    LENA,
    LENA_KEY,
    LESSON,
    MARK,
    OLE,
    OTHER_STAY,
    ROBOT,
    SAMPLES,
    STAY,
    TEACHER,
    after,
    buddy,
    heard,
    lena,
    refusal,
    robot,
    teacher,
)

EDGES: dict[tuple[Role, type[Struct]], list[int]] = {
    ("robot", OfferNonce): [LENA, OLE],
    ("robot", Answer): [LENA],
    ("robot", Inside): [],
    ("robot", Ended): [LENA],
    ("robot", RelayDown): [LENA],
    ("robot", Snapshot): [LENA, TEACHER, BUDDY],
    ("robot", Done): [TEACHER, BUDDY],
    ("robot", Refused): [LENA],
    ("pupil", Offer): [ROBOT],
    ("pupil", TrickledCandidate): [ROBOT],
    ("pupil", Leave): [ROBOT],
    ("pupil", RelayUp): [ROBOT],
    ("teacher", TeacherAction): [ROBOT],
    ("teacher", Sealed): [ROBOT],
    ("teacher", SealedAck): [ROBOT],
    ("teacher", SealedAsk): [ROBOT],
    ("robot", SessionSealed): [TEACHER],
    ("robot", SessionSealedAck): [TEACHER],
}
"""Allowed messages while everybody is there, with their receivers."""


def test_the_samples_are_every_message_that_can_be_said() -> None:
    said = {
        kind
        for union in (signaling.FromRobot, signaling.FromPupil, signaling.FromTeacher)
        for kind in get_args(union)
    }
    to_no_room = {RobotHealth, ErrandPart, ErrandDone, signaling.WithdrawRight}
    assert set(SAMPLES) | to_no_room == said


@pytest.mark.parametrize("role", ["robot", "pupil", "teacher"])
@pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: kind.__name__)
def test_each_message_is_an_edge_or_a_refusal(role: Role, kind: type[Struct]) -> None:
    room = after(*FULL)
    connection = {"robot": ROBOT, "pupil": LENA, "teacher": TEACHER}[role]
    event = Said(connection, SAMPLES[kind])
    if (role, kind) in EDGES:
        assert heard(room.handle(event)) == EDGES[role, kind]
    else:
        assert refusal(room, event) == "out_of_order"


@pytest.mark.parametrize("kind", [Offer, TrickledCandidate, Leave, RelayUp, TeacherAction, Sealed])
def test_without_the_robot_nothing_can_be_asked_of_it(kind: type[Struct]) -> None:
    room = after(lena(), teacher())
    connection = TEACHER if kind in (TeacherAction, Sealed) else LENA
    assert refusal(room, Said(connection, SAMPLES[kind])) == "robot_away"


def test_a_stranger_says_nothing() -> None:
    assert refusal(after(robot()), Said(99, Leave(presence=STAY))) == "out_of_order"


def test_an_offer_becomes_an_invitation_with_the_key_that_was_proved() -> None:
    asked = offer(STAY)
    [effect] = after(robot(), lena()).handle(Said(LENA, asked))
    assert effect == Send(
        ROBOT,
        Invite(presence=STAY, attempt=1, sdp=SDP, binding=asked.binding, pupil_key=LENA_KEY),
    )


@pytest.mark.parametrize("kind", [Offer, TrickledCandidate, Leave, RelayUp])
def test_nobody_speaks_in_the_stay_of_another(kind: type[Struct]) -> None:
    assert refusal(after(*LESSON), Said(OLE, SAMPLES[kind])) == "unknown_presence"


@pytest.mark.parametrize("kind", [Answer, Ended, RelayDown])
def test_a_robot_cannot_answer_who_never_asked(kind: type[Struct]) -> None:
    assert refusal(after(robot(), lena()), Said(ROBOT, SAMPLES[kind])) == "unknown_presence"


def test_a_second_pupil_sees_nothing_of_the_first_ones_stay() -> None:
    room = after(*LESSON, Said(OLE, offer(OTHER_STAY)))
    assert heard(room.handle(Said(ROBOT, snapshot(STAY)))) == [LENA, TEACHER]
    assert heard(room.handle(Said(ROBOT, snapshot(None, 2)))) == [TEACHER]
    refused = Refused(code="busy", text="", re=OTHER_STAY)
    assert room.handle(Said(ROBOT, refused)) == [Send(OLE, refused)]


def test_a_child_that_is_connected_gets_the_state_as_a_repetition() -> None:
    room = after(*LESSON)
    for seq, connected in enumerate((False, True), 1):
        told = room.handle(Said(ROBOT, snapshot(STAY, seq, connected=connected)))
        assert [effect.repeats for effect in told if isinstance(effect, Send)] == [connected, False]


def test_a_late_teacher_is_shown_the_newest_snapshot() -> None:
    room = after(*LESSON, Said(ROBOT, snapshot(STAY, 5)), Said(ROBOT, snapshot(STAY, 4)))
    assert room.handle(teacher(9)) == [Joined(9, True), Send(9, snapshot(STAY, 5))]


@pytest.mark.parametrize("action", get_args(signaling.TeacherActionName))
def test_a_buddy_may_only_help(action: signaling.TeacherActionName) -> None:
    room = after(*FULL)
    text = "Hello" if action == "text" else ""
    right: RightName | None = "zoom" if action in ("allow", "forbid") else None
    said = Said(BUDDY, TeacherAction(id=ACTION, action=action, text=text, right=right))
    if action in ("louder", "quieter", "call_teacher"):
        assert room.handle(said) == [Send(ROBOT, said.message)]
    else:
        assert refusal(room, said) == "not_allowed"
    assert room.handle(Said(TEACHER, said.message)) == [Send(ROBOT, said.message)]


@pytest.mark.parametrize(
    "kind", [kind for kind in SAMPLES if kind is not TeacherAction], ids=lambda kind: kind.__name__
)
def test_a_buddy_says_nothing_else(kind: type[Struct]) -> None:
    code = "not_allowed" if kind in (Sealed, SealedAck, SealedAsk) else "out_of_order"
    assert refusal(after(*FULL), Said(BUDDY, SAMPLES[kind])) == code


def test_what_a_teacher_writes_to_the_child_is_not_for_a_buddy() -> None:
    note, phrase = TeacherNote(1, "text", "Well done, Lena"), Phrase(1, "text", "Where?")
    told = snapshot(STAY, 5, said=note, phrase=phrase, phrase_seen=True, understood="no")
    hidden = snapshot(STAY, 5)
    room = after(*FULL)
    assert room.handle(Said(ROBOT, told)) == [
        Send(LENA, told),
        Send(TEACHER, told),
        Send(BUDDY, hidden),
    ]
    assert room.handle(buddy(9)) == [Joined(9, True), Send(9, hidden)]
    assert room.handle(teacher(10)) == [Joined(10, True), Send(10, told)]


def test_words_for_a_technician_are_for_no_page() -> None:
    told = snapshot(STAY, 5, troubles=(Trouble("camera", "/dev/video9 is not there"),))
    hidden = snapshot(STAY, 5)
    room = after(*FULL)
    assert room.handle(Said(ROBOT, told)) == [
        Send(LENA, hidden),
        Send(TEACHER, hidden),
        Send(BUDDY, hidden),
    ]
    assert room.handle(teacher(10)) == [Joined(10, True), Send(10, hidden)]


def test_a_buddy_is_told_that_the_robot_comes_and_goes() -> None:
    room = after(robot(), buddy())
    assert room.handle(Gone(ROBOT)) == [Send(BUDDY, RobotStatus(online=False))]
    assert refusal(room, Said(BUDDY, TeacherAction(id=ACTION, action="louder"))) == "robot_away"


def test_children_are_told_when_the_class_closes_for_today_and_when_it_opens_again() -> None:
    room = after(*LESSON)
    door = [LENA, OLE]
    closed, opened = ClassStatus(open=False), ClassStatus(open=True)

    def told(seq: int, signal: SignalName) -> list[Effect]:
        shown = replace(snapshot(None, seq), signal=signal)
        effects = room.handle(Said(ROBOT, shown))
        return [one for one in effects if isinstance(one, Send) and one.connection in door]

    assert told(1, "asleep") == []
    assert told(2, "not_allowed") == [Send(LENA, closed), Send(OLE, closed)]
    assert told(3, "not_allowed") == []
    assert told(4, "fault") == [], "a fault says nothing about the class"
    assert room.handle(lena(20)) == [Joined(20, True), Send(20, closed)]
    room.handle(Gone(ROBOT))
    room.handle(robot(10))
    effects = room.handle(Said(10, snapshot(None)))
    assert [Send(LENA, opened), Send(OLE, opened), Send(20, opened)] == effects[-3:]
    assert room.handle(lena(21)) == [Joined(21, True)]


def test_a_snapshot_that_was_overtaken_is_not_shown() -> None:
    room = after(*LESSON, Said(ROBOT, snapshot(STAY, 5)))
    assert room.handle(Said(ROBOT, snapshot(STAY, 5))) == []


def test_a_snapshot_ends_with_the_link_it_came_by() -> None:
    room = after(*LESSON, Said(ROBOT, snapshot(STAY, 5)))
    assert room.counts().presences == 1
    assert heard(room.handle(Gone(ROBOT))) == [LENA, OLE, TEACHER]
    assert room.counts().presences == 0
    assert room.handle(teacher(9)) == [Joined(9, False)]
    room.handle(robot(10))
    assert heard(room.handle(Said(10, snapshot(STAY, 1)))) == [LENA, TEACHER, 9]


# ---- what the loan allows


def test_what_the_loan_does_not_allow_is_refused_where_the_bridge_sees_it() -> None:
    crop = Said(LENA, RelayUp(STAY, Crop(1, 1.0, 2.0, 0.5, 0.5)))
    aloud = Said(LENA, RelayUp(STAY, SayPhrase(2, 1, "yes", aloud=True)))
    room = after(*FULL)
    for said in (crop, aloud):
        assert heard(room.handle(said)) == [ROBOT]
    status = LoanStatus("L" * 22, LoanRights(zoom=False, sheets=False, speech=False))
    assert room.handle(LoanChanged(ROBOT, status)) == [Send(ROBOT, status)]
    sealed = Said(TEACHER, SAMPLES[Sealed])
    assert [refusal(room, said) for said in (crop, aloud, sealed)] == ["not_allowed"] * 3
    assert room.handle(Said(ROBOT, SAMPLES[SessionSealed])) == []
    silent = Said(LENA, RelayUp(STAY, SayPhrase(3, 2, "yes")))
    assert heard(room.handle(silent)) == [ROBOT]
    room.handle(LoanChanged(ROBOT, LoanStatus("L" * 22)))
    assert [heard(room.handle(said)) for said in (crop, sealed)] == [[ROBOT], [ROBOT]]


def test_a_robot_that_comes_brings_the_rights_of_its_loan() -> None:
    room = after(replace_rights(robot(), LoanRights(zoom=False)), lena(), Said(LENA, offer(STAY)))
    crop = Said(LENA, RelayUp(STAY, Crop(1, 1.0, 2.0, 0.5, 0.5)))
    assert refusal(room, crop) == "not_allowed"
    room.handle(robot(7))
    assert heard(room.handle(crop)) == [7]


def replace_rights(arrived: Arrived, rights: LoanRights) -> Arrived:
    return Arrived(arrived.connection, arrived.role, rights=rights)


def test_an_older_link_of_the_robot_is_not_told_of_the_loan() -> None:
    room = after(robot(), robot(7))
    assert room.handle(LoanChanged(ROBOT, LoanStatus())) == []


# ---- sheets


def test_a_sheet_goes_to_the_robot_and_its_answer_to_the_page_that_asked() -> None:
    room = after(*FULL, Arrived(8, "teacher", mark="N" * 22))
    sealed, ack = SAMPLES[Sealed], SAMPLES[SealedAck]
    assert room.handle(Said(8, sealed)) == [
        Send(ROBOT, SessionSealed("N" * 22, ACTION, 0, 1, "A" * 39))
    ]
    assert room.handle(Said(ROBOT, SessionSealedAck("N" * 22, ACTION, 0))) == [Send(8, ack)]
    assert room.handle(Said(ROBOT, SAMPLES[SessionSealed])) == [Send(TEACHER, sealed)]
    assert room.handle(Said(TEACHER, SealedAsk(3, 17))) == [
        Send(ROBOT, SessionSealedAsk(MARK, 3, 17))
    ]


def test_what_the_robot_sends_to_a_page_that_is_gone_goes_nowhere() -> None:
    room = after(*FULL, Gone(TEACHER))
    assert room.handle(Said(ROBOT, SAMPLES[SessionSealed])) == []


def test_a_link_that_broke_is_told_from_a_robot_that_was_switched_off() -> None:
    room = Room()
    room.handle(Arrived(BUDDY, "buddy"))
    for lost in (True, False):
        room.handle(Arrived(ROBOT, "robot"))
        assert room.handle(Gone(ROBOT, lost)) == [Send(BUDDY, RobotStatus(False, lost=lost))]
        joined = room.handle(Arrived(LENA, "pupil", device_key="K" * 43))[0]
        assert isinstance(joined, Joined)
        assert joined.robot_lost == lost
        room.handle(Gone(LENA))
    room.handle(Gone(BUDDY))
    assert room.empty
