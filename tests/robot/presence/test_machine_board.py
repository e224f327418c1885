"""Views, phrases and answers of a child beyond voice and hand, and limits by class and loan."""

import pytest

from bridge.protocol.board import (
    AnswerUnderstood,
    Follow,
    HeldSheets,
    Phrase,
    Rights,
    SayPhrase,
    TakeStill,
)
from bridge.protocol.channels import EventUp, Rest, SoundOnly, View
from bridge.protocol.fields import RightName
from bridge.protocol.limits import UNDERSTOOD_S
from bridge.protocol.openings import LoanRights
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence import wish_events
from robot.presence.effects import PresenceEffect
from robot.presence.understanding import SHOWN_S
from tests.robot.stages import ANNA, ENTER, PAUSE, P, Q, Stage, only

ABLE = (
    wish_events.CameraAble(8.0, still=True),
    wish_events.VoiceInstalled(True),
    wish_events.ClassKeyOpened(True),
)
ALL_ON = Rights("on", "on", "on", "on")


def inside(*more: ev.PresenceEvent) -> Stage:
    return Stage(*ABLE, *ENTER, *more)


def say(stage: Stage, message: EventUp, path: ev.MessagePath = "channel") -> list[PresenceEffect]:
    return stage.say(ev.PupilSaid(P, message, path))


def forbid(right: RightName, id: str = "f") -> ev.TeacherActed:
    return ev.TeacherActed(id, "forbid", 3600.0, right=right)


def last_shown(stage: Stage) -> fx.ShowSignal:
    shown = [effect for effect in stage.told if isinstance(effect, fx.ShowSignal)]
    return shown[-1]


def live(stage: Stage, seconds: float) -> None:
    """Let time pass with a child that gives signs of life."""
    while seconds > 0:
        stage.wait(min(0.5, seconds))
        stage.say(ev.PupilHeard(P))
        seconds -= 0.5


# ---- zoom


def test_a_crop_reaches_the_camera_and_the_class_sees_it_while_it_leaves() -> None:
    stage = inside()
    assert only(stage.say(ev.CropAsked(P, 4.0, 0.75, 0.25)), fx.SetCrop) == [
        fx.SetCrop(4.0, 0.75, 0.25)
    ]
    assert not stage.machine.snapshot().zoomed
    effects = stage.say(wish_events.CropShown(4.0))
    assert fx.ShowSignal("present", near=True) in effects
    assert fx.SendSnapshot() in effects
    state = stage.machine.snapshot()
    assert (state.zoomed, state.zoom_most) == (True, 8.0)
    say(stage, SoundOnly(2, on=True))
    assert not stage.machine.snapshot().zoomed
    assert not last_shown(stage).near


def test_a_crop_of_another_stay_is_stale() -> None:
    stage = inside()
    assert stage.say(ev.CropAsked(Q, 4.0, 0.75, 0.25)) == []
    assert stage.machine.stale == 1


@pytest.mark.parametrize("ends", ["left", "taken over"])
def test_the_next_stay_begins_with_the_whole_picture(ends: str) -> None:
    stage = inside(ev.CropAsked(P, 4.0, 0.75, 0.25))
    effects = stage.say(ev.PupilLeft(P) if ends == "left" else ev.Invited(ANNA, Q, 1))
    assert fx.SetCrop(1.0, 0.5, 0.5) in effects
    assert fx.ForgetPictures() in effects


def test_narrow_eyes_are_never_shown_when_nobody_sees() -> None:
    stage = inside(ev.CropAsked(P, 4.0, 0.75, 0.25), wish_events.CropShown(4.0))
    stage.say(PAUSE)
    assert last_shown(stage) == fx.ShowSignal("paused")


# ---- following


def test_the_view_stops_following_when_the_child_looks_elsewhere() -> None:
    stage = inside()
    ways: tuple[ev.PresenceEvent, ...] = (
        ev.PupilLooked(P),
        ev.CropAsked(P, 2.0, 0.5, 0.5),
        ev.PupilSaid(P, View(9, "board", "go")),
    )
    for seq, elsewhere in enumerate(ways):
        assert fx.FollowTeacher(True) in say(stage, Follow(10 + seq, on=True))
        assert stage.machine.snapshot().following
        assert fx.FollowTeacher(False) in stage.say(elsewhere)
        assert not stage.machine.snapshot().following


# ---- the still


def test_a_still_is_a_deed_that_is_done_once() -> None:
    stage = inside()
    assert only(say(stage, TakeStill(5)), fx.AskStill, fx.SendAck) == [
        fx.SendAck(P, 5, "channel"),
        fx.AskStill(P),
    ]
    assert stage.machine.snapshot().still == "taking"
    stage.say(wish_events.StillChanged("sending"))
    assert only(say(stage, TakeStill(5), "relay"), fx.AskStill, fx.SendAck) == [
        fx.SendAck(P, 5, "relay")
    ]
    stage.say(wish_events.StillChanged("none"))
    assert stage.machine.snapshot().still == "none"


@pytest.mark.parametrize("message", [SoundOnly(4, on=True), Rest(4, on=True)])
def test_no_still_is_taken_while_the_camera_is_closed(message: EventUp) -> None:
    stage = inside(ev.PupilSaid(P, message))
    assert only(say(stage, TakeStill(5)), fx.AskStill) == []
    assert stage.machine.snapshot().still == "failed"


# ---- phrases


def test_a_phrase_reaches_the_class_and_is_seen() -> None:
    stage = inside()
    assert fx.Speak("text", "Where?") in say(stage, SayPhrase(5, 1, "text", "Where?", aloud=True))
    state = stage.machine.snapshot()
    assert (state.phrase, state.phrase_seen) == (Phrase(1, "text", "Where?", True), False)
    assert state.can_speak
    assert fx.AnswerTeacher("s") in stage.say(ev.TeacherActed("s", "phrase_seen"))
    assert stage.machine.snapshot().phrase_seen
    stage.say(ev.PupilLeft(P))
    state = stage.machine.snapshot()
    assert (state.phrase, state.phrase_seen) == (None, False)


def test_a_flood_of_phrases_is_not_acknowledged() -> None:
    stage = inside()
    effects = [say(stage, SayPhrase(n, n, "yes", aloud=True)) for n in range(1, 20)]
    assert sum(fx.Speak("yes") in told for told in effects) < 6
    assert effects[-1] == []


@pytest.mark.parametrize("stop", [PAUSE, ev.PupilSaid(P, Rest(6, on=True)), ev.PupilLeft(P)])
def test_what_stops_the_sound_stops_a_spoken_phrase(stop: ev.PresenceEvent) -> None:
    stage = inside()
    say(stage, SayPhrase(5, 1, "question", aloud=True))
    assert fx.StopSpeaking() in stage.say(stop)


def test_nothing_is_spoken_in_a_pause() -> None:
    stage = inside(PAUSE)
    effects = say(stage, SayPhrase(5, 1, "question", aloud=True))
    assert only(effects, fx.Speak) == []
    assert stage.machine.snapshot().phrase == Phrase(1, "question", aloud=False)


# ---- understood


def test_an_answer_is_shown_for_a_moment_marked_for_a_minute_and_gone() -> None:
    stage = inside()
    assert fx.ShowSignal("not_understood", mark="not_understood") in say(
        stage, AnswerUnderstood(5, "no")
    )
    assert stage.machine.snapshot().understood == "no"
    live(stage, SHOWN_S)
    assert last_shown(stage) == fx.ShowSignal("present", mark="not_understood")
    live(stage, UNDERSTOOD_S - SHOWN_S)
    assert last_shown(stage) == fx.ShowSignal("present")
    assert stage.machine.snapshot().understood is None


def test_an_answer_goes_with_the_stay() -> None:
    stage = inside(ev.PupilSaid(P, AnswerUnderstood(5, "yes")))
    stage.say(ev.PupilLeft(P))
    assert last_shown(stage) == fx.ShowSignal("asleep")
    assert stage.machine.snapshot().understood is None


# ---- rights


def test_the_state_tells_every_right_and_who_forbids_it() -> None:
    stage = inside()
    assert stage.machine.snapshot().rights == ALL_ON
    effects = stage.say(ev.LoanTold("one", LoanRights(still=False)))
    assert fx.SendSnapshot() in effects
    stage.say(forbid("sheets"))
    assert stage.machine.snapshot().rights == Rights("on", "loan", "class", "on")
    stage.wait(3600.0)
    assert stage.machine.snapshot().rights == Rights("on", "loan", "on", "on")


def test_a_class_that_forbids_zoom_has_the_whole_picture_back_at_once() -> None:
    stage = inside(ev.CropAsked(P, 4.0, 0.75, 0.25))
    effects = stage.say(forbid("zoom"))
    assert fx.SetCrop(1.0, 0.5, 0.5) in effects
    assert isinstance(effects[-1], fx.AnswerTeacher)
    assert only(stage.say(ev.CropAsked(P, 4.0, 0.75, 0.25)), fx.SetCrop) == []
    stage.say(ev.TeacherActed("a", "allow", right="zoom"))
    assert stage.machine.snapshot().rights == ALL_ON


def test_a_loan_that_loses_a_right_stops_what_is_running() -> None:
    stage = inside()
    say(stage, TakeStill(5))
    say(stage, SayPhrase(6, 1, "yes", aloud=True))
    effects = stage.say(ev.LoanTold("one", LoanRights(False, False, False, False)))
    assert fx.StopSpeaking() in effects
    assert fx.AllowTransfers(still=False, sheets=False, to_child=True) in effects
    assert stage.machine.snapshot().still == "none"


@pytest.mark.parametrize(
    ("right", "message"),
    [
        ("still", TakeStill(5)),
        ("zoom", Follow(5, on=True)),
        ("speech", SayPhrase(5, 1, "yes", aloud=True)),
    ],
)
def test_what_is_forbidden_is_refused_and_acknowledged(right: RightName, message: EventUp) -> None:
    stage = inside(forbid(right))
    effects = say(stage, message, "relay")
    assert only(effects, fx.SendAck) == [fx.SendAck(P, 5, "relay")]
    (refused,) = [effect for effect in effects if isinstance(effect, fx.RefuseWish)]
    assert (refused.presence_id, refused.code, refused.path) == (P, "not_allowed", "relay")
    assert only(effects, fx.AskStill, fx.FollowTeacher, fx.Speak) == []


# ---- sheets and transfers


def test_what_crosses_is_told_to_the_class() -> None:
    stage = inside(wish_events.SheetsHeld(1, (4, 5)), wish_events.TransferChanged("sheet"))
    state = stage.machine.snapshot()
    assert (state.sheets, state.transferring) == (HeldSheets(1, 2, (4, 5)), "sheet")
    stage.say(ev.PupilLeft(P))
    state = stage.machine.snapshot()
    assert (state.sheets, state.transferring) == (HeldSheets(), None)


def test_nothing_leaves_towards_the_child_in_a_pause() -> None:
    stage = inside()
    crossing = only(stage.told, fx.AllowTransfers)
    assert crossing[-1] == fx.AllowTransfers(still=True, sheets=True, to_child=True)
    assert fx.AllowTransfers(still=True, sheets=True, to_child=False) in stage.say(PAUSE)
