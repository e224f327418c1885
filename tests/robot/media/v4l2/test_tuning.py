from contextlib import closing

import pytest

from robot.media.types.spec import Tuning
from robot.media.v4l2 import wire
from robot.media.v4l2.device import V4l2Device
from robot.media.v4l2.tuning import tune
from tests.robot.media.v4l2.camera import VGA, FakeCamera


@pytest.fixture
def camera() -> FakeCamera:
    return FakeCamera({"YUYV": VGA}, lambda camera: b"")


def tuned(camera: FakeCamera, focus: str = "", exposure_ms: str = "") -> list[str]:
    with closing(V4l2Device(camera.path, camera)) as one:
        return tune(one, Tuning(0, focus, exposure_ms))


def test_a_place_between_far_and_near_is_one_in_the_camera_s_own_range(camera: FakeCamera) -> None:
    assert tuned(camera, focus="1") == []
    assert (camera.controls[wire.FOCUS_AUTO], camera.controls[wire.FOCUS_ABSOLUTE]) == (0, 250)


def test_an_exposure_is_held_within_the_camera_s_range(camera: FakeCamera) -> None:
    assert tuned(camera, exposure_ms="1000") == []
    assert camera.controls[wire.EXPOSURE_AUTO] == wire.EXPOSURE_MANUAL
    assert camera.controls[wire.EXPOSURE_ABSOLUTE] == 2047


def test_what_is_not_named_is_left_as_it_is(camera: FakeCamera) -> None:
    camera.controls[wire.FOCUS_AUTO] = 0
    assert tuned(camera) == []
    assert (camera.controls[wire.FOCUS_AUTO], camera.controls[wire.EXPOSURE_AUTO]) == (0, 3)


def test_keys_that_the_camera_does_not_know_are_told(camera: FakeCamera) -> None:
    camera.controls.clear()
    assert tuned(camera, "0.5", "20") == ["focus", "exposure_ms"]
    assert tuned(camera, "auto", "auto") == ["focus", "exposure_ms"]
