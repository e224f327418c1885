import pytest

from bridge.protocol.channels import EventUp, ListenOnly, Microphone, Rest, SoundOnly
from robot.presence.classroom import Classroom
from robot.presence.events import BodyReported, MediaPart
from robot.presence.permission import Permission
from robot.presence.standing import Standing
from robot.presence.stay import PupilStay

BOTH, SOUND, NOTHING = frozenset(MediaPart), frozenset({MediaPart.SOUND}), frozenset[MediaPart]()


def permission(*messages: EventUp, paused: bool = False, connected: bool = True) -> Permission:
    stay, standing, classroom = PupilStay(), Standing(), Classroom()
    stay.begin("P" * 22, "A" * 43, 1, 0.0)
    if connected:
        stay.connect(1, 0.0)
    classroom.body_reported(BodyReported("present", paused), 0.0)
    for message in messages:
        standing.apply(message, 0.0)
    return Permission(stay, standing, classroom)


@pytest.mark.parametrize(
    ("messages", "parts", "voice"),
    [
        ([], BOTH, False),
        ([Microphone(seq=1, on=True)], BOTH, True),
        ([Microphone(seq=1, on=True), SoundOnly(seq=2, on=True)], SOUND, True),
        ([ListenOnly(seq=1, on=True), Microphone(seq=2, on=True)], BOTH, False),
        ([Rest(seq=1, on=True), Microphone(seq=2, on=True)], NOTHING, False),
    ],
)
def test_the_childs_own_toggles_decide(
    messages: list[EventUp], parts: frozenset[MediaPart], voice: bool
) -> None:
    child = permission(*messages)
    assert (child.parts, child.voice, child.may_steer) == (parts, voice, parts != NOTHING)


def test_a_pause_of_the_class_takes_everything() -> None:
    child = permission(Microphone(seq=1, on=True), paused=True)
    assert (child.is_open, child.may_steer, child.parts, child.voice) == (
        False,
        False,
        NOTHING,
        False,
    )


def test_a_child_that_is_still_joining_is_not_played() -> None:
    child = permission(Microphone(seq=1, on=True), connected=False)
    assert (child.parts, child.voice) == (BOTH, False)


def test_nobody_gets_nothing() -> None:
    classroom = Classroom()
    classroom.body_reported(BodyReported("asleep"), 0.0)
    assert Permission(PupilStay(), Standing(), classroom).parts == NOTHING
