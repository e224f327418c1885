import itertools

import numpy as np
import pytest

from robot.board import quadrilateral

BOARD = np.array([(10.0, 20.0), (210.0, 10.0), (220.0, 120.0), (0.0, 100.0)])


def test_corners_are_put_in_order_from_the_upper_left_clockwise() -> None:
    for order in itertools.permutations(range(4)):
        assert np.array_equal(quadrilateral.ordered(BOARD[list(order)]), BOARD)


def test_area_and_sides() -> None:
    square = np.array([(0.0, 0.0), (3.0, 0.0), (3.0, 2.0), (0.0, 2.0)])
    assert quadrilateral.area(square) == 6
    assert quadrilateral.sides(square).tolist() == [3, 2, 3, 2]
    assert quadrilateral.rectangle_size(BOARD) == (220, 110)


@pytest.mark.parametrize(
    ("corners", "like"),
    [
        pytest.param(BOARD, True, id="seen from the side"),
        pytest.param([(0, 0), (100, 0), (100, 0), (0, 50)], False, id="three corners"),
        pytest.param([(0, 0), (200, 0), (120, 80), (80, 80)], False, id="a funnel"),
        pytest.param([(0, 0), (500, 0), (500, 40), (0, 40)], False, id="a strip"),
        pytest.param([(0, 0), (100, 60), (200, 60), (100, 0)], False, id="leaning"),
    ],
)
def test_what_can_be_a_board(corners: list[tuple[int, int]], like: bool) -> None:
    assert quadrilateral.is_board_like(np.array(corners, np.float64)) is like


def test_a_point_lies_inside_or_not() -> None:
    assert quadrilateral.holds(BOARD, 100, 60)
    assert not quadrilateral.holds(BOARD, 5, 22)
