from typing import get_args

import pytest
from msgspec import Struct

from bridge.protocol import signaling
from bridge.protocol.channels import Hand, Presence, Refused
from bridge.protocol.errors import ProtocolError
from bridge.protocol.limits import CANDIDATES_PER_ATTEMPT
from bridge.protocol.signaling import (
    Answer,
    Done,
    Ended,
    HelloPupil,
    HelloRobot,
    HelloTeacher,
    Invite,
    Leave,
    Offer,
    OfferNonce,
    Pair,
    RelayDown,
    RelayUp,
    RobotStatus,
    TeacherAction,
    TrickledCandidate,
)
from bridge.rooms import (
    STAYS_PER_ROOM,
    Arrived,
    Drop,
    Effect,
    Gone,
    Role,
    Rooms,
    Said,
    Send,
)
from tests.bridge.people import SDP, new_nonce, offer, snapshot

ROBOT, LENA, OLE, TEACHER = 1, 2, 3, 4
LENA_KEY, OLE_KEY = "L" * 43, "O" * 43
STAY, OTHER_STAY, ACTION = "S" * 22, "T" * 22, "A" * 22

SAMPLES: dict[type[Struct], Struct] = {
    HelloRobot: HelloRobot(version=1, robot="karlsson-1", signature="s" * 86),
    HelloPupil: HelloPupil(version=1, device_key=LENA_KEY, signature="s" * 86),
    HelloTeacher: HelloTeacher(version=1, token=ACTION),
    Pair: Pair(version=1, lookup=ACTION, device_key=LENA_KEY, proof=OLE_KEY, signature="s" * 86),
    Offer: offer(STAY),
    OfferNonce: OfferNonce(nonce=OTHER_STAY),
    TrickledCandidate: TrickledCandidate(presence=STAY, attempt=1, candidate="candidate:x"),
    Leave: Leave(presence=STAY),
    RelayUp: RelayUp(presence=STAY, message=Hand(seq=1, raised=True)),
    TeacherAction: TeacherAction(id=ACTION, action="seen"),
    Answer: Answer(presence=STAY, attempt=1, sdp=SDP, binding=offer(STAY).binding),
    Ended: Ended(presence=STAY, reason="left"),
    RelayDown: RelayDown(presence=STAY, message=snapshot(STAY)),
    Presence: snapshot(STAY),
    Done: Done(id=ACTION),
    Refused: Refused(code="busy", text="", re=STAY),
}
"""One of every type that a peer may send."""

EDGES: dict[tuple[Role, type[Struct]], list[int]] = {
    ("robot", OfferNonce): [LENA, OLE],
    ("robot", Answer): [LENA],
    ("robot", Ended): [LENA],
    ("robot", RelayDown): [LENA],
    ("robot", Presence): [LENA, TEACHER],
    ("robot", Done): [TEACHER],
    ("robot", Refused): [LENA],
    ("pupil", Offer): [ROBOT],
    ("pupil", TrickledCandidate): [ROBOT],
    ("pupil", Leave): [ROBOT],
    ("pupil", RelayUp): [ROBOT],
    ("teacher", TeacherAction): [ROBOT],
}
"""Who may say what while all are there, and who hears it."""


def after(*events: Arrived | Gone | Said) -> Rooms:
    rooms = Rooms()
    for event in events:
        rooms.handle(event)
    return rooms


def robot(connection: int = ROBOT) -> Arrived:
    return Arrived(connection, "robot", "karlsson-1")


def lena(connection: int = LENA) -> Arrived:
    return Arrived(connection, "pupil", "karlsson-1", LENA_KEY)


def ole() -> Arrived:
    return Arrived(OLE, "pupil", "karlsson-1", OLE_KEY)


def teacher(connection: int = TEACHER) -> Arrived:
    return Arrived(connection, "teacher", "karlsson-1")


def heard(effects: list[Effect]) -> list[int]:
    return [effect.connection for effect in effects]


def refusal(rooms: Rooms, event: Arrived | Gone | Said) -> str:
    with pytest.raises(ProtocolError) as refused:
        rooms.handle(event)
    return refused.value.code


LESSON = (robot(), lena(), ole(), teacher(), Said(LENA, offer(STAY)))


def test_the_samples_are_every_message_that_can_be_said() -> None:
    said = {
        kind
        for union in (signaling.FromRobot, signaling.FromPupil, signaling.FromTeacher)
        for kind in get_args(union)
    }
    assert set(SAMPLES) == said


@pytest.mark.parametrize("role", ["robot", "pupil", "teacher"])
@pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: kind.__name__)
def test_each_message_is_an_edge_or_a_refusal(role: Role, kind: type[Struct]) -> None:
    rooms = after(*LESSON)
    connection = {"robot": ROBOT, "pupil": LENA, "teacher": TEACHER}[role]
    event = Said(connection, SAMPLES[kind])
    if (role, kind) in EDGES:
        assert heard(rooms.handle(event)) == EDGES[role, kind]
    else:
        assert refusal(rooms, event) == "out_of_order"


@pytest.mark.parametrize("kind", [Offer, TrickledCandidate, Leave, RelayUp, TeacherAction])
def test_without_the_robot_nothing_can_be_asked_of_it(kind: type[Struct]) -> None:
    rooms = after(lena(), teacher())
    connection = TEACHER if kind is TeacherAction else LENA
    assert refusal(rooms, Said(connection, SAMPLES[kind])) == "robot_away"


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
    rooms = after(*LESSON, Said(OLE, offer(OTHER_STAY)))
    assert heard(rooms.handle(Said(ROBOT, snapshot(STAY)))) == [LENA, TEACHER]
    assert heard(rooms.handle(Said(ROBOT, snapshot(None, 2)))) == [TEACHER]
    refused = Refused(code="busy", text="", re=OTHER_STAY)
    assert rooms.handle(Said(ROBOT, refused)) == [Send(OLE, refused)]


def test_a_late_teacher_is_shown_the_newest_snapshot() -> None:
    rooms = after(*LESSON, Said(ROBOT, snapshot(STAY, 5)), Said(ROBOT, snapshot(STAY, 4)))
    assert rooms.handle(teacher(9)) == [Send(9, snapshot(STAY, 5))]


def test_a_snapshot_that_was_overtaken_is_not_shown() -> None:
    rooms = after(*LESSON, Said(ROBOT, snapshot(STAY, 5)))
    assert rooms.handle(Said(ROBOT, snapshot(STAY, 5))) == []


def test_a_snapshot_ends_with_the_link_it_came_by() -> None:
    rooms = after(*LESSON, Said(ROBOT, snapshot(STAY, 5)))
    assert rooms.presences() == 1
    assert heard(rooms.handle(Gone(ROBOT))) == [LENA, OLE, TEACHER]
    assert rooms.presences() == 0
    assert rooms.handle(teacher(9)) == []
    rooms.handle(robot(10))
    assert heard(rooms.handle(Said(10, snapshot(STAY, 1)))) == [LENA, TEACHER, 9]


def test_the_newest_link_of_a_robot_wins_and_the_old_one_goes_quietly() -> None:
    rooms = after(robot(), teacher())
    online = RobotStatus(online=True)
    assert rooms.handle(robot(10)) == [Drop(ROBOT), Send(TEACHER, online)]
    assert refusal(rooms, Said(ROBOT, snapshot(None))) == "out_of_order"
    assert rooms.handle(Gone(ROBOT)) == []
    assert rooms.online("karlsson-1")
    assert rooms.count("robot") == 1


def test_a_pupil_who_comes_back_hears_of_the_running_stay() -> None:
    rooms = after(*LESSON, Said(ROBOT, snapshot(STAY)), Gone(LENA))
    assert heard(rooms.handle(Said(ROBOT, SAMPLES[RelayDown]))) == []
    assert rooms.handle(lena(20)) == [Send(20, snapshot(STAY))]
    assert heard(rooms.handle(Said(ROBOT, SAMPLES[RelayDown]))) == [20]


def test_a_stay_moves_to_the_tab_that_spoke_last() -> None:
    rooms = after(*LESSON, lena(20))
    assert heard(rooms.handle(Said(ROBOT, SAMPLES[RelayDown]))) == [LENA]
    rooms.handle(Said(20, offer(STAY, attempt=2)))
    assert heard(rooms.handle(Said(ROBOT, SAMPLES[RelayDown]))) == [20]
    rooms.handle(Gone(20))
    assert heard(rooms.handle(Said(ROBOT, SAMPLES[RelayDown]))) == [LENA]


def test_a_stay_older_than_the_bridge_is_claimed_by_naming_it() -> None:
    rooms = after(robot(), Said(ROBOT, snapshot(STAY)))
    assert rooms.handle(lena()) == []
    effects = rooms.handle(Said(LENA, SAMPLES[RelayUp]))
    assert effects == [Send(LENA, snapshot(STAY)), Send(ROBOT, SAMPLES[RelayUp])]


def test_an_ended_stay_is_forgotten() -> None:
    rooms = after(*LESSON)
    assert heard(rooms.handle(Said(ROBOT, SAMPLES[Ended]))) == [LENA]
    assert refusal(rooms, Said(ROBOT, SAMPLES[Ended])) == "unknown_presence"


def test_too_many_candidates_are_dropped_for_each_attempt() -> None:
    rooms = after(*LESSON)

    def candidate(attempt: int) -> Said:
        return Said(
            LENA, TrickledCandidate(presence=STAY, attempt=attempt, candidate="candidate:x")
        )

    for _ in range(CANDIDATES_PER_ATTEMPT):
        rooms.handle(candidate(1))
    assert rooms.handle(candidate(1)) == []
    assert heard(rooms.handle(candidate(2))) == [ROBOT]


def test_a_refused_action_finds_its_teachers_and_an_unknown_one_nobody() -> None:
    rooms = after(*LESSON, Said(TEACHER, SAMPLES[TeacherAction]))
    refused = Refused(code="fault", text="", re=ACTION)
    assert heard(rooms.handle(Said(ROBOT, refused))) == [TEACHER]
    assert rooms.handle(Said(ROBOT, Refused(code="fault", text="", re="other"))) == []
    assert rooms.handle(Said(ROBOT, Refused(code="malformed", text=""))) == []


def test_rooms_do_not_hear_each_other() -> None:
    rooms = after(*LESSON, Arrived(30, "teacher", "karlsson-2"), Arrived(31, "robot", "karlsson-2"))
    assert heard(rooms.handle(Said(ROBOT, snapshot(STAY)))) == [LENA, TEACHER]
    assert refusal(rooms, Said(31, SAMPLES[Ended])) == "unknown_presence"
    assert heard(rooms.handle(Said(30, SAMPLES[TeacherAction]))) == [31]


def test_the_stays_of_a_room_are_bounded() -> None:
    rooms = after(robot(), lena())
    first = new_nonce()
    rooms.handle(Said(LENA, offer(first)))
    for _ in range(STAYS_PER_ROOM):
        rooms.handle(Said(LENA, offer(new_nonce())))
    assert refusal(rooms, Said(ROBOT, Ended(presence=first, reason="left"))) == "unknown_presence"


def test_an_empty_room_leaves_nothing_behind() -> None:
    rooms = after(*LESSON, Gone(ROBOT), Gone(LENA), Gone(OLE), Gone(TEACHER), Gone(TEACHER))
    assert rooms._rooms == {}
    assert rooms._arrived == {}


def test_a_connection_arrives_once() -> None:
    assert refusal(after(robot()), robot()) == "out_of_order"


def test_pupils_know_what_their_offers_reply_to_as_long_as_the_robot_is_there() -> None:
    rooms = Rooms()
    assert rooms.offer_nonce("karlsson-1") is None
    rooms.handle(Arrived(LENA, "pupil", "karlsson-1", LENA_KEY))
    rooms.handle(Arrived(TEACHER, "teacher", "karlsson-1"))
    told = rooms.handle(Arrived(ROBOT, "robot", "karlsson-1", offer_nonce=STAY))
    assert Send(LENA, RobotStatus(online=True, offer_nonce=STAY)) in told
    assert rooms.offer_nonce("karlsson-1") == STAY
    renewed = OfferNonce(nonce=OTHER_STAY)
    assert rooms.handle(Said(ROBOT, renewed)) == [Send(LENA, renewed)]
    assert rooms.offer_nonce("karlsson-1") == OTHER_STAY
    rooms.handle(Gone(ROBOT))
    assert rooms.offer_nonce("karlsson-1") is None
