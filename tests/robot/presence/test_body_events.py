"""Reports of the body to a presence, and presses on it."""

from hardware.contract.wire import PowerReport
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence.events import MediaPart
from robot.presence.loudness import USUAL
from tests.robot.stages import ANNA, ENTER, P, Q, Stage, only


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


def test_volume_buttons_turn_the_voice() -> None:
    assert fx.SetLoudness(7, False) in Stage().say(ev.VolumePressed(1))


def test_a_volume_button_is_heard_and_remembered() -> None:
    effects = Stage(*ENTER).say(ev.VolumePressed(-1))
    assert fx.PlayEarcon("volume") in effects
    assert fx.Remember(paused=False, ended_for_s=0.0, volume=USUAL - 1) in effects


def test_a_held_button_is_heard() -> None:
    assert fx.PlayEarcon("identify") in Stage().say(ev.IdentifyPressed())
