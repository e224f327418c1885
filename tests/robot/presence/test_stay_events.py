"""A stay whose line, page or child says something."""

from bridge.protocol.channels import Bye, Hand, LineReport
from bridge.protocol.limits import GRACE_S, LOST_AFTER_S
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence.events import MediaPart
from robot.presence.stay import CLOSED_S, PresenceState
from tests.robot.stages import ANNA, ENTER, P, Stage, only


def test_goodbye_is_acknowledged_before_the_stay_ends() -> None:
    effects = Stage(*ENTER).say(ev.PupilSaid(P, Bye(seq=9)))
    assert effects[0] == fx.SendAck(P, 9, "channel")
    assert fx.EndPresence(P, "left") in effects


def test_a_closed_page_frees_the_robot_after_a_few_seconds() -> None:
    stage = Stage(*ENTER)
    assert fx.CloseCalls(P) in stage.say(ev.PageClosed(P))
    # What was on its way before is no sign of life.
    stage.say(ev.PupilHeard(P))
    stage.say(ev.Connected(P, 1))
    assert stage.machine.snapshot().connected is False
    assert fx.EndPresence(P, "gone") in stage.wait(CLOSED_S)
    assert stage.machine.inside is None


def test_a_second_of_silence_says_that_the_line_is_bad_and_a_beat_brings_it_back() -> None:
    stage = Stage(*ENTER)
    stage.wait(LOST_AFTER_S)
    assert stage.machine.state is PresenceState.RECONNECTING
    assert stage.signal == "line_bad"
    assert stage.machine.snapshot().line == "lost"
    stage.say(ev.PupilHeard(P))
    assert stage.signal == "present"


def test_beats_keep_a_child_present() -> None:
    stage = Stage(*ENTER)
    for _ in range(100):
        stage.wait(LOST_AFTER_S - 0.1)
        stage.say(ev.PupilHeard(P))
    assert stage.machine.state is PresenceState.PRESENT


def test_a_lost_connection_keeps_the_stay_for_the_grace_and_then_ends_it() -> None:
    stage = Stage(*ENTER, ev.PeerLost(P, 1))
    assert stage.machine.state is PresenceState.RECONNECTING
    assert not only(stage.wait(GRACE_S - 0.1), fx.EndPresence)
    assert fx.EndPresence(P, "gone") in stage.wait(0.1)


def test_signs_of_life_through_the_bridge_keep_the_stay_but_not_the_line() -> None:
    stage = Stage(*ENTER, ev.PeerLost(P, 1))
    for _ in range(3):
        stage.wait(GRACE_S - 1.0)
        stage.say(
            ev.PupilSaid(P, Hand(seq=stage.told.count(fx.SendSnapshot()) + 1, raised=True), "relay")
        )
    assert stage.machine.state is PresenceState.RECONNECTING
    assert stage.machine.presence_id == P


def test_a_new_attempt_after_a_lost_line_brings_the_child_back_with_its_hand() -> None:
    stage = Stage(*ENTER, ev.PupilSaid(P, Hand(seq=1, raised=True)), ev.PeerLost(P, 1))
    stage.wait(10.0)
    stage.say(ev.Invited(ANNA, P, 2))
    stage.say(ev.Connected(P, 2))
    assert stage.machine.state is PresenceState.PRESENT
    assert stage.signal == "hand"


def test_a_poor_line_does_not_hide_the_hand() -> None:
    stage = Stage(*ENTER, ev.PupilSaid(P, LineReport(seq=1, level="poor")))
    assert stage.signal == "line_bad"
    stage.say(ev.PupilSaid(P, Hand(seq=2, raised=True)))
    assert stage.signal == "hand"


def test_a_line_that_the_robot_measures_as_poor_is_shown_to_the_class_and_told() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.LineMeasured(P, 1, "poor", "off"))
    assert stage.signal == "line_bad"
    assert fx.SendSnapshot() in effects
    snapshot = stage.machine.snapshot()
    assert (snapshot.line, snapshot.picture) == ("poor", "off")
    stage.say(ev.LineMeasured(P, 1, "good", "full"))
    assert stage.signal == "present"
    assert stage.machine.snapshot().picture == "full"


def test_a_fair_line_is_told_and_not_shown() -> None:
    stage = Stage(*ENTER, ev.LineMeasured(P, 1, "fair", "reduced"))
    assert stage.signal == "present"
    assert (stage.machine.snapshot().line, stage.machine.snapshot().picture) == ("fair", "reduced")


def test_a_picture_that_the_line_took_away_does_not_close_the_camera() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.LineMeasured(P, 1, "poor", "off"))
    assert not [effect for effect in effects if isinstance(effect, fx.StopMedia)]
    assert stage.machine.running == set(MediaPart)


def test_what_was_measured_of_the_connection_before_does_not_count_for_the_next() -> None:
    stage = Stage(*ENTER, ev.LineMeasured(P, 1, "poor", "off"))
    stage.say(ev.Invited(ANNA, P, 2))
    assert stage.machine.snapshot().picture == "off"
    stage.say(ev.Connected(P, 2))
    assert (stage.machine.snapshot().line, stage.machine.snapshot().picture) == ("good", "full")


def test_what_was_measured_of_another_connection_does_not_count() -> None:
    stage = Stage(*ENTER)
    stage.say(ev.LineMeasured(P, 7, "poor", "off"))
    assert stage.machine.snapshot().line == "good"
    assert stage.machine.stale == 1
