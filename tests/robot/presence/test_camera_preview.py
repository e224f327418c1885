"""Camera preview for a technician: its limits, and its end."""

import pytest

from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence.camera_preview import (
    ANSWER_S,
    ASKED_S,
    MOST_S,
    CameraPreview,
    CodeAnswered,
    PreviewEnded,
    PreviewWished,
)
from robot.presence.events import MediaPart
from tests.robot.stages import ANNA, ENTER, HOT, JOIN, PAUSE, P, Stage, only

WISH, STILL_LOOKING = PreviewWished(anew=True), PreviewWished(anew=False)
PICTURE = fx.StartMedia(MediaPart.PICTURE)
DARK = fx.StopMedia(MediaPart.PICTURE)


def test_the_light_is_reported_before_the_camera_starts_and_no_microphone_does() -> None:
    stage = Stage()
    told = stage.say(WISH)
    shown = next(i for i, e in enumerate(told) if isinstance(e, fx.ShowSignal))
    assert told[shown] == fx.ShowSignal("present")
    assert shown < told.index(PICTURE)
    assert fx.StartMedia(MediaPart.SOUND) not in stage.told
    assert fx.Rise() in told  # the head looks where a child would begin
    assert stage.machine.running == {MediaPart.PICTURE}


def test_a_body_that_does_not_report_the_light_gets_no_camera() -> None:
    machine = Stage().machine
    assert PICTURE not in machine.handle(WISH, 100.0)
    assert machine.running == frozenset()


def test_the_light_goes_only_after_the_camera_is_closed() -> None:
    stage = Stage(WISH)
    machine = stage.machine
    told = machine.handle(PreviewEnded(), stage.now)
    assert DARK in told
    assert only(told, fx.ShowSignal) == []
    closed = machine.handle(ev.MediaClosed(MediaPart.PICTURE), stage.now)
    assert fx.ShowSignal("asleep") in closed


def test_a_child_who_comes_in_ends_it_in_the_same_step() -> None:
    stage = Stage(WISH)
    stage.say(JOIN[0])
    assert not stage.machine.preview.is_on
    assert stage.machine.inside == (P, ANNA)
    stage.say(STILL_LOOKING)
    assert not stage.machine.preview.is_on


@pytest.mark.parametrize("wish", [WISH, STILL_LOOKING])
def test_nobody_sees_a_picture_while_a_child_is_in(wish: PreviewWished) -> None:
    stage = Stage(*ENTER)
    stage.say(wish)
    assert not stage.machine.preview.is_on


@pytest.mark.parametrize(
    "stop",
    [
        pytest.param(PAUSE, id="teacher"),
        pytest.param(ev.BodyReported("present", paused=True), id="button"),
        pytest.param(ev.BodyReported("present", faults=(HOT,)), id="fault"),
        pytest.param(ev.BodyLost(), id="body-away"),
        pytest.param(ev.TeacherActed("end-1", "end"), id="closed"),
        pytest.param(ev.ShutDown(), id="shutdown"),
    ],
)
def test_what_stops_the_media_ends_it_for_good(stop: ev.PresenceEvent) -> None:
    stage = Stage(WISH)
    assert DARK in stage.say(stop)
    stage.say(ev.TeacherActed("on-1", "resume"))
    stage.say(ev.BodyLinked())
    stage.say(ev.BodyReported("asleep"))
    assert not stage.machine.preview.is_on
    assert stage.machine.running == frozenset()


def test_a_paused_class_stays_unseen() -> None:
    stage = Stage(PAUSE)
    stage.say(WISH)
    assert PICTURE not in stage.told
    assert stage.signal == "paused"


def test_it_ends_when_nobody_looks_any_more() -> None:
    stage = Stage(WISH)
    stage.wait(ASKED_S - 1)
    stage.say(STILL_LOOKING)
    assert DARK not in stage.wait(ASKED_S - 1)
    assert DARK in stage.wait(1)
    assert stage.signal == "asleep"
    stage.say(STILL_LOOKING)
    assert not stage.machine.preview.is_on


def test_it_has_a_longest_time_however_often_a_page_asks() -> None:
    preview = CameraPreview()
    preview.begin(0.0)
    for second in range(int(MOST_S)):
        preview.go_on(float(second))
        preview.tick(float(second))
        assert preview.is_on
    preview.go_on(MOST_S)
    preview.tick(MOST_S)
    assert not preview.is_on


def test_it_makes_no_sound_and_lets_the_bridge_announce_nobody() -> None:
    stage = Stage(WISH)
    assert only(stage.told, fx.PlayEarcon) == []
    snapshot = stage.machine.snapshot()
    assert (snapshot.presence, snapshot.signal) == (None, "present")


@pytest.mark.parametrize(("good", "light"), [(True, "understood"), (False, "not_understood")])
def test_the_light_tells_for_a_moment_what_became_of_a_code(good: bool, light: str) -> None:
    stage = Stage(WISH)
    stage.say(PreviewEnded())
    stage.say(ev.MediaClosed(MediaPart.PICTURE))
    stage.say(CodeAnswered(good))
    assert stage.signal == light
    stage.wait(ANSWER_S)
    assert stage.signal == "asleep"


def test_a_child_who_comes_in_sees_nothing_of_a_code() -> None:
    stage = Stage(*ENTER)
    stage.say(CodeAnswered(False))
    assert stage.signal == "present"
