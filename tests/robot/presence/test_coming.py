"""Arrivals and departures."""

import pytest

from bridge.protocol.channels import Hand, Microphone, ShowFeeling
from bridge.protocol.limits import GRACE_S, LOST_AFTER_S
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence.events import MediaPart, PresenceEvent, Reason
from robot.presence.stay import CLOSED_S, JOIN_S, PresenceState
from tests.robot.stages import ANNA, BEN, ENTER, HOT, JOIN, P, Q, Stage, only

# ---- coming and going


def test_a_child_joins_with_the_light_before_the_camera() -> None:
    stage = Stage()
    effects = stage.say(ev.Invited(ANNA, P, 1))
    assert effects.index(fx.Accept(P, 1)) < effects.index(fx.ShowSignal("joining"))
    assert effects.index(fx.ShowSignal("joining")) < effects.index(fx.StartMedia(MediaPart.PICTURE))
    assert stage.machine.state is PresenceState.JOINING


def test_a_connected_child_is_shown_as_present() -> None:
    stage = Stage(*ENTER)
    assert stage.signal == "present"
    assert stage.machine.snapshot().connected


def test_leaving_closes_the_camera_before_the_light_goes_out() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.PupilLeft(P))
    stop = effects.index(fx.StopMedia(MediaPart.PICTURE))
    assert stop < effects.index(fx.EndPresence(P, "left")) < effects.index(fx.ShowSignal("asleep"))
    assert fx.ParkHead(forget=True) in effects
    assert stage.machine.state is PresenceState.ASLEEP


def test_a_child_that_never_connects_is_let_go() -> None:
    stage = Stage(*JOIN)
    assert fx.EndPresence(P, "gone") in stage.wait(JOIN_S)
    assert stage.signal == "asleep"


def test_shutting_down_ends_the_stay() -> None:
    assert fx.EndPresence(P, "shutdown") in Stage(*ENTER).say(ev.ShutDown())


def test_a_right_that_is_taken_back_ends_the_stay_camera_first() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.RightRevoked(ANNA))
    stop = effects.index(fx.StopMedia(MediaPart.PICTURE))
    assert stop < effects.index(fx.EndPresence(P, "revoked")) < effects.index(fx.CloseCalls(P))
    assert fx.ParkHead(forget=True) in effects
    assert stage.machine.inside is None


def test_a_right_that_is_taken_back_lets_nobody_in() -> None:
    stage = Stage()
    stage.say(ev.RightRevoked(ANNA))
    assert stage.machine.state is PresenceState.ASLEEP
    assert stage.say(ev.Invited(ANNA, P, 1))[0] == fx.Accept(P, 1)


def test_the_robot_knows_who_is_inside() -> None:
    stage = Stage()
    assert stage.machine.inside is None
    stage.say(ev.Invited(ANNA, P, 1))
    assert stage.machine.inside == (P, ANNA)


# ---- a page that was closed


def test_a_closed_page_keeps_no_other_device_out() -> None:
    stage = Stage(*ENTER, ev.PageClosed(P))
    effects = stage.say(ev.Invited(BEN, Q, 1))
    assert effects.index(fx.StopMedia(MediaPart.PICTURE)) < effects.index(fx.Accept(Q, 1))
    assert fx.EndPresence(P, "gone") in effects
    assert stage.machine.inside == (Q, BEN)


def test_a_page_that_is_loaded_anew_finds_its_hand_up() -> None:
    stage = Stage(*ENTER, ev.PupilSaid(P, Hand(seq=1, raised=True)), ev.PageClosed(P))
    stage.say(ev.Invited(ANNA, Q, 1))
    stage.say(ev.Connected(Q, 1))
    assert stage.machine.snapshot().connected
    assert stage.machine.snapshot().hand.raised
    # The time of a closed page does not count for the new one.
    stage.wait(LOST_AFTER_S)
    stage.wait(CLOSED_S)
    assert stage.machine.state is PresenceState.RECONNECTING


# ---- who may come in


def test_another_child_is_told_that_the_robot_is_busy_and_nothing_is_built() -> None:
    stage = Stage(*ENTER)
    assert stage.say(ev.Invited(BEN, Q, 1)) == [fx.RefusePupil(Q, "busy")]
    assert stage.machine.presence_id == P


def test_a_higher_attempt_is_built_beside_and_replaces_when_it_stands() -> None:
    stage = Stage(*ENTER)
    assert stage.say(ev.Invited(ANNA, P, 2)) == [fx.Accept(P, 2)]
    assert stage.machine.state is PresenceState.PRESENT
    assert fx.CloseCalls(P, below=2) in stage.say(ev.Connected(P, 2))


@pytest.mark.parametrize("attempt", [1, 2])
def test_an_attempt_that_is_not_higher_is_refused(attempt: int) -> None:
    stage = Stage(*JOIN, ev.Invited(ANNA, P, 2))
    assert stage.say(ev.Invited(ANNA, P, attempt)) == [fx.RefusePupil(P, "replayed")]


def test_an_older_attempt_that_connects_late_is_good_until_the_newer_one_stands() -> None:
    stage = Stage(*JOIN, ev.Invited(ANNA, P, 2), ev.Connected(P, 1))
    assert stage.machine.state is PresenceState.PRESENT
    stage.say(ev.Connected(P, 2))
    stage.say(ev.Connected(P, 1))
    assert stage.machine.stale == 1


def test_a_reloaded_tab_takes_over_at_once_with_hand_and_feeling() -> None:
    stage = Stage(
        *ENTER,
        ev.PupilSaid(P, Hand(seq=7, raised=True)),
        ev.PupilSaid(P, ShowFeeling(seq=8, feeling="happy")),
        ev.PupilSaid(P, Microphone(seq=9, on=True)),
    )
    effects = stage.say(ev.Invited(ANNA, Q, 1))
    assert only(effects, fx.EndPresence, fx.CloseCalls, fx.Accept) == [
        fx.EndPresence(P, "taken_over"),
        fx.CloseCalls(P),
        fx.Accept(Q, 1),
    ]
    assert not only(effects, fx.StopMedia)
    assert fx.MuteVoice() in effects
    snapshot = stage.machine.snapshot()
    assert (snapshot.hand.raised, snapshot.feeling, snapshot.microphone) == (True, "happy", False)
    stage.say(ev.PupilSaid(Q, Microphone(seq=1, on=True)))
    assert stage.machine.snapshot().microphone


def test_an_old_tab_that_was_taken_over_hears_so_again_and_takes_nothing_back() -> None:
    stage = Stage(*ENTER, ev.Invited(ANNA, Q, 1))
    assert stage.say(ev.Invited(ANNA, P, 2)) == [fx.EndPresence(P, "taken_over")]
    assert stage.machine.presence_id == Q
    assert stage.machine.stale == 1


def test_a_child_whose_line_was_gone_too_long_comes_back_with_a_new_stay() -> None:
    stage = Stage(*ENTER)
    stage.wait(GRACE_S)
    assert stage.say(ev.Invited(ANNA, P, 2)) == [fx.EndPresence(P, "gone")]
    assert fx.Accept(Q, 3) in stage.say(ev.Invited(ANNA, Q, 3))


@pytest.mark.parametrize(
    ("end", "reason"),
    [(ev.PupilLeft(P), "left"), (ev.TeacherActed("a", "end"), "ended_by_class")],
)
def test_a_stay_that_is_over_never_begins_again(end: PresenceEvent, reason: Reason) -> None:
    stage = Stage(*ENTER, end)
    assert stage.say(ev.Invited(ANNA, P, 2)) == [fx.EndPresence(P, reason)]
    assert stage.machine.state is PresenceState.ASLEEP


def test_nobody_enters_a_body_that_cannot_show_it() -> None:
    stage = Stage(ev.BodyLost())
    assert fx.RefusePupil(P, "fault") in stage.say(ev.Invited(ANNA, P, 1))


def test_nobody_is_let_in_under_a_servos_fault_and_nothing_opens() -> None:
    stage = Stage(ev.BodyReported("fault", faults=(HOT,)))
    effects = stage.say(ev.Invited(ANNA, P, 1))
    assert effects == [fx.RefusePupil(P, "fault")]
    stage.say(ev.BodyReported("asleep"))
    assert fx.Accept(P, 1) in stage.say(ev.Invited(ANNA, P, 1))


def test_a_child_inside_may_rebuild_its_line_while_the_body_is_away() -> None:
    stage = Stage(*ENTER, ev.BodyLost())
    assert stage.say(ev.Invited(ANNA, P, 2)) == [fx.Accept(P, 2)]
