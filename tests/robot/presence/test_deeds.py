from bridge.protocol.channels import Gesture, Hand, View
from robot.presence.deeds import ASKED_S, LONGEST_S, SAVE_S, Deeds
from robot.presence.effects import GoToView, MakeGesture, SaveView

NOD = Gesture(seq=1, name="nod")


def test_a_place_is_gone_to_or_saved() -> None:
    deeds = Deeds()
    assert deeds.of(View(seq=1, slot="board", action="go"), 0.0) == [GoToView("board")]
    assert deeds.of(View(seq=2, slot="board", action="save"), 0.0) == [SaveView("board")]


def test_a_flood_of_saves_does_not_wear_out_the_disk() -> None:
    deeds = Deeds()
    taps = [deeds.of(View(seq=tap, slot="table", action="save"), tap / 60) for tap in range(1, 61)]
    assert len([effects for effects in taps if effects]) <= 1 / SAVE_S + 1


def test_a_state_is_no_deed() -> None:
    assert Deeds().of(Hand(seq=1, raised=True), 0.0) == []


def test_a_second_gesture_waits_for_nothing_and_is_left_out() -> None:
    deeds = Deeds()
    assert deeds.of(NOD, 0.0) == [MakeGesture("nod")]
    deeds.body_says("nod")
    assert deeds.of(NOD, ASKED_S + 1.0) == []
    deeds.body_says(None)
    assert deeds.of(NOD, ASKED_S + 1.5) == [MakeGesture("nod")]


def test_taps_in_a_hurry_count_once_before_the_body_has_said_anything() -> None:
    deeds = Deeds()
    assert [deeds.of(NOD, 0.1 * tap) for tap in range(5)].count([]) == 4


def test_a_body_that_never_says_the_end_keeps_nobody_from_nodding_for_ever() -> None:
    deeds = Deeds()
    deeds.of(NOD, 0.0)
    deeds.body_says("nod")
    assert deeds.of(NOD, LONGEST_S) == [MakeGesture("nod")]
