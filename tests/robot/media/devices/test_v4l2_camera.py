import errno
import logging
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import av
import numpy as np
import pytest

from robot.media.devices.cameras import run_camera
from robot.media.types.cells import Newest
from robot.media.types.spec import Size, SourceSpec, Tuning, parse_camera
from robot.media.v4l2 import device, wire
from tests.robot.media.live import Told, frames, luma, running, still
from tests.robot.media.v4l2.camera import VGA, FakeCamera
from tests.robot.media.v4l2.pictures import GREYS, STRIPE_PX, h264, itu601, mjpeg, raw

SHOWN = Size(640, 480, 30.0)
AS_IT_IS = Tuning()


def greys(frame: av.VideoFrame) -> list[float]:
    """Return the grey of each stripe as a screen shows it."""
    middle = luma(frame)[frame.height // 2].astype(float)
    assert frame.format.name == "yuv420p"
    at = [i * STRIPE_PX + STRIPE_PX // 2 for i in range(len(GREYS))]
    return [(middle[x] - 16) * 255 / 219 for x in at]


def plugged(
    monkeypatch: pytest.MonkeyPatch, letters: str, picture: Callable[[FakeCamera], bytes]
) -> FakeCamera:
    camera = FakeCamera({letters: VGA}, picture)
    monkeypatch.setattr(device, "LINUX", camera)
    return camera


async def shown(
    url: str = "/dev/video0", tuning: Tuning = AS_IT_IS, count: int = 2, size: Size = SHOWN
) -> av.VideoFrame:
    pictures: Newest[av.VideoFrame] = Newest()
    spec = parse_camera(url, "v4l2", {}, tuning)
    async with running(run_camera(spec, size, pictures, still, Told(), 66.0)):
        return (await frames(pictures, count))[-1]


@pytest.mark.parametrize("padding", [0, 64])
@pytest.mark.parametrize(
    ("letters", "picture", "quantization"),
    [
        *(pytest.param(name, raw(name), 0, id=name) for name in ("YUYV", "UYVY", "YVYU")),
        *(pytest.param(name, raw(name), 0, id=name) for name in ("NV12", "NV21", "YU12", "YV12")),
        *(pytest.param(name, raw(name), 0, id=name) for name in ("GREY", "RGB3", "BGR3", "XR24")),
        *(
            pytest.param(name, raw(name, full=True), wire.FULL_RANGE, id=f"{name} full")
            for name in ("YUYV", "NV12")
        ),
        pytest.param("MJPG", mjpeg(), 0, id="MJPG"),
        pytest.param("MJPG", mjpeg(full=False), wire.LIMITED_RANGE, id="MJPG limited"),
        pytest.param("MJPG", itu601(mjpeg(full=False)), 0, id="MJPG limited, by its own word"),
        pytest.param("H264", h264(), 0, id="H264"),
        pytest.param("H264", h264(full=True), 0, id="H264 full"),
    ],
)
async def test_greys_stay_as_they_are_in_every_format(
    letters: str,
    picture: Callable[[FakeCamera], bytes],
    quantization: int,
    padding: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    camera = plugged(monkeypatch, letters, picture)
    camera.padding, camera.quantization = padding, quantization
    assert greys(await shown()) == pytest.approx(GREYS, abs=3)
    assert (camera.format, camera.width, camera.height, camera.fps) == (letters, 640, 480, 30.0)
    assert camera.opened == 0


async def test_a_camera_without_the_wanted_rate_in_raw_pixels_gives_jpeg(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = {"YUYV": ((640, 480, (30,)), (1280, 720, (10,))), "MJPG": ((1280, 720, (30,)),)}
    camera = FakeCamera(both, mjpeg())
    monkeypatch.setattr(device, "LINUX", camera)
    await shown(size=Size(1280, 720, 30.0))
    assert (camera.format, camera.width, camera.height) == ("MJPG", 1280, 720)


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda data: data[:-40], id="the end is missing"),
        pytest.param(lambda data: data[: len(data) // 2], id="half"),
        pytest.param(lambda data: data[: len(data) // 2] + b"\xff\xd9", id="half with an end"),
        pytest.param(lambda data: data[:2000] + data[2600:], id="a packet is missing"),
        pytest.param(lambda data: b"", id="empty"),
        pytest.param(lambda data: bytes(500), id="zeros"),
    ],
)
async def test_a_damaged_jpeg_is_left_out(
    harm: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    make = mjpeg()
    turns = cycle((False, True, True))

    def picture(camera: FakeCamera) -> bytes:
        data = make(camera)
        return harm(data) if next(turns) else data

    plugged(monkeypatch, "MJPG", picture)
    pictures: Newest[av.VideoFrame] = Newest()
    spec, told = parse_camera("/dev/video0"), Told()
    size = Size(640, 480, 120.0)
    async with running(run_camera(spec, size, pictures, still, told, 66.0)):
        for frame in await frames(pictures, 6):
            assert greys(frame) == pytest.approx(GREYS, abs=3)
            rows = luma(frame)[:, ::40].astype(int)
            assert np.abs(rows - rows[0]).max() <= 3  # no part of it is grey or torn
    assert told.silent


async def test_raw_pictures_that_are_short_or_marked_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make = raw("YUYV")
    turns = cycle((False, True))
    camera = plugged(
        monkeypatch, "YUYV", lambda camera: make(camera)[: -1 if next(turns) else None]
    )
    camera.damaged = 3
    assert greys(await shown(count=4)) == pytest.approx(GREYS, abs=3)


async def test_a_camera_that_gives_only_damaged_pictures_is_lost_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("robot.media.devices.v4l2_camera.BROKEN_S", 0.05)
    plugged(monkeypatch, "MJPG", lambda camera: b"\xff\xd8\x00")
    told = Told()
    spec = parse_camera("/dev/video0")
    async with running(run_camera(spec, SHOWN, Newest(), still, told, 66.0)):
        lost = await told.next()
    assert "every picture arrives damaged" in lost.text
    assert "another USB socket" in lost.text


@pytest.mark.parametrize(
    ("turn", "brightest"),
    [(0, "right"), (90, "below"), (180, "left"), (270, "above")],
)
async def test_a_camera_mounted_otherwise_is_turned(
    turn: int, brightest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged(monkeypatch, "YUYV", raw("YUYV"))
    size = Size(480, 640, 30.0) if turn in (90, 270) else SHOWN
    y = luma(await shown(tuning=Tuning(turn), size=size))
    edges = {"right": y[:, -1], "left": y[:, 0], "above": y[0], "below": y[-1]}
    means = {edge: pixels.mean() for edge, pixels in edges.items()}
    assert max(means, key=lambda edge: means[edge]) == brightest
    assert means[brightest] > 225


async def test_a_camera_that_was_unplugged_comes_back_under_another_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(device, "FOLDERS", (tmp_path / "by-id",))
    (tmp_path / "by-id").mkdir()
    link = tmp_path / "by-id" / "usb-Cam-video-index0"
    number = tmp_path / "video0"
    number.touch()
    link.symlink_to(number)
    camera = plugged(monkeypatch, "YUYV", raw("YUYV"))
    camera.path = str(number)
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    monkeypatch.setattr("robot.media.types.spec.V4L2_PATH", _Any())
    spec = parse_camera(str(number))
    camera_runs = run_camera(spec, SHOWN, pictures, still, told, 66.0, retry_s=(0.01,))
    async with running(camera_runs):
        await frames(pictures, 2)
        assert f"name it {link}" in caplog.text
        link.unlink()
        (tmp_path / "video1").touch()
        link.symlink_to(tmp_path / "video1")
        camera.unplugged = True
        assert "is not there" in (await told.next()).text
        camera.path, camera.unplugged = str(link), False
        assert not (await told.next()).lost
        await frames(pictures, 2)


class _Any:
    """Takes every path for a camera's."""

    def match(self, url: str) -> bool:
        return True


async def test_focus_and_exposure_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    camera = plugged(monkeypatch, "YUYV", raw("YUYV"))
    await shown(tuning=Tuning(0, "0.5", "20"))
    assert (camera.controls[wire.FOCUS_AUTO], camera.controls[wire.FOCUS_ABSOLUTE]) == (0, 125)
    assert (camera.controls[wire.EXPOSURE_AUTO], camera.controls[wire.EXPOSURE_ABSOLUTE]) == (
        1,
        200,
    )
    await shown(tuning=Tuning(0, "auto", "auto"))
    assert (camera.controls[wire.FOCUS_AUTO], camera.controls[wire.EXPOSURE_AUTO]) == (1, 3)
    assert camera.controls[wire.EXPOSURE_AUTO_PRIORITY] == 0  # a dark room is no slow picture


async def test_a_camera_without_focus_says_so_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    camera = plugged(monkeypatch, "YUYV", raw("YUYV"))
    camera.controls.clear()
    caplog.set_level(logging.WARNING)
    await shown(tuning=Tuning(0, "0.5", "20"))
    assert "does not take focus" in caplog.text
    assert "does not take exposure_ms" in caplog.text


@pytest.fixture(params=["3.0", "640", "640x480x2", "x"])
def nonsense(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_wrong_options_and_formats_are_named(
    monkeypatch: pytest.MonkeyPatch, nonsense: str
) -> None:
    plugged(monkeypatch, "YUYV", raw("YUYV"))
    for options, text in (
        ({"video_size": nonsense}, "video_size and framerate must look like"),
        ({"input_format": "mjpeg"}, "gives YUYV, not mjpeg"),
    ):
        told = Told()
        # A configuration with such a size is refused before.
        spec = SourceSpec("/dev/video0", "v4l2", options)
        async with running(run_camera(spec, SHOWN, Newest(), still, told, 66.0)):
            assert text in (await told.next()).text


async def test_a_sensor_without_an_image_processor_is_sent_to_picamera(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plugged(monkeypatch, "BA81", raw("GREY"))
    told = Told()
    async with running(run_camera(parse_camera("/dev/video0"), SHOWN, Newest(), still, told, 66.0)):
        assert "is named picamera:" in (await told.next()).text


async def test_a_busy_camera_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    camera = plugged(monkeypatch, "YUYV", raw("YUYV"))
    camera.error = errno.EBUSY
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    spec = parse_camera("/dev/video0")
    async with running(run_camera(spec, SHOWN, pictures, still, told, 66.0, retry_s=(0.01,))):
        assert "in use by another program" in (await told.next()).text
        camera.error = None
        assert not (await told.next()).lost
        await frames(pictures, 1)
