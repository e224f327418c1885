"""Requests and outfits of the child, answers of the teacher, and data that leaves the robot."""

import pytest

from bridge.protocol.channels import (
    AskForHelp,
    Hand,
    Microphone,
    MicrophoneReport,
    Rest,
    ShowFeeling,
    WearOutfit,
)
from bridge.protocol.limits import LOST_AFTER_S
from bridge.protocol.presence import Help, Outfit, Outgoing, TeacherNote
from hardware.contract.wire import PowerReport
from robot.presence import effects as fx
from robot.presence import events as ev
from robot.presence.buddy_call import ANSWER_S, CALL_S
from robot.presence.machine import PresenceMachine
from robot.presence.standing import SEEN_S
from robot.presence.wardrobe import CHANGES_BURST, Wardrobe
from tests.robot.stages import ANNA, BEN, ENTER, PAUSE, P, Q, Stage, only

ASKS = ev.PupilSaid(P, AskForHelp(seq=7, wanted=True))
WEARS = ev.PupilSaid(P, WearOutfit(8, "Kalle", "mint", "cap"))
OUTFIT = Outfit("Kalle", "mint", "cap")
COMING = ev.TeacherActed("h", "help_coming")


def sends(attempt: int, width_px: int = 640, *, sound: bool = True) -> ev.SendingMeasured:
    return ev.SendingMeasured(P, attempt, width_px, width_px * 3 // 4, sound)


# ---- help


def test_a_request_for_help_is_seen_at_the_robot_until_somebody_comes() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ASKS)
    assert fx.SendAck(P, 7, "channel") in effects
    assert fx.ShowHand(True) in effects
    assert stage.signal == "hand_waiting"
    stage.wait(5.0)
    stage.say(ev.PupilHeard(P))
    assert stage.machine.snapshot().help == Help(wanted=True, waiting_s=5.0)
    effects = stage.say(COMING)
    assert fx.AnswerTeacher("h") in effects
    assert fx.ShowHand(False) in effects
    assert stage.signal == "seen"
    for _ in range(4):
        stage.wait(SEEN_S / 4)
        stage.say(ev.PupilHeard(P))
    assert stage.signal == "present"
    help = stage.machine.snapshot().help
    assert (help.wanted, help.coming) == (True, True)


@pytest.mark.parametrize(
    "event",
    [
        ev.PupilSaid(P, Rest(seq=9, on=True)),
        ev.PeerLost(P, 1),
        ev.LineMeasured(P, 1, "poor", "off"),
    ],
    ids=["in a break", "without a line", "on a bad line"],
)
def test_help_is_seen_whatever_else_is_shown(event: ev.PresenceEvent) -> None:
    stage = Stage(*ENTER, event, ASKS)
    assert stage.signal == "hand_waiting"
    assert stage.machine.snapshot().help.wanted


def test_help_in_a_break_opens_no_picture_and_no_sound() -> None:
    stage = Stage(*ENTER, ev.PupilSaid(P, Rest(seq=3, on=True)))
    assert not only(stage.say(ASKS), fx.StartMedia, fx.UnmuteVoice, fx.Rise)
    assert not stage.machine.running


def test_a_paused_robot_stays_closed_and_the_teacher_still_learns_of_the_request() -> None:
    stage = Stage(*ENTER, PAUSE)
    effects = stage.say(ASKS)
    assert not only(effects, fx.ShowHand, fx.ShowSignal, fx.StartMedia)
    assert stage.signal == "paused"
    assert stage.machine.snapshot().help.wanted


def test_a_request_through_the_bridge_counts_while_the_channels_are_silent() -> None:
    stage = Stage(*ENTER)
    stage.wait(LOST_AFTER_S)
    effects = stage.say(ev.PupilSaid(P, AskForHelp(seq=7, wanted=True), "relay"))
    assert fx.SendAck(P, 7, "relay") in effects
    assert stage.machine.snapshot().help.wanted


def test_a_request_taken_back_leaves_nothing() -> None:
    stage = Stage(*ENTER, ASKS, COMING)
    stage.say(ev.PupilSaid(P, AskForHelp(seq=8, wanted=False)))
    assert stage.machine.snapshot().help == Help()


def test_a_reload_keeps_the_request_and_leaving_ends_it() -> None:
    stage = Stage(*ENTER, ASKS, COMING, ev.Invited(ANNA, Q, 1))
    assert (stage.machine.snapshot().help.wanted, stage.machine.snapshot().help.coming) == (
        True,
        True,
    )
    stage.say(ev.PupilLeft(Q))
    assert stage.machine.snapshot().help == Help()
    stage.say(ev.Invited(BEN, "R" * 22, 1))
    assert stage.machine.snapshot().help == Help()


def test_a_hand_and_a_request_share_the_arm() -> None:
    stage = Stage(*ENTER, ev.PupilSaid(P, Hand(seq=3, raised=True)), ASKS)
    assert not only(stage.say(COMING), fx.ShowHand)
    assert fx.ShowHand(False) in stage.say(ev.PupilSaid(P, Hand(seq=8, raised=False)))


# ---- feelings, microphone, messages


def test_a_feeling_is_seen_until_it_changes() -> None:
    stage = Stage(*ENTER, ev.PupilSaid(P, ShowFeeling(3, "sad")))
    stage.say(ev.TeacherActed("f", "feeling_seen"))
    assert stage.machine.snapshot().feeling_seen
    stage.say(ev.PupilSaid(P, ShowFeeling(4, "sad")))
    assert stage.machine.snapshot().feeling_seen, "a new connection says all again"
    stage.say(ev.PupilSaid(P, ShowFeeling(5, "unwell")))
    assert not stage.machine.snapshot().feeling_seen


def test_a_blocked_microphone_is_told_to_the_class_and_forgotten_with_the_stay() -> None:
    stage = Stage(*ENTER)
    assert stage.machine.snapshot().microphone_works
    stage.say(ev.PupilSaid(P, MicrophoneReport(3, works=False)))
    assert not stage.machine.snapshot().microphone_works
    stage.say(ev.PupilLeft(P))
    assert stage.machine.snapshot().microphone_works


def test_words_to_the_child_go_with_the_stay_and_reach_no_disk() -> None:
    stage = Stage(*ENTER)
    effects = stage.say(ev.TeacherActed("t", "text", text="Well done."))
    assert effects == [fx.SendSnapshot(), fx.AnswerTeacher("t")]
    assert stage.machine.snapshot().said == TeacherNote(1, "text", "Well done.")
    stage.say(ev.TeacherActed("t", "text", text="Well done."))
    assert stage.machine.snapshot().said == TeacherNote(1, "text", "Well done."), (
        "a repeated action"
    )
    stage.say(ev.TeacherActed("u", "soon"))
    assert stage.machine.snapshot().said == TeacherNote(2, "soon")
    stage.say(ev.Invited(ANNA, Q, 1))
    assert stage.machine.snapshot().said is None
    stage.say(ev.TeacherActed("v", "soon"))
    stage.say(ev.PupilLeft(Q))
    assert stage.machine.snapshot().said is None


def test_a_call_of_the_buddy_stands_until_the_teacher_has_seen_it() -> None:
    stage = Stage()
    assert fx.SendSnapshot() in stage.say(ev.TeacherActed("b", "call_teacher"))
    for event in ENTER:
        stage.say(event)
    assert stage.machine.snapshot().buddy_calls
    stage.say(ev.TeacherActed("c", "call_seen"))
    assert not stage.machine.snapshot().buddy_calls


CALLS = ev.TeacherActed("b", "call_teacher")


def test_a_call_that_nobody_answers_ends_by_itself() -> None:
    stage = Stage()
    stage.say(CALLS)
    assert stage.machine.deadline == stage.now + CALL_S
    effects = stage.wait(CALL_S)
    assert fx.SendSnapshot() in effects
    state = stage.machine.snapshot()
    assert (state.buddy_calls, state.buddy_answer) == (False, "nobody")
    assert stage.wait(ANSWER_S) == [fx.SendSnapshot()]
    assert stage.machine.snapshot().buddy_answer is None


@pytest.mark.parametrize(
    ("event", "stands"),
    [
        (ev.TeacherActed("p", "pause"), False),
        (ev.BodyReported("paused", paused=True), False),
        (ev.TeacherActed("e", "end"), False),
        (ev.PupilLeft(P), False),
        (ev.RightRevoked(), False),
        (ev.Invited(ANNA, Q, 1), True),
        (ev.BodyReported("asleep", power=PowerReport(level="empty")), True),
        (ev.BodyReported("asleep"), True),
    ],
)
def test_a_call_ends_with_the_lesson_but_not_when_the_child_is_lost(
    event: ev.PresenceEvent, stands: bool
) -> None:
    stage = Stage(*ENTER, CALLS)
    stage.say(event)
    state = stage.machine.snapshot()
    assert (state.buddy_calls, state.buddy_answer) == (stands, None)


def test_a_buddy_may_call_during_a_pause() -> None:
    stage = Stage(*ENTER, PAUSE, CALLS, PAUSE)
    assert stage.machine.snapshot().buddy_calls
    stage.say(ev.TeacherActed("p", "pause"))
    assert stage.machine.snapshot().buddy_calls, "paused already"


def test_a_called_child_that_has_spoken_and_closes_its_microphone_takes_the_hand_down() -> None:
    stage = Stage(*ENTER, ev.PupilSaid(P, Hand(seq=3, raised=True)))
    stage.say(ev.TeacherActed("y", "your_turn"))
    stage.say(ev.PupilSaid(P, Microphone(seq=4, on=True)))
    assert stage.machine.snapshot().hand.raised
    effects = stage.say(ev.PupilSaid(P, Microphone(seq=5, on=False)))
    assert fx.ShowHand(False) in effects
    assert not stage.machine.snapshot().hand.raised


# ---- the outfit


def test_an_outfit_is_kept_and_shown_also_when_nobody_is_there() -> None:
    stage = Stage(*ENTER)
    assert stage.machine.snapshot().outfit is None
    effects = stage.say(WEARS)
    assert only(effects, fx.SendAck, fx.KeepOutfit) == [
        fx.SendAck(P, 8, "channel"),
        fx.KeepOutfit(OUTFIT),
    ]
    stage.say(ev.PupilLeft(P))
    assert stage.machine.snapshot().outfit == OUTFIT


def test_an_outfit_survives_a_restart() -> None:
    assert PresenceMachine(wardrobe=Wardrobe(OUTFIT)).snapshot().outfit == OUTFIT


def test_the_next_child_does_not_find_the_outfit_of_the_one_before() -> None:
    stage = Stage(ev.LoanTold("one"), *ENTER, WEARS, ev.PupilLeft(P))
    assert not only(stage.say(ev.LoanTold("one")), fx.KeepOutfit)
    assert stage.machine.snapshot().outfit == OUTFIT
    effects = stage.say(ev.LoanTold("two"))
    assert effects == [fx.KeepOutfit(None, "two"), fx.SendSnapshot()]
    assert stage.machine.snapshot().outfit is None


def test_an_older_outfit_that_arrives_late_is_not_worn() -> None:
    stage = Stage(*ENTER, WEARS)
    effects = stage.say(ev.PupilSaid(P, WearOutfit(7, "Old", "sand", "none")))
    assert only(effects, fx.SendAck, fx.KeepOutfit) == [fx.SendAck(P, 7, "channel")]
    assert stage.machine.snapshot().outfit == OUTFIT


def test_a_flood_of_outfits_is_neither_written_nor_acknowledged() -> None:
    stage = Stage(*ENTER)
    told = []
    for seq in range(1, 3 * CHANGES_BURST):
        told += stage.say(ev.PupilSaid(P, WearOutfit(seq, str(seq), "mint", "cap")))
    assert len(only(told, fx.KeepOutfit)) == CHANGES_BURST
    assert len(only(told, fx.SendAck)) == CHANGES_BURST


# ---- what leaves


def test_what_leaves_is_told_as_the_senders_measure_it() -> None:
    stage = Stage(*ENTER)
    assert stage.machine.snapshot().outgoing is None
    assert fx.SendSnapshot() in stage.say(sends(1))
    stage.wait(0.5)
    stage.say(ev.PupilHeard(P))
    assert stage.machine.snapshot().outgoing == Outgoing(640, 480, sound=True, since_s=0.5)
    assert stage.machine.snapshot(waiting=False).outgoing == Outgoing(640, 480, sound=True)


def test_a_pause_is_believed_only_when_the_senders_are_silent() -> None:
    stage = Stage(*ENTER, sends(1), PAUSE)
    assert stage.machine.snapshot().outgoing is not None
    stage.say(sends(1, 0, sound=False))
    assert stage.machine.snapshot().outgoing is None


def test_nothing_leaves_over_a_connection_that_is_gone() -> None:
    stage = Stage(*ENTER, sends(1), ev.PeerLost(P, 1))
    assert stage.machine.snapshot().outgoing is None


def test_nothing_leaves_after_the_stay() -> None:
    stage = Stage(*ENTER, sends(1), ev.PupilLeft(P))
    assert stage.machine.snapshot().outgoing is None
    stage.say(sends(1))
    assert stage.machine.snapshot().outgoing is None
    assert stage.machine.stale == 1
