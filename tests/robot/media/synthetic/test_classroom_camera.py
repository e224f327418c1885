from collections.abc import Iterator
from contextlib import closing

import cv2
import numpy as np
import pytest

from robot.media.synthetic.canvas import Plane
from robot.media.synthetic.classroom_camera import ClassroomCamera
from robot.media.types.frames import planes
from robot.media.types.framing import WHOLE, Framing, Pixels, Region, zoom_most
from robot.media.types.spec import HeadPose, Size
from tests.robot.media.synthetic.looking import LOOK_S, NEVER

pytestmark = pytest.mark.long

AHEAD = HeadPose(0.0, 8.0)
SHOWN = Pixels(320, 240)
MORNING = 1_700_000_008.0
BOARD = Framing(4.0, 0.5, 0.5).region


@pytest.fixture
def camera() -> Iterator[ClassroomCamera]:
    with closing(ClassroomCamera(Size(320, 240), 66.0)) as found:
        yield found


def luma(camera: ClassroomCamera, region: Region, at: float = MORNING) -> Plane:
    return planes(camera.draw(AHEAD, at, region))[0].copy()


def focus(camera: ClassroomCamera, region: Region, size: Pixels = SHOWN) -> None:
    while not camera.focused(AHEAD, region, size):
        NEVER.wait(LOOK_S)


def sharpness(picture: Plane) -> float:
    return float(cv2.Laplacian(picture, cv2.CV_64F).var())


def test_the_sensor_is_finer_than_the_picture(camera: ClassroomCamera) -> None:
    assert zoom_most(camera.sensor, SHOWN) > 6
    assert camera.sensor.width * 240 == camera.sensor.height * 320


def test_a_part_shows_what_the_whole_shows_there(camera: ClassroomCamera) -> None:
    whole = luma(camera, WHOLE)
    near = cv2.resize(luma(camera, BOARD), (80, 60), interpolation=cv2.INTER_AREA)
    there = whole[90:150, 120:200]
    assert np.corrcoef(near.ravel(), there.ravel())[0, 1] > 0.85


def test_a_part_becomes_sharp(camera: ClassroomCamera) -> None:
    blurred = sharpness(luma(camera, BOARD))
    focus(camera, BOARD)
    assert sharpness(luma(camera, BOARD)) > 3 * blurred


def test_back_from_a_part_nothing_is_old(camera: ClassroomCamera) -> None:
    luma(camera, WHOLE)
    for step in range(20):
        luma(camera, BOARD, MORNING + step * 0.5)
    back = luma(camera, WHOLE, MORNING + 10)
    with closing(ClassroomCamera(Size(320, 240), 66.0)) as other:
        fresh = luma(other, WHOLE, MORNING + 10)
    assert (np.abs(back.astype(int) - fresh) > 8).mean() < 0.004


def test_the_teacher_moves_in_a_part_too(camera: ClassroomCamera) -> None:
    part = Region(0.0, 0.2, 0.5, 0.5)
    focus(camera, part)
    before = luma(camera, part).astype(int)
    assert (np.abs(luma(camera, part, MORNING + 2.0) - before) > 40).mean() > 0.01


def test_a_shot_is_as_fine_as_the_sensor_and_forgotten_afterwards(camera: ClassroomCamera) -> None:
    size = Pixels(820, 616)
    focus(camera, BOARD, size)
    shot = camera.draw(AHEAD, MORNING, BOARD, size)
    assert (shot.width, shot.height) == (820, 616)
    camera.end_shots()
    assert not camera.focused(AHEAD, BOARD, size)
