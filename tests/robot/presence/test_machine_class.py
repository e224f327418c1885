"""What the class and the body do to a presence."""

from dataclasses import replace

import pytest

from bridge.protocol.channels import Bye, Gesture, Hand, Microphone, Rest, View
from bridge.protocol.limits import GRACE_S
from bridge.protocol.signaling import TeacherActionName
from hardware.contract.wire import Fault, PowerReport
from robot.media.types.allowance import ATTEMPT_BURST
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence.actions import SLIP_S
from robot.presence.bridge_away import TOLD_AFTER_S
from robot.presence.child_events import EVENTS_BURST, EVENTS_HZ
from robot.presence.classroom import RELEASE_S, Classroom
from robot.presence.events import MediaPart, PresenceEvent
from robot.presence.loudness import USUAL
from robot.presence.standing import TURN_S
from tests.robot.stages import ANNA, ENTER, HOT, PAUSE, P, Q, Stage, only

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


# ---- what the body does


def test_a_lost_body_closes_the_sources_and_is_named() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.BodyLost())
    assert only(effects, fx.StopMedia) == [
        fx.StopMedia(MediaPart.PICTURE),
        fx.StopMedia(MediaPart.SOUND),
    ]
    snapshot = stage.machine.snapshot()
    assert snapshot.signal == "fault"
    assert snapshot.lost == ("body",)
    assert snapshot.fault
    assert snapshot.presence == P


def test_a_body_that_is_back_shows_before_anything_opens() -> None:
    stage = Stage(*ENTER, ev.BodyLost())
    effects = stage.say(ev.BodyLinked())
    assert effects.index(fx.ShowSignal("present")) < effects.index(fx.StartMedia(MediaPart.PICTURE))


def test_broken_lights_close_the_sources() -> None:
    stage = Stage(*ENTER)
    fault = Fault(code="lights", part="ring", text="the ring is dark")
    stage.say(ev.BodyReported("present", faults=(fault,)))
    assert stage.machine.running == frozenset()
    assert stage.machine.snapshot().fault_code == "lights"


def test_a_servos_fault_keeps_the_stay_and_its_hand_but_no_picture_and_no_sound() -> None:
    said = (ev.PupilSaid(P, Microphone(seq=1, on=True)), ev.PupilSaid(P, Hand(seq=2, raised=True)))
    stage = Stage(*ENTER, *said)
    effects = stage.say(ev.BodyReported("hand", faults=(HOT,)))
    assert only(effects, fx.MuteVoice, fx.StopMedia, fx.ShowSignal) == [
        fx.MuteVoice(),
        fx.StopMedia(MediaPart.PICTURE),
        fx.StopMedia(MediaPart.SOUND),
        fx.ShowSignal("fault"),
    ]
    snapshot = stage.machine.snapshot()
    assert (snapshot.presence, snapshot.hand.raised, snapshot.fault) == (
        P,
        True,
        f"{HOT.part}: {HOT.text}",
    )
    effects = stage.say(ev.BodyReported("fault"))
    assert effects.index(fx.ShowSignal("hand")) < effects.index(fx.StartMedia(MediaPart.PICTURE))
    assert fx.UnmuteVoice() not in effects
    assert fx.UnmuteVoice() in stage.say(ev.PupilSaid(P, Microphone(seq=3, on=True)))


def test_the_teachers_resume_tries_failed_parts_again() -> None:
    stage = Stage(*ENTER, ev.BodyReported("fault", faults=(HOT,)))
    assert fx.ReleaseBody() in stage.say(ev.TeacherActed("r", "resume"))
    assert fx.ReleaseBody() in stage.wait(RELEASE_S)


def test_lost_parts_and_battery_are_told() -> None:
    stage = Stage(*ENTER, ev.SourceChanged("camera", lost=True))
    stage.power = PowerReport(percent=40.0, level="ok", gauge="known", hours_left=2.5)
    stage.say(ev.BodyReported("present", power=stage.power))
    snapshot = stage.machine.snapshot()
    assert snapshot.lost == ("camera",)
    assert snapshot.battery_percent == 40.0
    assert snapshot.power.hours_left == 2.5


def test_an_empty_battery_ends_the_stay_and_lets_nobody_in_until_it_is_charged() -> None:
    stage = Stage(*ENTER)
    stage.power = PowerReport(percent=3.0, level="empty", gauge="known")
    told = stage.say(ev.BodyReported("present", power=stage.power))
    assert told.index(fx.StopMedia(MediaPart.PICTURE)) < told.index(fx.EndPresence(P, "battery"))
    assert fx.CloseCalls(P) in told
    assert fx.ParkHead(forget=True) in told
    assert stage.signal == "asleep"
    assert stage.machine.snapshot().power.level == "empty"
    assert fx.RefusePupil(Q, "battery") in stage.say(ev.Invited(ANNA, Q, 1))
    stage.power = PowerReport(percent=12.0, level="very_low", gauge="known", charging=True)
    stage.say(ev.BodyReported("asleep", power=stage.power))
    assert fx.Accept(Q, 2) in stage.say(ev.Invited(ANNA, Q, 2))


def test_a_gauge_that_falls_silent_ends_nothing() -> None:
    stage = Stage(*ENTER)
    stage.power = PowerReport(gauge="silent")
    assert not only(stage.say(ev.BodyReported("present", power=stage.power)), fx.EndPresence)
    assert stage.machine.snapshot().power.gauge == "silent"


def test_a_warm_computer_is_told_and_ends_nothing() -> None:
    stage = Stage(*ENTER)
    stage.power = PowerReport(soc_c=82.0, undervoltage=True)
    assert not only(
        stage.say(ev.BodyReported("present", power=stage.power)), fx.EndPresence, fx.StopMedia
    )
    power = stage.machine.snapshot().power
    assert (power.picture, power.weak_supply, power.soc_c) == ("off", True, 82.0)


def test_a_camera_that_was_closed_is_not_lost_any_more() -> None:
    stage = Stage(*ENTER, ev.SourceChanged("camera", lost=True), PAUSE)
    assert stage.machine.snapshot().lost == ()
    stage.say(ev.SourceChanged("camera", lost=True))
    stage.say(ev.TeacherActed("r", "resume"))
    assert stage.machine.snapshot().lost == ()
    stage.say(ev.SourceChanged("speaker", lost=True))
    assert stage.machine.snapshot().lost == ("speaker",)


def test_volume_buttons_turn_the_voice() -> None:
    assert fx.SetLoudness(7, False) in Stage().say(ev.VolumePressed(1))


NOD, BOARD = Gesture(seq=1, name="nod"), View(seq=2, slot="board", action="go")


def test_a_child_that_may_steer_moves_the_body() -> None:
    stage = Stage(*ENTER)
    assert fx.MakeGesture("nod") in stage.say(ev.PupilSaid(P, NOD))
    assert fx.GoToView("board") in stage.say(ev.PupilSaid(P, BOARD))
    again = stage.say(ev.PupilSaid(P, BOARD, "relay"))
    assert fx.SendAck(P, 2, "relay") in again
    assert fx.GoToView("board") not in again


def test_a_paused_robot_and_a_child_on_a_break_move_nothing() -> None:
    for stopped in (PAUSE, ev.PupilSaid(P, Rest(seq=1, on=True))):
        stage = Stage(*ENTER, stopped)
        effects = [*stage.say(ev.PupilSaid(P, NOD)), *stage.say(ev.PupilSaid(P, BOARD))]
        assert only(effects, fx.MakeGesture, fx.GoToView, fx.SaveView) == []
        assert only(effects, fx.SendAck) != []


def test_the_class_hears_who_comes_who_goes_and_its_own_pause() -> None:
    stage = Stage(*ENTER)
    stage.say(PAUSE)
    stage.wait(SLIP_S)
    stage.say(ev.TeacherActed("resume-1", "resume"))
    stage.say(ev.PupilLeft(P))
    assert only(stage.told, fx.PlayEarcon) == [
        fx.PlayEarcon("joining"),
        fx.PlayEarcon("pause"),
        fx.PlayEarcon("leaving"),
    ]


def test_a_pause_stops_sound_and_picture_before_anything_is_written_or_said() -> None:
    effects = Stage(*ENTER).say(PAUSE)
    kinds = [type(effect) for effect in effects]
    assert kinds.index(fx.StopMedia) < kinds.index(fx.PlayEarcon) < kinds.index(fx.Remember)


def test_a_volume_button_is_heard_and_remembered() -> None:
    effects = Stage(*ENTER).say(ev.VolumePressed(-1))
    assert fx.PlayEarcon("volume") in effects
    assert fx.Remember(paused=False, ended_for_s=0.0, volume=USUAL - 1) in effects


def test_a_held_button_is_heard() -> None:
    assert fx.PlayEarcon("identify") in Stage().say(ev.IdentifyPressed())


def test_a_body_that_shows_itself_shows_no_child_and_so_none_is_served() -> None:
    stage = Stage(*ENTER)
    assert only(stage.say(ev.BodyReported("identify")), fx.StopMedia) != []
    assert stage.signal == "identify"
    assert only(stage.say(ev.BodyReported("present")), fx.StartMedia) != []


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
