import ctypes
import errno
from contextlib import closing
from pathlib import Path

import pytest

from robot.media.v4l2 import device, wire
from robot.media.v4l2.device import CameraError, V4l2Device
from robot.media.v4l2.formats import CameraMode
from tests.robot.media.v4l2.camera import VGA, FakeCamera


@pytest.fixture
def camera() -> FakeCamera:
    return FakeCamera({"YUYV": VGA, "MJPG": VGA}, lambda camera: b"\x01" * 100)


def opened(camera: FakeCamera) -> V4l2Device:
    return V4l2Device(camera.path, camera)


def started(camera: FakeCamera) -> None:
    with closing(opened(camera)) as one:
        one.set(CameraMode("YUYV", 640, 480, 30.0), 30.0)
        one.start()


def test_every_mode_is_told_with_its_fastest_rate(camera: FakeCamera) -> None:
    with closing(opened(camera)) as one:
        assert one.modes(640, 480) == [
            CameraMode("YUYV", 640, 480, 30.0),
            CameraMode("MJPG", 640, 480, 30.0),
        ]


def test_a_driver_that_scales_is_asked_for_the_size_itself(camera: FakeCamera) -> None:
    camera.scales = True
    with closing(opened(camera)) as one:
        assert one.modes(801, 5000)[0] == CameraMode("YUYV", 800, 1080, 30.0)


def test_a_driver_that_tells_no_sizes_is_asked_for_the_wanted_one(camera: FakeCamera) -> None:
    camera.refuses[wire.ENUM_FRAMESIZES] = errno.ENOTTY
    with closing(opened(camera)) as one:
        assert one.modes(800, 600)[0] == CameraMode("YUYV", 800, 600, 0.0)


def test_pictures_come_in_buffers_that_are_given_back(camera: FakeCamera) -> None:
    with closing(opened(camera)) as one:
        one.set(CameraMode("YUYV", 640, 480, 30.0), 15.0)
        assert (camera.format, camera.fps, one.fps) == ("YUYV", 15.0, 15.0)
        one.start()
        for _ in range(2 * device.BUFFERS):
            captured = one.next(1.0)
            assert captured is not None
            assert (captured.data, captured.damaged) == (b"\x01" * 100, False)
        camera.damaged = 1
        captured = one.next(1.0)
        assert captured is not None
        assert captured.damaged
    assert (camera.streaming, camera.opened) == (False, 0)


def test_a_silent_camera_does_not_hold_its_thread(camera: FakeCamera) -> None:
    with closing(opened(camera)) as one:
        one.set(CameraMode("YUYV", 640, 480, 30.0), 30.0)
        one.start()
        camera.silent = True
        assert one.next(0.001) is None


def test_an_unplugged_camera_is_named(camera: FakeCamera) -> None:
    with closing(opened(camera)) as one:
        one.set(CameraMode("YUYV", 640, 480, 30.0), 30.0)
        one.start()
        camera.unplugged = True
        with pytest.raises(CameraError, match="/dev/video0 is not there: plug the camera in"):
            one.next(1.0)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (errno.ENOENT, "is not there"),
        (errno.EACCES, "group video"),
        (errno.EBUSY, "in use by another program"),
        (errno.EIO, "/dev/video0: Input/output error"),
    ],
)
def test_a_camera_that_cannot_be_opened_names_the_remedy(
    camera: FakeCamera, number: int, text: str
) -> None:
    camera.error = number
    with pytest.raises(CameraError, match=text):
        opened(camera)


@pytest.mark.parametrize(
    ("request_", "number", "text"),
    [
        (wire.QUERYCAP, errno.ENOTTY, "is no camera"),
        (wire.S_FMT, errno.EBUSY, "in use by another program"),
        (wire.S_FMT, errno.EINVAL, "does not take YUYV 640x480"),
        (wire.STREAMON, errno.ENOSPC, "no room on its USB bus"),
    ],
)
def test_refused_requests_are_named_and_the_camera_closed(
    camera: FakeCamera, request_: int, number: int, text: str
) -> None:
    camera.refuses[request_] = number
    with pytest.raises(CameraError, match=text):
        started(camera)
    assert camera.opened == 0


def test_a_camera_without_memory_for_its_buffers_is_named(
    camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(camera, "map", full)
    with pytest.raises(CameraError, match="gives no memory"):
        started(camera)
    assert camera.opened == 0


def test_a_missing_camera_proposes_those_that_are_there(
    camera: FakeCamera, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device, "FOLDERS", (tmp_path / "by-id",))
    monkeypatch.setattr(device, "DEVICES", tmp_path)
    (tmp_path / "by-id").mkdir()
    (tmp_path / "by-id" / "usb-Cam-video-index0").symlink_to("/dev/video2")
    with pytest.raises(CameraError, match=r"there now: .*usb-Cam-video-index0"):
        V4l2Device("/dev/video9", camera)


def test_controls_are_set_where_the_camera_has_them(camera: FakeCamera) -> None:
    with closing(opened(camera)) as one:
        assert one.range_of(wire.FOCUS_ABSOLUTE) == (0, 250)
        assert one.range_of(1) is None
        assert one.control(wire.FOCUS_AUTO, 0)
        assert not one.control(1, 0)
    assert camera.controls[wire.FOCUS_AUTO] == 0


def test_the_real_calls_name_a_device_that_is_no_camera() -> None:
    with pytest.raises(CameraError, match="/dev/null is no camera"):
        V4l2Device("/dev/null")
    with pytest.raises(CameraError, match="/dev/video63 is not there"):
        V4l2Device("/dev/video63")
    assert ctypes.sizeof(wire.Buffer) in (68, 80, 88)
