"""Effects of the body on a presence, and actions of the child and the class through it."""

from bridge.protocol.channels import Gesture, Hand, Microphone, Rest, View
from bridge.protocol.presence import Trouble
from hardware.contract.wire import Fault, PowerReport
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence.actions import SLIP_S
from robot.presence.classroom import RELEASE_S
from robot.presence.events import MediaPart
from tests.robot.stages import ENTER, HOT, PAUSE, P, Stage, only


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


def test_a_part_that_a_trial_found_broken_is_told_before_anybody_comes() -> None:
    stage = Stage(ev.PartTried("camera", "/dev/video9 is not there: plug the camera in"))
    snapshot = stage.machine.snapshot()
    assert snapshot.lost == ("camera",)
    assert snapshot.troubles == (Trouble("camera", "/dev/video9 is not there: plug the camera in"),)
    assert fx.SendSnapshot() in stage.say(ev.PartTried("camera", ""))
    assert stage.machine.snapshot().lost == ()


def test_a_camera_in_use_speaks_for_itself_and_not_its_last_trial() -> None:
    stage = Stage(ev.PartTried("camera", "not there"), *ENTER)
    assert stage.machine.snapshot().lost == ()
    stage.say(ev.PartTried("camera", "a trial that was on its way"))
    assert stage.machine.snapshot().lost == ()
    stage.say(ev.SourceChanged("camera", lost=True, text="pulled out"))
    assert stage.machine.snapshot().troubles == (Trouble("camera", "pulled out"),)


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


def test_a_body_that_shows_itself_shows_no_child_and_so_none_is_served() -> None:
    stage = Stage(*ENTER)
    assert only(stage.say(ev.BodyReported("identify")), fx.StopMedia) != []
    assert stage.signal == "identify"
    assert only(stage.say(ev.BodyReported("present")), fx.StartMedia) != []
