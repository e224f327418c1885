"""Effects of the class on a presence."""

import pytest

from bridge.protocol.channels import Hand, Microphone
from bridge.protocol.limits import GRACE_S
from bridge.protocol.signaling import TeacherActionName
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence.actions import SLIP_S
from robot.presence.bridge_away import TOLD_AFTER_S
from robot.presence.classroom import Classroom
from robot.presence.events import MediaPart
from robot.presence.standing import TURN_S
from tests.robot.stages import ANNA, ENTER, PAUSE, P, Q, Stage, only

# ---- what the class sees of the network


def test_an_empty_robot_shows_that_its_bridge_is_away_and_tells_nobody_far_away() -> None:
    stage = Stage(ev.BridgeReached(False))
    assert stage.wait(TOLD_AFTER_S - 0.1) == []
    told = stage.wait(0.1)
    assert only(told, fx.ShowSignal) == [fx.ShowSignal("no_bridge")]
    assert stage.signal == "asleep"
    assert fx.ShowSignal("asleep") in stage.say(ev.BridgeReached(True))


def test_a_lesson_shows_nothing_of_a_bridge_that_is_away() -> None:
    stage = Stage(*ENTER, ev.BridgeReached(False))
    for _ in range(2 * round(TOLD_AFTER_S)):
        stage.say(ev.PupilHeard(P))
        assert stage.wait(0.5) == []
    assert stage.signal == "present"
    assert fx.ShowSignal("no_bridge") in stage.say(ev.PupilLeft(P))


# ---- what the class does


def test_a_paused_robot_lets_a_child_in_but_nothing_out() -> None:
    stage = Stage(PAUSE, *ENTER, ev.PupilSaid(P, Microphone(seq=1, on=True)))
    assert fx.Accept(P, 1) in stage.told
    assert not only(stage.told, fx.StartMedia, fx.UnmuteVoice)
    assert stage.signal == "paused"


def test_only_the_button_lifts_the_buttons_pause() -> None:
    stage = Stage(*ENTER)
    stage.paused = True
    stage.say(ev.BodyReported("present", paused=True))
    stage.say(PAUSE)
    stage.wait(SLIP_S)
    stage.say(ev.TeacherActed("r", "resume"))
    assert stage.machine.snapshot().paused_by == ("button",)
    assert stage.machine.running == frozenset()
    stage.paused = False
    stage.say(ev.BodyReported("paused", paused=False))
    assert stage.machine.running == frozenset(MediaPart)


def test_pausing_lowers_the_arm_and_going_on_raises_it_again() -> None:
    stage = Stage(*ENTER, ev.PupilSaid(P, Hand(seq=1, raised=True)))
    assert fx.ShowHand(False) in stage.say(PAUSE)
    stage.wait(SLIP_S)
    assert fx.ShowHand(True) in stage.say(ev.TeacherActed("r", "resume"))


def test_an_action_that_came_twice_is_done_once() -> None:
    stage = Stage(ev.TeacherActed("a", "louder"))
    assert stage.say(ev.TeacherActed("a", "louder")) == [fx.AnswerTeacher("a")]
    assert stage.machine.snapshot().volume == 7


@pytest.mark.parametrize("action", ["seen", "your_turn"])
def test_there_is_nobody_to_see_in_an_empty_robot(action: TeacherActionName) -> None:
    assert fx.AnswerTeacher("a", "out_of_order") in Stage().say(ev.TeacherActed("a", action))


def test_your_turn_reaches_the_child() -> None:
    stage = Stage(*ENTER, ev.TeacherActed("a", "your_turn"))
    assert stage.machine.snapshot().hand.your_turn


def test_a_turn_that_is_not_taken_ends_by_itself_and_is_told() -> None:
    stage = Stage(*ENTER, ev.TeacherActed("a", "your_turn"))
    stage.wait(GRACE_S / 2)
    stage.say(ev.PupilHeard(P))
    stage.told.clear()
    stage.wait(TURN_S - GRACE_S / 2 - 0.1)
    stage.say(ev.PupilHeard(P))
    assert stage.machine.snapshot().hand.your_turn
    assert fx.SendSnapshot() in stage.wait(0.1)
    assert not stage.machine.snapshot().hand.your_turn


def test_ending_for_today_sends_the_child_away_until_tomorrow() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.TeacherActed("a", "end", day_left_s=3600.0))
    assert fx.EndPresence(P, "ended_by_class") in effects
    assert fx.Remember(paused=False, ended_for_s=3600.0) in effects
    assert stage.signal == "not_allowed"
    assert fx.RefusePupil(Q, "not_allowed") in stage.say(ev.Invited(ANNA, Q, 1))
    stage.wait(3600.0)
    assert stage.signal == "asleep"
    assert fx.Accept(Q, 1) in stage.say(ev.Invited(ANNA, Q, 1))


def test_resume_opens_a_closed_robot() -> None:
    stage = Stage(ev.TeacherActed("a", "end"), ev.TeacherActed("b", "resume"))
    assert fx.Accept(P, 1) in stage.say(ev.Invited(ANNA, P, 1))


def test_a_restart_does_not_lift_the_teachers_pause() -> None:
    stage = Stage(*ENTER, classroom=Classroom(paused_by_teacher=True))
    assert not only(stage.told, fx.StartMedia)
