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


# ---- microphone and whisper, as the app's table has them


def heard(*messages: EventUp) -> Standing:
    standing = Standing()
    for message in messages:
        standing.apply(message, 1.0)
    return standing


ALOUD = Microphone(seq=1, on=True)
ALOUD_AGAIN = Microphone(seq=5, on=True)
WHISPERS = (Whisper(seq=2, on=True), Microphone(seq=3, on=True))
LOUD_WHISPERS = (ALOUD, Whisper(seq=2, on=True))


@pytest.mark.parametrize(
    ("messages", "microphone"),
    [
        pytest.param([*WHISPERS, Whisper(seq=4, on=False)], False, id="one that began silently"),
        pytest.param([*WHISPERS[::-1], Whisper(seq=4, on=False)], False, id="silent, overtaken"),
        pytest.param([*LOUD_WHISPERS, Whisper(seq=4, on=False)], True, id="one that began aloud"),
        pytest.param([*LOUD_WHISPERS[::-1], Whisper(seq=4, on=False)], True, id="aloud, overtaken"),
        pytest.param(
            [*LOUD_WHISPERS, Whisper(seq=4, on=True), Whisper(seq=5, on=False)],
            True,
            id="aloud, and said again for a new connection",
        ),
        pytest.param(
            [*WHISPERS, Whisper(seq=4, on=True), ALOUD_AGAIN, Whisper(seq=6, on=False)],
            False,
            id="silent, and said again for a new connection",
        ),
        pytest.param(
            [*LOUD_WHISPERS, Microphone(seq=3, on=False), Whisper(seq=4, on=False)],
            False,
            id="aloud, and closed in the whisper",
        ),
        pytest.param(
            [*WHISPERS, ALOUD_AGAIN, Whisper(seq=4, on=False)],
            True,
            id="opened after it, and that came first",
        ),
        pytest.param(
            [*WHISPERS, Whisper(seq=4, on=False), ALOUD_AGAIN],
            True,
            id="opened after it",
        ),
        pytest.param(
            [WHISPERS[0], Whisper(seq=4, on=False), WHISPERS[1]],
            False,
            id="its microphone came after its end",
        ),
        pytest.param([ALOUD, Whisper(seq=4, on=False)], True, id="an end of no whisper"),
    ],
)
def test_the_end_of_a_whisper_leaves_the_microphone_as_it_was_before(
    messages: list[EventUp], microphone: bool
) -> None:
    standing = heard(*messages)
    assert (standing.microphone, standing.whisper) == (microphone, False)


@pytest.mark.parametrize("closes", [Rest(seq=5, on=True), ListenOnly(seq=5, on=True)])
def test_who_wants_to_be_left_alone_is_not_heard_again_by_itself(closes: Rest | ListenOnly) -> None:
    opens = type(closes)(seq=6, on=False)
    assert not heard(ALOUD, closes, opens).microphone
    assert not heard(closes, opens, ALOUD).microphone
    assert not heard(*LOUD_WHISPERS, closes, opens, Whisper(seq=7, on=False)).microphone
    assert heard(ALOUD, closes, opens, Microphone(seq=7, on=True)).microphone
    assert heard(Microphone(seq=7, on=True), closes, opens).microphone


def test_a_hushed_microphone_opens_by_a_new_message_alone() -> None:
    standing = heard(*LOUD_WHISPERS)
    standing.hush()
    for again in (*LOUD_WHISPERS, Whisper(seq=4, on=False)):
        standing.apply(again, 2.0)
        assert not standing.microphone
    assert standing.apply(Microphone(seq=5, on=True), 3.0)
    assert standing.microphone


# ---- the turn


def called(*messages: EventUp) -> Standing:
    standing = heard(Hand(seq=1, raised=True))
    standing.give_turn(1.0)
    for message in messages:
        standing.apply(message, 2.0)
    return standing


def test_after_a_spoken_turn_the_hand_comes_down() -> None:
    standing = called(Microphone(seq=2, on=True), Microphone(seq=3, on=False))
    assert (standing.hand_raised, standing.your_turn) == (False, False)


def test_a_child_that_speaks_longer_than_its_turn_lowers_its_hand_too() -> None:
    standing = called(Microphone(seq=2, on=True))
    standing.tick(1.0 + TURN_S)
    assert not standing.your_turn
    standing.apply(Microphone(seq=3, on=False), 90.0)
    assert not standing.hand_raised


def test_a_child_that_is_called_while_it_speaks_has_its_turn() -> None:
    standing = heard(Microphone(seq=1, on=True), Hand(seq=2, raised=True))
    standing.give_turn(1.0)
    standing.apply(Microphone(seq=3, on=False), 2.0)
    assert (standing.hand_raised, standing.your_turn) == (False, False)


@pytest.mark.parametrize(
    "ends",
    [
        pytest.param([Microphone(seq=4, on=False), Whisper(seq=5, on=False)], id="the app's way"),
        pytest.param([Whisper(seq=5, on=False)], id="by whisper alone"),
        pytest.param([Whisper(seq=5, on=False), Microphone(seq=4, on=False)], id="overtaken"),
    ],
)
@pytest.mark.parametrize("begins", [WHISPERS, WHISPERS[::-1]])
def test_the_end_of_a_whisper_leaves_hand_and_turn(
    begins: tuple[EventUp, ...], ends: list[EventUp]
) -> None:
    standing = called(*begins, *ends)
    assert (standing.microphone, standing.hand_raised, standing.your_turn) == (False, True, True)


def test_a_turn_taken_aloud_ends_also_where_it_goes_on_in_a_whisper() -> None:
    spoken = (Microphone(seq=2, on=True), Whisper(seq=3, on=True))
    standing = called(*spoken, Microphone(seq=4, on=False), Whisper(seq=5, on=False))
    assert (standing.hand_raised, standing.your_turn) == (False, False)


def test_a_hand_raised_again_after_the_turn_stays_up_whatever_comes_first() -> None:
    closed, again = Microphone(seq=3, on=False), Hand(seq=4, raised=True)
    assert called(Microphone(seq=2, on=True), closed, again).hand_raised
    assert called(Microphone(seq=2, on=True), again, closed).hand_raised


def test_a_hand_from_before_the_end_of_the_turn_does_not_come_back() -> None:
    standing = called(Microphone(seq=2, on=True), Microphone(seq=9, on=False))
    assert not standing.apply(Hand(seq=8, raised=True), 3.0)
    assert not standing.hand_raised


def test_a_class_that_closes_the_microphone_leaves_hand_and_turn() -> None:
    standing = called(Microphone(seq=2, on=True))
    standing.hush()
    standing.apply(Microphone(seq=3, on=False), 3.0)
    assert (standing.hand_raised, standing.your_turn) == (True, True)
