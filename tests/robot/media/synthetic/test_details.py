from collections.abc import Iterator
from contextlib import closing

import pytest

from robot.media.synthetic.canvas import Window
from robot.media.synthetic.details import MOST_PX_PER_DEG, Details
from tests.robot.media.synthetic.looking import LOOK_S, NEVER

BOARD = Window(6.0, 0.0, 12.0, 8.0)


@pytest.fixture
def details() -> Iterator[Details]:
    with closing(Details()) as found:
        yield found


def drawn(details: Details, window: Window, px_per_deg: float) -> float:
    while True:
        scene, fine = details.find(window, px_per_deg)
        if scene is not None and fine:
            assert scene.canvas.window.covers(window)
            return scene.px_per_deg
        NEVER.wait(LOOK_S)


def test_nobody_waits_for_a_finer_drawing(details: Details) -> None:
    assert details.find(BOARD, 40.0) == (None, False)
    assert drawn(details, BOARD, 40.0) == 40.0


def test_a_small_move_needs_no_other_drawing(details: Details) -> None:
    drawn(details, BOARD, 40.0)
    first = details.find(BOARD, 40.0)
    assert details.find(Window(7.0, 1.0, 13.0, 9.0), 42.0) == first


def test_a_large_move_needs_another_one(details: Details) -> None:
    drawn(details, BOARD, 40.0)
    assert details.find(Window(60.0, 54.0, 2.0, -2.0), 40.0) == (None, False)


def test_no_drawing_is_finer_than_the_sensor(details: Details) -> None:
    assert drawn(details, BOARD, 500.0) == MOST_PX_PER_DEG
