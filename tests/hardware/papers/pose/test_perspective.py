import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.papers.pose.perspective import EAR_REACH, FACE_EDGE, FACE_HALF, turn

angles = st.floats(-200, 200)


@given(angles, angles)
def test_the_face_stays_on_the_head(pan_deg: float, tilt_deg: float) -> None:
    turned = turn(pan_deg, tilt_deg)
    assert abs(turned.face_x) + FACE_HALF * turned.face_width <= FACE_EDGE + 0.5
    assert abs(turned.face_y) <= 12.0
    assert 0.3 < turned.face_width <= 1.0


@given(angles, angles)
def test_left_and_right_are_mirror_images(pan_deg: float, tilt_deg: float) -> None:
    one, other = turn(pan_deg, tilt_deg), turn(-pan_deg, tilt_deg)
    assert one.face_x == -other.face_x
    assert one.face_width == other.face_width
    (x, width, in_front), mirrored = one.ears[0], other.ears[1]
    assert mirrored == (-x, width, in_front)


def test_looking_ahead_nothing_moves() -> None:
    turned = turn(0.0, 0.0)
    assert (turned.face_x, turned.face_y, turned.head_y) == (0.0, 0.0, 0.0)
    assert turned.ears == ((-EAR_REACH, 4.0, False), (EAR_REACH, 4.0, False))


@pytest.mark.parametrize(("pan_deg", "side"), [(60.0, 0), (-60.0, 1)])
def test_a_turned_head_shows_the_ear_of_the_other_side(pan_deg: float, side: int) -> None:
    ears = turn(pan_deg, 0.0).ears
    assert ears[side][2]
    assert not ears[1 - side][2]
    assert ears[side][1] > ears[1 - side][1]


def test_positive_pan_is_the_robots_left_and_the_viewers_right() -> None:
    assert turn(30.0, 0.0).face_x > 5.0


def test_a_head_that_looks_up_rises() -> None:
    up = turn(0.0, 30.0)
    assert up.head_y < 0
    assert up.face_y < 0
