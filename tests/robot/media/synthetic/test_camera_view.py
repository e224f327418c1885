import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from robot.media.synthetic.camera_view import Lens, Maps
from robot.media.synthetic.canvas import PAN_MAX_DEG, TILT_MAX_DEG, PixelBox
from robot.media.synthetic.classroom_camera import ClassroomCamera
from robot.media.synthetic.clock import CLOCK_PAN_TILT_DEG
from robot.media.types.frames import planes
from robot.media.types.spec import HeadPose, Size

NOON = 1_700_000_000.0


@pytest.fixture(scope="module")
def camera() -> ClassroomCamera:
    return ClassroomCamera(Size(320, 240), 66.0)


def luma(camera: ClassroomCamera, pan: float, tilt: float, at: float = NOON) -> NDArray[np.int64]:
    return planes(camera.draw(HeadPose(pan, tilt), at))[0].astype(int)


def row(*values: float) -> NDArray[np.float32]:
    return np.array(values, np.float32)


def test_the_edges_of_the_picture_are_33_degrees_aside() -> None:
    lens = Lens(640, 480, 66.0)
    pan, tilt = lens.angles(0.0, row(-0.5, 319.5, 639.5), row(*[239.5] * 3))
    assert np.allclose(pan, [33, 0, -33], atol=0.01)
    assert np.allclose(tilt, 0, atol=0.01)
    assert lens.px_per_deg == pytest.approx(320 / math.tan(math.radians(33)) * math.pi / 180)


def test_straight_lines_of_the_room_stay_straight() -> None:
    lens = Lens(640, 480, 66.0)
    wall = np.linspace(-1.5, 1.5, 50)
    pan = np.degrees(np.arctan2(-wall, 3.0))
    tilt = np.degrees(np.arctan2(0.8, np.hypot(wall, 3.0)))
    spots = lens.project(12.0, np.stack([pan, tilt], axis=1))
    assert spots is not None
    line = np.polyfit(spots[:, 0], spots[:, 1], 1)
    assert np.abs(np.polyval(line, spots[:, 0]) - spots[:, 1]).max() < 0.01


@settings(deadline=None, max_examples=30)
@given(st.floats(-40, 40), st.floats(0, 639), st.floats(0, 479))
def test_looking_and_projecting_are_inverse(tilt: float, x: float, y: float) -> None:
    lens = Lens(640, 480, 66.0)
    pan, up = lens.angles(tilt, row(x), row(y))
    spot = lens.project(tilt, np.array([[float(pan[0]), float(up[0])]]))
    assert spot is not None
    assert np.allclose(spot, [[x, y]], atol=0.05)


@settings(deadline=None, max_examples=30)
@given(st.floats(-40, 40))
def test_the_coarse_grid_is_exact_to_a_tenth_of_a_pixel(tilt: float) -> None:
    lens = Lens(320, 240, 66.0)
    rows, columns = np.mgrid[0:240, 0:320].astype(np.float32)
    exact = lens.angles(tilt, columns, rows)
    for coarse, true in zip(lens.fields(tilt), exact, strict=True):
        assert np.abs(coarse - true).max() * lens.px_per_deg < 0.1


def test_what_lies_behind_has_no_place_in_the_picture() -> None:
    assert Lens(640, 480, 66.0).project(0.0, np.array([[120.0, 0.0]])) is None


def test_the_middle_of_the_picture_looks_where_the_head_points() -> None:
    maps = Maps(Lens(320, 240, 66.0), 12.0)
    assert maps.look(-25.0, 10.0)
    assert not maps.look(-25.0, 10.0)
    x, y = (PAN_MAX_DEG + 25) * 12, (TILT_MAX_DEG - 10) * 12
    middle = maps.part(PixelBox(int(x) - 2, int(y) - 2, int(x) + 2, int(y) + 2))
    assert abs((middle.left + middle.right) / 2 - 160) < 4
    assert abs((middle.top + middle.bottom) / 2 - 120) < 4
    assert maps.box.left < x < maps.box.right
    assert maps.box.top < y < maps.box.bottom


def test_the_clock_s_second_hand_moves_where_the_clock_hangs(camera: ClassroomCamera) -> None:
    pan, tilt = CLOCK_PAN_TILT_DEG
    one, two = luma(camera, pan, tilt), luma(camera, pan, tilt, NOON + 1.0)
    face = (slice(95, 145), slice(135, 185))
    assert (np.abs(one - two)[face] > 40).sum() > 5


def test_a_turn_to_the_left_moves_the_class_to_the_right(camera: ClassroomCamera) -> None:
    ahead, left = luma(camera, 0.0, 0.0), luma(camera, 2.0, 0.0)
    shift_px = round(Lens(320, 240, 66.0).px_per_deg * 2.0)
    middle = slice(100, 200)
    shifted = np.abs(left[60:90, middle] - ahead[60:90, 100 - shift_px : 200 - shift_px]).mean()
    unshifted = np.abs(left[60:90, middle] - ahead[60:90, middle]).mean()
    assert shifted < unshifted / 2


def test_looking_up_moves_the_class_down(camera: ClassroomCamera) -> None:
    up, down = luma(camera, 0.0, 25.0), luma(camera, 0.0, -25.0)
    assert up[:80].mean() > down[160:].mean() + 20


def test_a_resting_head_sees_the_same_as_one_that_just_arrived(camera: ClassroomCamera) -> None:
    for step in range(12):
        camera.draw(HeadPose(4.0, 2.0), NOON + step * 0.7)
    rested = luma(camera, 4.0, 2.0, NOON + 9.0)
    camera.draw(HeadPose(50.0, 0.0), NOON + 9.0)
    arrived = luma(camera, 4.0, 2.0, NOON + 9.0)
    # Only what is drawn ten times a second may be a tenth of a second older.
    assert (np.abs(rested - arrived) > 8).mean() < 0.004


def test_poses_beyond_the_room_are_held_at_its_edge(camera: ClassroomCamera) -> None:
    assert (luma(camera, 900.0, -900.0) == luma(camera, 100.0, -40.0)).all()
