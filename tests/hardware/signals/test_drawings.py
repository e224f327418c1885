import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.signals.drawings import SIDE, DrawingError, read, rows, shift, turned

OPEN = """
..####.. ........
.######. ........
######## ........
###oo### ...oo...
###oo### ...oo...
######## ........
.######. ........
..####.. .......#
"""


def test_the_robots_right_eye_is_on_the_left_for_those_who_see_it() -> None:
    face = read("open", 1.0, OPEN).looking()
    assert rows(face.right)[0] == 0b00111100
    assert rows(face.right)[3] == 0b11100111
    assert rows(face.left) == (0, 0, 0, 0, 0, 0, 0, 0b10000000)


def test_a_pupil_moves_and_leaves_light_behind() -> None:
    drawing = read("open", 1.0, OPEN)
    straight, aside = drawing.looking().right, drawing.looking(2, -1).right
    assert rows(aside)[2:5] == (0b10011111, 0b10011111, 0b11111111)
    assert straight.bit_count() == aside.bit_count()
    assert drawing.looking(99, -99) == drawing.looking(2, -2)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("........ ........", "1 rows", id="one row"),
        pytest.param(OPEN.replace("..####.. ........", "..####.. ......."), "row 1", id="short"),
        pytest.param(OPEN.replace("o", "x"), "row 4", id="letter"),
        pytest.param(OPEN.replace(" ", ""), "row 1", id="one eye"),
    ],
)
def test_what_is_no_pair_of_eyes_is_refused(text: str, what: str) -> None:
    with pytest.raises(DrawingError, match=what):
        read("open", 1.0, text)


@given(st.integers(0, 2**64 - 1))
def test_four_quarter_turns_change_nothing(cells: int) -> None:
    assert turned(turned(turned(turned(cells)))) == cells
    assert turned(cells).bit_count() == cells.bit_count()


def test_a_turn_brings_the_left_top_corner_to_the_right() -> None:
    assert turned(1) == 1 << (SIDE - 1)


@given(st.integers(0, 2**64 - 1), st.integers(-2, 2), st.integers(-2, 2))
def test_moving_never_makes_more_cells(cells: int, right: int, down: int) -> None:
    assert shift(cells, right, down).bit_count() <= cells.bit_count()
    assert shift(cells, 0, 0) == cells
