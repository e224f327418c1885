"""Input that a presence gets twice, or faster than a finger can give it."""

from dataclasses import replace

import pytest

from bridge.protocol.channels import Bye, Hand, Microphone, Rest
from robot.media.types.allowance import ATTEMPT_BURST
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence.actions import SLIP_S
from robot.presence.child_events import EVENTS_BURST, EVENTS_HZ
from robot.presence.events import MediaPart, PresenceEvent
from tests.robot.stages import ANNA, ENTER, HOT, PAUSE, P, Stage, only


def test_the_second_half_of_a_double_tap_leaves_the_class_closed() -> None:
    stage = Stage(*ENTER)
    stage.say(PAUSE)
    stage.now += SLIP_S / 2
    assert fx.AnswerTeacher("r", "too_fast") in stage.say(ev.TeacherActed("r", "resume"))
    assert stage.machine.snapshot().paused_by == ("teacher",)


def test_what_a_teacher_asks_twice_is_answered_twice_alike() -> None:
    stage = Stage()
    assert stage.say(ev.TeacherActed("s", "seen")) == [fx.AnswerTeacher("s", "out_of_order")]
    assert stage.say(ev.TeacherActed("s", "seen")) == [fx.AnswerTeacher("s", "out_of_order")]


def test_only_what_must_outlive_a_restart_promises_to() -> None:
    stage = Stage(*ENTER)
    assert fx.AnswerTeacher("l", lasts=False) in stage.say(ev.TeacherActed("l", "louder"))
    assert fx.AnswerTeacher("pause-1", lasts=True) in stage.say(PAUSE)
    assert stage.say(PAUSE) == [fx.AnswerTeacher("pause-1", lasts=True)]
    assert fx.AnswerTeacher("e", lasts=True) in stage.say(ev.TeacherActed("e", "end"))


@pytest.mark.parametrize("closes", [PAUSE, ev.TeacherActed("e", "end")])
def test_the_light_waits_for_the_devices_and_nothing_else_does(closes: ev.TeacherActed) -> None:
    machine = Stage(*ENTER).machine
    effects = machine.handle(closes, 100.0)
    stopped = [fx.StopMedia(MediaPart.PICTURE), fx.StopMedia(MediaPart.SOUND)]
    assert only(effects, fx.StopMedia) == stopped
    assert only(effects, fx.AnswerTeacher) != []
    assert only(effects, fx.ShowSignal) == []
    assert only(machine.handle(ev.MediaClosed(MediaPart.SOUND), 100.0), fx.ShowSignal) == []
    assert only(machine.handle(ev.MediaClosed(MediaPart.PICTURE), 100.0), fx.ShowSignal) != []


def test_a_flood_of_breaks_moves_lights_and_devices_no_faster_than_fingers() -> None:
    stage = Stage(*ENTER)
    before, seconds = len(stage.told), 10
    for number in range(seconds * 50):
        stage.now += 0.02
        stage.say(ev.PupilSaid(P, Rest(seq=number + 1, on=number % 2 == 0)))
    told = stage.told[before:]
    most = EVENTS_BURST + EVENTS_HZ * seconds
    assert len(only(told, fx.SendAck)) <= most
    assert len(only(told, fx.StartMedia)) <= most
    assert len(only(told, fx.ShowSignal)) <= most


def test_what_came_too_fast_is_done_when_it_is_said_again() -> None:
    stage = Stage(*ENTER)
    for number in range(EVENTS_BURST):
        stage.say(ev.PupilSaid(P, Hand(seq=number + 1, raised=True)))
    rest = ev.PupilSaid(P, Rest(seq=1000, on=True))
    assert stage.say(rest) == []
    stage.now += 0.5
    assert fx.SendAck(P, 1000, "channel") in stage.say(rest)
    assert stage.machine.snapshot().rest


def test_a_goodbye_is_never_too_fast() -> None:
    stage = Stage(*ENTER)
    for number in range(EVENTS_BURST + 1):
        stage.say(ev.PupilSaid(P, Hand(seq=number + 1, raised=True)))
    assert fx.EndPresence(P, "left") in stage.say(ev.PupilSaid(P, Bye(seq=1000)))


def test_one_key_cannot_have_peer_connections_built_without_end() -> None:
    stage = Stage()
    told = [
        effect
        for attempt in range(1, 3 * ATTEMPT_BURST)
        for effect in stage.say(ev.Invited(ANNA, f"{attempt}".ljust(22, "P"), 1))
    ]
    assert len(only(told, fx.Accept)) == ATTEMPT_BURST
    assert fx.RefusePupil(f"{2 * ATTEMPT_BURST}".ljust(22, "P"), "too_fast") in told


@pytest.mark.parametrize(
    ("closes", "opens"),
    [
        pytest.param(PAUSE, ev.TeacherActed("go-1", "resume"), id="teacher"),
        pytest.param(
            ev.BodyReported("present", paused=True), ev.BodyReported("paused"), id="button"
        ),
        pytest.param(
            ev.BodyReported("present", faults=(HOT,)), ev.BodyReported("fault"), id="fault"
        ),
        pytest.param(ev.BodyLost(), ev.BodyReported("asleep"), id="body away"),
    ],
)
def test_what_the_child_says_during_a_pause_or_a_fault_is_not_heard_after_it(
    closes: PresenceEvent, opens: PresenceEvent
) -> None:
    opened = ev.PupilSaid(P, Microphone(seq=1, on=True))
    stage = Stage(*ENTER, opened)
    stage.paused = isinstance(closes, ev.BodyReported) and closes.paused
    stage.say(closes)
    assert not stage.machine.snapshot().microphone
    stage.say(ev.PupilSaid(P, Microphone(seq=2, on=True)))
    assert not stage.machine.snapshot().microphone
    stage.wait(0.5)
    stage.say(ev.PupilHeard(P))
    stage.wait(0.9)
    stage.paused = False
    told = stage.say(opens)
    told += stage.say(replace(opened, path="relay"))
    assert fx.UnmuteVoice() not in told
    assert fx.UnmuteVoice() in stage.say(ev.PupilSaid(P, Microphone(seq=3, on=True)))
