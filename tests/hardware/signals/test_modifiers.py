import pytest

from bridge.protocol.vocabulary import MARKS, SIGNALS, MarkName, SignalName
from hardware.signals.drawings import Drawing, rows
from hardware.signals.modifiers import modified
from hardware.signals.shapes import CLOSED, HALF, OPEN
from hardware.signals.table import SIGNAL_TABLE, TABLE

OPEN_EYES = TABLE.drawings["open"]
LEAST_APART = 8
"""LEDs by which two eyes differ that nobody confuses."""


def every_drawing() -> list[tuple[SignalName, Drawing]]:
    return [
        (name, drawing)
        for name in SIGNALS
        for eyes in (SIGNAL_TABLE[name].eyes, SIGNAL_TABLE[name].eyes_without_hand)
        for _, drawing in eyes.parts
    ]


def test_without_anything_added_a_signal_looks_as_in_the_table() -> None:
    assert all(modified(drawing, False, None) == drawing for _, drawing in every_drawing())


def test_narrow_eyes_keep_their_pupils_and_are_half_as_high() -> None:
    narrow = modified(OPEN_EYES, near=True, mark=None)
    assert rows(narrow.looking().left) == (0, 0, 255, 0b11100111, 0b11100111, 255, 0, 0)
    assert rows(narrow.looking(2, 0).left)[3] == 0b10011111
    assert narrow.open == HALF


@pytest.mark.parametrize("mark", MARKS)
def test_an_answer_takes_one_eye_and_the_other_goes_on_looking(mark: MarkName) -> None:
    marked = modified(OPEN_EYES, near=False, mark=mark)
    assert marked.right == OPEN_EYES.right
    assert marked.left == SIGNAL_TABLE[mark].drawing_at(9.0).left
    assert marked.open == OPEN


def test_the_two_answers_differ_by_their_shape() -> None:
    yes, no = (modified(OPEN_EYES, False, mark).looking().left for mark in MARKS)
    assert (yes ^ no).bit_count() >= LEAST_APART
    for answer in (yes, no):
        assert (answer ^ OPEN_EYES.looking().left).bit_count() >= LEAST_APART


def test_narrow_eyes_are_no_half_closed_ones() -> None:
    narrow = modified(OPEN_EYES, near=True, mark=None).looking().left
    assert (narrow ^ TABLE.drawings["half"].looking().left).bit_count() >= LEAST_APART


def test_a_drawn_hand_stays_whole() -> None:
    hand = TABLE.drawings["hand_right"]
    assert modified(hand, near=True, mark="understood").right == hand.right
    assert modified(hand, near=False, mark="understood") == hand


@pytest.mark.parametrize("name", [n for n in SIGNALS if not SIGNAL_TABLE[n].watched])
@pytest.mark.parametrize("mark", MARKS)
def test_what_tells_that_nobody_is_inside_is_never_changed(
    name: SignalName, mark: MarkName
) -> None:
    for _, drawing in SIGNAL_TABLE[name].eyes.parts:
        assert modified(drawing, near=True, mark=mark) == drawing


@pytest.mark.parametrize("near", [True, False])
@pytest.mark.parametrize("mark", [None, *MARKS])
def test_that_somebody_is_inside_still_shows(near: bool, mark: MarkName | None) -> None:
    for name, drawing in every_drawing():
        if SIGNAL_TABLE[name].watched and drawing.open != CLOSED:
            face = modified(drawing, near, mark).looking()
            assert face.left.bit_count() + face.right.bit_count() >= 16
            assert modified(drawing, near, mark).open >= HALF
