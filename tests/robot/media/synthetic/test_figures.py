import pytest

from robot.media.synthetic.canvas import Canvas
from robot.media.synthetic.clock import ClockHands
from robot.media.synthetic.figures import PUPILS, TEACHER, FidgetingPupil, FlatFigure, talking, walk

MOMENTS = [1_700_000_000.0 + step * 0.37 for step in range(80)]


def test_feet_stand_on_the_floor_and_a_metre_is_a_metre() -> None:
    canvas = Canvas(10.0)
    figure = FlatFigure(canvas, (0.0, -1.0, 3.0))
    foot, head = figure.place([(0, 0), (0, 1)])
    assert foot[1] - head[1] == pytest.approx(10 * 57.2958 / 3, rel=1e-3)


def test_the_teacher_walks_and_never_hides_the_clock() -> None:
    canvas = Canvas(8.0)
    clock = ClockHands().box(canvas, 0.0)
    assert len({round(walk(at)[0], 1) for at in MOMENTS}) > 8
    assert not any(TEACHER.box(canvas, at).overlaps(clock) for at in MOMENTS)


@pytest.mark.parametrize(
    "mover", [TEACHER, *(FidgetingPupil(p) for p in PUPILS if p.habit != "still")]
)
def test_nobody_moves_out_of_the_own_box(mover: FidgetingPupil) -> None:
    canvas = Canvas(8.0)
    clean = canvas.copy()
    for at in MOMENTS:
        mover.draw(canvas, at)
        canvas.restore(clean, mover.box(canvas, at))
        for plane, empty in zip(canvas.planes, clean.planes, strict=True):
            assert (plane == empty).all()


def test_there_are_pupils_ahead_left_and_right_and_some_move() -> None:
    assert {pupil.facing for pupil in PUPILS} == {-1, 0, 1}
    assert {pupil.habit for pupil in PUPILS} == {"still", "sway", "write", "raise"}


def test_speech_has_pauses() -> None:
    assert {talking(at) for at in MOMENTS} == {0.0, 1.0}
