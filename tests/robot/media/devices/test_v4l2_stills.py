import asyncio
import errno
from collections.abc import Callable
from typing import Any

import av
import pytest

from robot.media.devices import v4l2_camera
from robot.media.devices.cameras import run_camera
from robot.media.types.cells import Newest
from robot.media.types.framing import WHOLE
from robot.media.types.spec import Size, parse_camera
from robot.media.types.viewfinder import Shot, Viewfinder
from robot.media.v4l2 import device, wire
from tests.deadline import WAIT_S
from tests.robot.media.live import Told, frames, running, still
from tests.robot.media.v4l2.camera import FakeCamera
from tests.robot.media.v4l2.pictures import raw

SHOWN = Size(640, 480, 30.0)


class Crowded(FakeCamera):
    """A camera on a bus that has no room for its large pictures."""

    def ioctl(self, fd: int, request: int, argument: Any) -> None:
        if request == wire.STREAMON and self.width > 640:
            raise OSError(errno.ENOSPC, "No space left on device")
        super().ioctl(fd, request, argument)


class Mute(FakeCamera):
    """A camera that starts a large mode and then gives no picture."""

    def wait(self, fd: int, timeout_s: float) -> bool:
        self.silent = self.width > 640
        return super().wait(fd, timeout_s)


@pytest.mark.parametrize("camera", [Crowded, Mute])
async def test_where_the_large_mode_brings_no_picture_a_still_has_the_size_of_the_small_one(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, camera: type[FakeCamera]
) -> None:
    monkeypatch.setattr(v4l2_camera, "WAIT_S", 0.01)
    monkeypatch.setattr(v4l2_camera, "SILENT_S", 0.5)
    modes = ((640, 480, (30,)), (1600, 1200, (5,)))
    monkeypatch.setattr(device, "LINUX", camera({"YUYV": modes}, raw("YUYV")))
    pictures: Newest[av.VideoFrame] = Newest()
    finder, told = Viewfinder(), Told()
    spec = parse_camera("/dev/video0")
    async with running(run_camera(spec, SHOWN, pictures, still, told, 66.0, finder=finder)):
        await frames(pictures, 1)
        for _ in range(2):
            shot = (await finder.shoot(Shot(WHOLE, 4096), 1, 10.0))[0]
            assert (shot.width, shot.height) == (640, 480)
        await frames(pictures, 2)
    assert told.silent
    assert caplog.text.count("stills keep the size of the picture") == 1


class Interrupted(FakeCamera):
    """A camera that is asked for a still while its next picture is waited for."""

    def __init__(self) -> None:
        modes = ((640, 480, (30,)), (1600, 1200, (5,)))
        super().__init__({"YUYV": modes}, raw("YUYV"))
        self.ask: Callable[[], None] | None = None

    def wait(self, fd: int, timeout_s: float) -> bool:
        ask, self.ask = self.ask, None
        if ask is not None:
            ask()
        return super().wait(fd, timeout_s)


async def test_a_still_that_is_asked_for_while_a_picture_is_waited_for_has_all_pixels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    camera = Interrupted()
    monkeypatch.setattr(device, "LINUX", camera)
    pictures: Newest[av.VideoFrame] = Newest()
    finder = Viewfinder()
    loop = asyncio.get_running_loop()
    shooting: asyncio.Future[asyncio.Task[list[av.VideoFrame]]] = loop.create_future()

    async def shoot() -> None:
        task = asyncio.create_task(finder.shoot(Shot(WHOLE, 4096), 3, 10.0))
        await asyncio.sleep(0)
        assert finder.shot is not None
        shooting.set_result(task)

    spec = parse_camera("/dev/video0")
    works = run_camera(spec, SHOWN, pictures, still, Told(), 66.0, finder=finder)
    async with running(works):
        await frames(pictures, 1)
        camera.ask = lambda: asyncio.run_coroutine_threadsafe(shoot(), loop).result(WAIT_S)
        for shot in await (await shooting):
            assert (shot.width, shot.height) == (1600, 1200)


async def test_a_still_has_all_the_pixels_of_the_camera_and_the_zoom_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    modes = ((640, 480, (30,)), (1600, 1200, (5,)), (1920, 1080, (30,)))
    camera = FakeCamera({"YUYV": modes}, raw("YUYV"))
    monkeypatch.setattr(device, "LINUX", camera)
    pictures: Newest[av.VideoFrame] = Newest()
    finder = Viewfinder()
    spec = parse_camera("/dev/video0")
    works = run_camera(spec, SHOWN, pictures, still, Told(), 66.0, finder=finder)
    async with running(works):
        await frames(pictures, 1)
        most = finder.most
        rough = (await finder.shoot(Shot(WHOLE, 4096, rough=True), 1, 10.0))[0]
        assert (rough.width, rough.height) == (640, 480)
        for shot in await finder.shoot(Shot(WHOLE, 4096), 3, 10.0):
            # Not 1920x1080, which has more pixels, but another view.
            assert (shot.width, shot.height) == (1600, 1200)
        assert finder.most == most
        await frames(pictures, 3)
        assert (camera.width, camera.height) == (640, 480)
