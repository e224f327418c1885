import time

import pytest

from robot.media.synthetic.canvas import Canvas
from robot.media.synthetic.clock import CLOCK_PAN_TILT_DEG, ClockDigits, ClockHands, draw_clock_face

NOON = 1_700_000_000.0


def test_the_clock_hangs_in_sight_of_a_head_at_rest() -> None:
    pan, tilt = CLOCK_PAN_TILT_DEG
    assert -33 < pan < 0
    assert 0 < tilt < 20


def test_the_digits_tell_the_local_time() -> None:
    assert ClockDigits().key(NOON) == time.strftime("%H:%M:%S", time.localtime(NOON))


@pytest.mark.parametrize("mover", [ClockHands(), ClockDigits()])
def test_hands_and_digits_stay_in_their_boxes_and_move(mover: ClockHands) -> None:
    canvas = Canvas(12.0)
    draw_clock_face(canvas)
    face = canvas.copy()
    seen = set()
    for second in range(0, 60, 7):
        mover.draw(canvas, NOON + second)
        seen.add(canvas.planes[0].tobytes())
        canvas.restore(face, mover.box(canvas, NOON))
        assert (canvas.planes[0] == face.planes[0]).all()
    assert len(seen) > 5
