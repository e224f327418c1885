from bridge.base.counts import Counts
from bridge.protocol.channels import Ended, Refused
from bridge.protocol.limits import CANDIDATES_PER_ATTEMPT
from bridge.protocol.signaling import (
    Inside,
    OfferNonce,
    RelayDown,
    RelayUp,
    Revoke,
    RobotStatus,
    TeacherAction,
    TrickledCandidate,
)
from bridge.signaling.room_events import Arrived, Drop, Gone, Joined, Revoked, Said, Send
from bridge.signaling.rooms import Room
from bridge.signaling.stays import STAYS_PER_ROOM
from tests.bridge.people import new_nonce, offer, snapshot
from tests.bridge.signaling.full_room import (
    ACTION,
    LENA,
    LENA_KEY,
    LESSON,
    OLE,
    OLE_KEY,
    OTHER_STAY,
    ROBOT,
    SAMPLES,
    STAY,
    TEACHER,
    after,
    heard,
    lena,
    ole,
    refusal,
    robot,
    teacher,
)


def test_the_newest_link_of_a_robot_wins_and_the_old_one_goes_quietly() -> None:
    room = after(robot(), teacher())
    online = RobotStatus(online=True)
    assert room.handle(robot(10)) == [Joined(10, True), Drop(ROBOT), Send(TEACHER, online)]
    assert refusal(room, Said(ROBOT, snapshot(None))) == "out_of_order"
    assert room.handle(Gone(ROBOT)) == []
    assert room.counts().connections["robot"] == 1


def test_a_pupil_who_comes_back_hears_of_the_running_stay() -> None:
    room = after(*LESSON, Said(ROBOT, snapshot(STAY)), Gone(LENA))
    assert heard(room.handle(Said(ROBOT, SAMPLES[RelayDown]))) == []
    assert room.handle(lena(20)) == [Joined(20, True), Send(20, snapshot(STAY))]
    assert heard(room.handle(Said(ROBOT, SAMPLES[RelayDown]))) == [20]


def test_a_stay_moves_to_the_tab_that_spoke_last() -> None:
    room = after(*LESSON, lena(20))
    assert heard(room.handle(Said(ROBOT, SAMPLES[RelayDown]))) == [LENA]
    room.handle(Said(20, offer(STAY, attempt=2)))
    assert heard(room.handle(Said(ROBOT, SAMPLES[RelayDown]))) == [20]
    room.handle(Gone(20))
    assert heard(room.handle(Said(ROBOT, SAMPLES[RelayDown]))) == [LENA]


def test_a_stay_older_than_the_bridge_is_claimed_by_naming_it() -> None:
    room = after(robot(), Said(ROBOT, snapshot(STAY)))
    assert room.handle(lena()) == [Joined(LENA, True)]
    effects = room.handle(Said(LENA, SAMPLES[RelayUp]))
    assert effects == [Send(LENA, snapshot(STAY)), Send(ROBOT, SAMPLES[RelayUp])]


def test_an_ended_stay_is_forgotten() -> None:
    room = after(*LESSON)
    assert heard(room.handle(Said(ROBOT, SAMPLES[Ended]))) == [LENA]
    assert refusal(room, Said(ROBOT, SAMPLES[Ended])) == "unknown_presence"


def test_too_many_candidates_are_dropped_for_each_attempt() -> None:
    room = after(*LESSON)

    def candidate(attempt: int) -> Said:
        return Said(
            LENA, TrickledCandidate(presence=STAY, attempt=attempt, candidate="candidate:x")
        )

    for _ in range(CANDIDATES_PER_ATTEMPT):
        room.handle(candidate(1))
    assert room.handle(candidate(1)) == []
    assert heard(room.handle(candidate(2))) == [ROBOT]


def test_a_refused_action_finds_its_teachers_and_an_unknown_one_nobody() -> None:
    room = after(*LESSON, Said(TEACHER, SAMPLES[TeacherAction]))
    refused = Refused(code="fault", text="", re=ACTION)
    assert heard(room.handle(Said(ROBOT, refused))) == [TEACHER]
    assert room.handle(Said(ROBOT, Refused(code="fault", text="", re="other"))) == []
    assert room.handle(Said(ROBOT, Refused(code="malformed", text=""))) == []


def test_the_stays_of_a_room_are_bounded() -> None:
    room = after(robot(), lena())
    first = new_nonce()
    room.handle(Said(LENA, offer(first)))
    for _ in range(STAYS_PER_ROOM):
        room.handle(Said(LENA, offer(new_nonce())))
    assert refusal(room, Said(ROBOT, Ended(presence=first, reason="left"))) == "unknown_presence"


def test_an_empty_room_leaves_nothing_behind() -> None:
    room = after(*LESSON, Gone(ROBOT), Gone(LENA), Gone(OLE), Gone(TEACHER), Gone(TEACHER))
    assert room.empty
    assert room.counts() == Counts()


def test_a_connection_arrives_once() -> None:
    assert refusal(after(robot()), robot()) == "out_of_order"


def test_whoever_is_inside_is_known_by_the_key_that_was_invited() -> None:
    room = after(*LESSON)
    assert room.insiders() == set()
    room.handle(Said(ROBOT, snapshot(STAY)))
    assert room.insiders() == {LENA_KEY}
    room.handle(Said(ROBOT, SAMPLES[Ended]))
    assert room.insiders() == set()


def test_a_robot_whose_link_was_down_says_who_is_inside() -> None:
    room = after(robot(), Said(ROBOT, SAMPLES[Inside]))
    assert room.insiders() == {LENA_KEY}
    room.handle(Said(ROBOT, snapshot(STAY)))
    assert room.insiders() == {LENA_KEY}
    room.handle(Said(ROBOT, snapshot(None, 2)))
    assert room.insiders() == set()


def test_a_robot_cannot_give_one_pupils_stay_to_another() -> None:
    room = after(*LESSON)
    claim = Said(ROBOT, Inside(presence=STAY, pupil_key=OLE_KEY))
    assert refusal(room, claim) == "unknown_presence"


def test_nobody_can_push_the_stay_that_is_going_on_out_of_memory() -> None:
    room = after(*LESSON, Said(ROBOT, snapshot(STAY)))
    for _ in range(2 * STAYS_PER_ROOM):
        room.handle(Said(OLE, offer(new_nonce())))
    assert room.insiders() == {LENA_KEY}


def test_a_right_that_is_gone_is_told_to_the_robot_and_to_its_pupil_alone() -> None:
    room = after(*LESSON, Said(ROBOT, snapshot(STAY)))
    assert room.handle(Revoked(LENA_KEY, "no_loan")) == [
        Send(ROBOT, Revoke(LENA_KEY, "no_loan")),
        Send(LENA, Ended(STAY, "revoked")),
    ]
    # Until the robot has done it, it is told again.
    assert room.insiders() == {LENA_KEY}


def test_a_right_that_is_gone_waits_for_a_robot_that_is_away() -> None:
    room = after(*LESSON, Gone(LENA), Gone(ROBOT))
    assert room.handle(Revoked(LENA_KEY, "no_loan")) == []
    room.handle(robot(10))
    room.handle(Said(10, SAMPLES[Inside]))
    assert room.insiders() == {LENA_KEY}
    assert room.handle(Revoked(LENA_KEY, "no_loan")) == [Send(10, Revoke(LENA_KEY, "no_loan"))]


def test_pupils_know_what_their_offers_reply_to_as_long_as_the_robot_is_there() -> None:
    room = Room()
    assert room.handle(lena()) == [Joined(LENA, False, None)]
    room.handle(teacher())
    told = room.handle(Arrived(ROBOT, "robot", offer_nonce=STAY))
    assert Send(LENA, RobotStatus(online=True, offer_nonce=STAY)) in told
    assert room.handle(ole()) == [Joined(OLE, True, STAY)]
    renewed = OfferNonce(nonce=OTHER_STAY)
    assert room.handle(Said(ROBOT, renewed)) == [Send(LENA, renewed), Send(OLE, renewed)]
    assert room.handle(lena(20)) == [Joined(20, True, OTHER_STAY)]
    room.handle(Gone(ROBOT))
    assert room.handle(lena(21)) == [Joined(21, False, None)]
