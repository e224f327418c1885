import pytest

from bridge.protocol.board import SayPhrase, TakeStill
from bridge.protocol.channels import Bye, EventUp, Gesture, Hand, WearOutfit
from robot.presence.child_events import EVENTS_BURST, ChildEvents
from robot.presence.classroom import Classroom
from robot.presence.effects import KeepOutfit, MakeGesture, PresenceEffect, SendAck
from robot.presence.events import BodyReported, PupilSaid
from robot.presence.permission import Permission
from robot.presence.phrases import PHRASES_BURST
from robot.presence.rights import ChildRights
from robot.presence.standing import Standing
from robot.presence.stay import PupilStay
from robot.presence.viewing import STILLS_BURST
from robot.presence.wardrobe import CHANGES_BURST, Wardrobe
from robot.presence.wishes import Wishes

P = "P" * 22


class Child:
    def __init__(self) -> None:
        classroom, stay, standing = Classroom(), PupilStay(), Standing()
        classroom.body_reported(BodyReported("present"), 1.0)
        stay.begin(P, "A" * 43, 1, 1.0)
        permission = Permission(stay, standing, classroom)
        self.standing = standing
        self.events = ChildEvents(standing, permission, Wardrobe(), Wishes(ChildRights(classroom)))

    def say(self, message: EventUp, now: float = 10.0) -> list[PresenceEffect]:
        return self.events.hear(PupilSaid(P, message), now, frozenset())


def test_an_event_is_acknowledged_each_time_and_carried_out_once() -> None:
    child = Child()
    ack = SendAck(P, 1, "channel")
    assert child.say(Gesture(1, "nod")) == [ack, MakeGesture("nod")]
    assert child.say(Gesture(1, "nod"), 20.0) == [ack]


@pytest.mark.parametrize(
    ("message", "most"),
    [
        (Hand(1, raised=True), EVENTS_BURST),
        (SayPhrase(1, 1, "yes"), PHRASES_BURST),
        (TakeStill(1), STILLS_BURST),
    ],
)
def test_what_comes_too_fast_is_not_acknowledged(message: EventUp, most: int) -> None:
    child = Child()
    told = [child.say(message) for _ in range(most + 1)]
    assert all(told[:-1])
    assert told[-1] == []
    assert child.say(Bye(2)) == [SendAck(P, 2, "channel")]


def test_outfits_change_no_faster_than_a_person_chooses() -> None:
    child = Child()
    told = [
        child.say(WearOutfit(seq, f"Kalle {seq}", "mint", "cap"))
        for seq in range(1, CHANGES_BURST + 2)
    ]
    assert any(isinstance(effect, KeepOutfit) for effect in told[0])
    assert told[-1] == []


def test_nothing_moves_in_a_break() -> None:
    child = Child()
    child.standing.rest = True
    assert child.say(Gesture(1, "nod")) == [SendAck(P, 1, "channel")]
