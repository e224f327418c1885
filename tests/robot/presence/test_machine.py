"""Actions of the child."""

from bridge.protocol.channels import (
    Hand,
    ListenOnly,
    Microphone,
    Rest,
    SoundOnly,
    Whisper,
)
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence.events import MediaPart
from robot.presence.standing import HAND_WAITS_S, SEEN_S
from tests.robot.stages import ENTER, P, Stage, only

# ---- what the child does


def test_a_hand_goes_up_waits_is_seen_and_comes_down() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.PupilSaid(P, Hand(seq=1, raised=True)))
    assert fx.SendAck(P, 1, "channel") in effects
    assert fx.ShowHand(True) in effects
    assert stage.signal == "hand"
    for _ in range(int(HAND_WAITS_S)):
        stage.wait(0.99)
        stage.say(ev.PupilHeard(P))
    stage.wait(0.9)
    assert stage.signal == "hand_waiting"
    stage.say(ev.TeacherActed("seen-1", "seen"))
    assert stage.signal == "seen"
    stage.say(ev.PupilHeard(P))
    stage.wait(0.9)
    stage.say(ev.PupilHeard(P))
    stage.wait(0.9)
    stage.say(ev.PupilHeard(P))
    stage.wait(SEEN_S - 1.8)
    assert stage.signal == "hand"
    assert fx.ShowHand(False) in stage.say(ev.PupilSaid(P, Hand(seq=2, raised=False)))
    assert stage.signal == "present"


def test_a_message_that_came_twice_is_acknowledged_twice_and_done_once() -> None:
    stage = Stage(*ENTER, ev.PupilSaid(P, Microphone(seq=5, on=True)))
    effects = stage.say(ev.PupilSaid(P, Microphone(seq=5, on=True), "relay"))
    assert effects == [fx.SendAck(P, 5, "relay")]


def test_the_voice_is_played_only_with_the_microphone_on() -> None:
    stage = Stage(*ENTER)
    assert fx.UnmuteVoice() not in stage.told
    assert fx.UnmuteVoice() in stage.say(ev.PupilSaid(P, Microphone(seq=1, on=True)))
    assert fx.MuteVoice() in stage.say(ev.PupilSaid(P, ListenOnly(seq=2, on=True)))
    assert stage.signal == "resting"


def test_a_break_closes_everything_and_coming_back_opens_all_but_the_microphone() -> None:
    stage = Stage(*ENTER, ev.PupilSaid(P, Microphone(seq=1, on=True)))
    effects = stage.say(ev.PupilSaid(P, Rest(seq=2, on=True)))
    assert only(effects, fx.MuteVoice, fx.StopMedia, fx.ShowSignal) == [
        fx.MuteVoice(),
        fx.StopMedia(MediaPart.PICTURE),
        fx.StopMedia(MediaPart.SOUND),
        fx.ShowSignal("on_break"),
    ]
    effects = stage.say(ev.PupilSaid(P, Rest(seq=3, on=False)))
    assert only(effects, fx.StartMedia, fx.UnmuteVoice) == [
        fx.StartMedia(MediaPart.PICTURE),
        fx.StartMedia(MediaPart.SOUND),
    ]
    assert fx.UnmuteVoice() in stage.say(ev.PupilSaid(P, Microphone(seq=4, on=True)))


def test_sound_only_closes_the_camera_and_nothing_else() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.PupilSaid(P, SoundOnly(seq=1, on=True)))
    assert only(effects, fx.StopMedia) == [fx.StopMedia(MediaPart.PICTURE)]
    assert stage.machine.running == {MediaPart.SOUND}


def test_the_light_follows_the_voice_and_calms_down() -> None:
    stage = Stage(*ENTER, ev.PupilSaid(P, Microphone(seq=1, on=True)))
    assert fx.ShowSignal("speaking", 0.5) in stage.say(ev.VoiceHeard(0.5))
    stage.wait(0.5)
    assert stage.signal == "present"


def test_noise_with_the_microphone_off_lights_nothing() -> None:
    stage = Stage(*ENTER, ev.VoiceHeard(0.9))
    assert stage.signal == "present"


def test_whispering_is_shown_and_played_softly() -> None:
    stage = Stage(*ENTER, ev.PupilSaid(P, Microphone(seq=1, on=True)))
    assert fx.SetLoudness(6, True) in stage.say(ev.PupilSaid(P, Whisper(seq=2, on=True)))
    assert stage.signal == "whispering"
