import pytest

from bridge.protocol.channels import (
    Bye,
    EventUp,
    Hand,
    LineReport,
    ListenOnly,
    Microphone,
    Rest,
    ShowFeeling,
    SoundOnly,
    View,
    Whisper,
)
from bridge.protocol.fields import LineLevel
from robot.presence.standing import HAND_WAITS_S, SEEN_S, TURN_S, Standing


@pytest.mark.parametrize(
    ("message", "field", "value"),
    [
        (ShowFeeling(seq=1, feeling="tired"), "feeling", "tired"),
        (Microphone(seq=1, on=True), "microphone", True),
        (Whisper(seq=1, on=True), "whisper", True),
        (ListenOnly(seq=1, on=True), "listen_only", True),
        (Rest(seq=1, on=True), "rest", True),
        (SoundOnly(seq=1, on=True), "sound_only", True),
        (LineReport(seq=1, level="poor"), "line", "poor"),
        (Hand(seq=1, raised=True), "hand_raised", True),
    ],
)
def test_each_message_sets_its_own_thing(message: EventUp, field: str, value: object) -> None:
    standing = Standing()
    assert standing.apply(message, 0.0)
    assert getattr(standing, field) == value


@pytest.mark.parametrize(
    ("measured", "reported", "line"),
    [("fair", "poor", "poor"), ("fair", "good", "fair"), ("poor", "lost", "lost")],
)
def test_of_two_judgements_of_the_line_the_worse_one_counts(
    measured: LineLevel, reported: LineLevel, line: str
) -> None:
    standing = Standing()
    standing.measure(measured, "reduced")
    standing.apply(LineReport(seq=1, level=reported), 0.0)
    assert (standing.line, standing.picture) == (line, "reduced")


def test_a_new_stay_begins_with_a_good_line() -> None:
    standing = Standing()
    standing.measure("poor", "off")
    standing.begin_stay(keep_hand=True)
    assert (standing.line, standing.picture) == ("good", "full")


@pytest.mark.parametrize(
    ("messages", "speaks"),
    [
        ([], False),
        ([Microphone(seq=1, on=True)], True),
        ([Microphone(seq=1, on=True), ListenOnly(seq=2, on=True)], False),
        ([Microphone(seq=1, on=True), Rest(seq=2, on=True)], False),
    ],
)
def test_a_child_speaks_only_when_nothing_says_otherwise(
    messages: list[EventUp], speaks: bool
) -> None:
    standing = Standing()
    for message in messages:
        standing.apply(message, 0.0)
    assert standing.speaks is speaks


def test_goodbye_is_left_to_the_presence_machine() -> None:
    assert Standing().apply(Bye(seq=1), 0.0)


def test_an_older_or_equal_message_of_a_kind_is_dropped_and_counted() -> None:
    standing = Standing()
    standing.apply(Microphone(seq=5, on=True), 0.0)
    assert not standing.apply(Microphone(seq=5, on=False), 0.0)
    assert not standing.apply(Microphone(seq=4, on=False), 0.0)
    assert standing.microphone
    assert standing.dropped == 2


def test_kinds_do_not_hold_each_other_up() -> None:
    standing = Standing()
    standing.apply(Microphone(seq=5, on=True), 0.0)
    assert standing.apply(Hand(seq=4, raised=True), 0.0)


def test_a_new_stay_counts_from_the_start_and_keeps_only_hand_and_feeling() -> None:
    standing = Standing()
    standing.apply(Hand(seq=1, raised=True), 1.0)
    standing.apply(Microphone(seq=2, on=True), 1.0)
    standing.apply(Whisper(seq=3, on=True), 1.0)
    standing.apply(ShowFeeling(seq=9, feeling="happy"), 1.0)
    standing.begin_stay(keep_hand=True)
    assert standing.hand_raised
    assert standing.feeling == "happy"
    assert not standing.microphone
    assert not standing.whisper
    assert standing.apply(Microphone(seq=1, on=True), 2.0)


def test_another_child_finds_nothing_of_the_last_one() -> None:
    standing = Standing()
    standing.apply(Hand(seq=1, raised=True), 1.0)
    standing.apply(ShowFeeling(seq=2, feeling="sad"), 1.0)
    standing.begin_stay(keep_hand=False)
    assert not standing.hand_raised
    assert standing.feeling is None


def test_a_hand_said_twice_waits_from_the_first_time() -> None:
    standing = Standing()
    standing.apply(Hand(seq=1, raised=True), 10.0)
    standing.apply(Hand(seq=2, raised=True), 50.0)
    assert standing.hand(now=70.0).waiting_s == 60.0


def test_a_hand_waits_after_a_minute_unless_it_was_seen() -> None:
    standing = Standing()
    standing.apply(Hand(seq=1, raised=True), 10.0)
    assert standing.deadlines()[-1] == 10.0 + HAND_WAITS_S
    assert not standing.hand_waiting(10.0 + HAND_WAITS_S - 0.1)
    assert standing.hand_waiting(10.0 + HAND_WAITS_S)
    assert standing.see_hand(80.0)
    assert not standing.hand_waiting(200.0)
    assert standing.seen_until_s == 80.0 + SEEN_S


def test_there_is_no_hand_to_see_when_it_is_down() -> None:
    assert not Standing().see_hand(1.0)


def test_your_turn_answers_the_hand_and_goes_with_it() -> None:
    standing = Standing()
    standing.apply(Hand(seq=1, raised=True), 0.0)
    standing.give_turn(0.5)
    assert standing.hand(1.0).your_turn
    assert standing.hand(1.0).seen
    standing.apply(Hand(seq=2, raised=False), 2.0)
    hand = standing.hand(3.0)
    assert (hand.raised, hand.seen, hand.your_turn, hand.waiting_s) == (False, False, False, 0.0)


def test_a_turn_ends_when_the_microphone_goes_off() -> None:
    standing = Standing()
    standing.give_turn(1.0)
    standing.apply(Microphone(seq=1, on=True), 2.0)
    standing.tick(3.0)
    assert standing.hand(9.0).your_turn
    standing.apply(Microphone(seq=2, on=False), 4.0)
    assert not standing.hand(9.0).your_turn


def test_a_microphone_that_was_off_all_along_ends_no_turn() -> None:
    standing = Standing()
    standing.give_turn(1.0)
    standing.apply(Microphone(seq=1, on=False), 2.0)
    assert standing.hand(9.0).your_turn


def test_a_raised_hand_ends_a_turn_too() -> None:
    standing = Standing()
    standing.give_turn(1.0)
    standing.apply(Hand(seq=1, raised=True), 2.0)
    assert not standing.hand(9.0).your_turn


def test_a_turn_that_nobody_takes_ends_after_a_minute() -> None:
    standing = Standing()
    standing.give_turn(1.0)
    assert standing.deadlines()[-1] == 1.0 + TURN_S
    standing.tick(0.9 + TURN_S)
    assert standing.hand(9.0).your_turn
    standing.tick(1.0 + TURN_S)
    assert not standing.hand(9.0).your_turn
    assert standing.deadlines() == [0.0]


def test_a_second_call_gives_a_whole_minute_again() -> None:
    standing = Standing()
    standing.give_turn(1.0)
    standing.give_turn(50.0)
    standing.tick(1.0 + TURN_S)
    assert standing.hand(9.0).your_turn


def test_a_place_may_still_be_saved_when_the_child_has_gone_on() -> None:
    standing = Standing()
    assert standing.apply(View(seq=8, slot="table", action="go"), 0.0)
    assert standing.apply(View(seq=7, slot="board", action="save"), 0.0)
    assert not standing.apply(View(seq=7, slot="board", action="save"), 0.0)
