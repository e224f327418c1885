import asyncio
import logging
import sys
from collections.abc import Iterator
from typing import Any

import av
import pytest

from robot.media.coded.feed import CameraRequests, CodedFeed
from robot.media.devices import pi_camera, pi_requests
from robot.media.devices.cameras import run_camera
from robot.media.devices.pi_opening import tuned
from robot.media.types.cells import Newest
from robot.media.types.framing import WHOLE
from robot.media.types.spec import Size, SourceNotice, Tuning, parse_camera
from robot.media.types.viewfinder import CameraDark, Shot, Viewfinder
from tests.robot.media.coded.lens import SIZE
from tests.robot.media.devices.picamera2_fake import Pi, plugged
from tests.robot.media.live import Told, frames, luma, running, still
from tests.robot.media.v4l2.pictures import GREYS

SHOWN = Size(640, 480, 30.0)
QUICK = (0.01,)


@pytest.fixture
def pi(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pi]:
    with plugged(monkeypatch) as pi:
        yield pi


def wait_less(monkeypatch: pytest.MonkeyPatch, silent_s: float) -> None:
    """Take a camera that gives nothing for so long for a silent one."""
    monkeypatch.setattr(pi_camera, "WAIT_S", 0.01)
    monkeypatch.setattr(pi_camera, "SILENT_S", silent_s)


def filming(
    pictures: Newest[av.VideoFrame], told: Told, url: str = "picamera:", **more: Any
) -> Any:
    tuning = more.pop("tuning", Tuning())
    spec = parse_camera(url, None, more.pop("options", {}), tuning)
    size = more.pop("size", SHOWN)
    return run_camera(spec, size, pictures, still, told, 66.0, retry_s=QUICK, **more)


@pytest.mark.parametrize("size", [Size(640, 480, 30.0), Size(1000, 480, 30.0)])
async def test_the_greys_of_the_sensor_are_shown_whatever_the_length_of_its_lines(
    pi: Pi, size: Size
) -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    async with running(filming(pictures, Told(), size=size)):
        frame = (await frames(pictures, 2))[-1]
    step = size.width_px // len(GREYS)
    shown = [(float(luma(frame)[99, at * step + step // 2]) - 16) * 255 / 219 for at in range(8)]
    assert shown == pytest.approx(GREYS, abs=3)
    config = pi.configured[0]
    assert config["controls"]["FrameRate"] == 30.0
    assert config["colour_space"] == "SMPTE170M/limited"


async def test_a_still_has_all_the_pixels_of_the_sensor(pi: Pi) -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    finder = Viewfinder()
    async with running(filming(pictures, Told(), finder=finder)):
        await frames(pictures, 1)
        most = finder.most
        for shot in await finder.shoot(Shot(WHOLE, 8192), 2, 15.0):
            assert (shot.width, shot.height) == (3456, 2592)
        assert finder.most == most
        await frames(pictures, 2)
    sizes = [config["main"]["size"] for config in pi.configured]
    assert sizes == [(640, 480), (3456, 2592), (640, 480)]


async def test_without_memory_for_it_a_still_has_the_pixels_of_the_picture(pi: Pi) -> None:
    pi.most_pixels = 1_000_000
    pictures: Newest[av.VideoFrame] = Newest()
    finder, told = Viewfinder(), Told()
    async with running(filming(pictures, told, finder=finder)):
        await frames(pictures, 1)
        shot = (await finder.shoot(Shot(WHOLE, 8192), 1, 15.0))[0]
    assert (shot.width, shot.height) == (640, 480)
    assert told.silent


@pytest.mark.parametrize("coded", [False, True])
async def test_where_no_large_picture_comes_a_still_has_the_pixels_of_the_picture(
    pi: Pi, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, coded: bool
) -> None:
    wait_less(monkeypatch, silent_s=0.5)
    pi.most_shown, pi.platform = 1_000_000, "PISP"
    pictures: Newest[av.VideoFrame] = Newest()
    finder, told, feed, requests = Viewfinder(), Told(), CodedFeed(), CameraRequests()
    feed.join(requests)
    more: dict[str, Any] = {"options": {"input_format": "h264"}} if coded else {}
    more |= {"coded": (feed, lambda notice: None)} if coded else {}
    async with running(filming(pictures, told, finder=finder, **more)):
        await frames(pictures, 1)
        for _ in range(2):
            shot = (await finder.shoot(Shot(WHOLE, 8192), 1, 15.0))[0]
            assert (shot.width, shot.height) == (640, 480)
        assert "it sent no picture" in (await told.next()).text
        assert not (await told.next()).lost
    assert told.silent
    assert caplog.text.count("stills keep the size of the picture") == 1


async def test_a_camera_that_once_fell_silent_over_a_still_has_all_pixels_again(
    pi: Pi, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_less(monkeypatch, silent_s=0.5)
    pictures: Newest[av.VideoFrame] = Newest()
    finder, told = Viewfinder(), Told()
    async with running(filming(pictures, told, finder=finder)):
        await frames(pictures, 1)
        await finder.shoot(Shot(WHOLE, 8192), 1, 15.0)
        await frames(pictures, 2)
        pi.most_shown = 1_000_000
        async with asyncio.TaskGroup() as tasks:
            shooting = tasks.create_task(finder.shoot(Shot(WHOLE, 8192), 1, 15.0))
            assert (await told.next()).lost
            pi.most_shown = None
        shot = shooting.result()[0]
    assert (shot.width, shot.height) == (3456, 2592)


@pytest.mark.parametrize("cancels", [True, False])
async def test_a_still_that_is_given_up_before_a_picture_came_does_not_hold_the_camera(
    pi: Pi, monkeypatch: pytest.MonkeyPatch, cancels: bool
) -> None:
    wait_less(monkeypatch, silent_s=600.0)
    monkeypatch.setattr(pi_requests, "LAST_WAIT_S", 0.01)
    pi.cancels, pi.most_shown = cancels, 1_000_000
    pictures: Newest[av.VideoFrame] = Newest()
    finder = Viewfinder()
    async with running(filming(pictures, Told(), finder=finder)):
        await frames(pictures, 1)
        with pytest.raises(CameraDark):
            await finder.shoot(Shot(WHOLE, 8192), 1, 0.2)
        await frames(pictures, 2)


@pytest.mark.parametrize(("turn", "flips"), [(0, False), (90, False), (180, True)])
async def test_it_is_turned_by_the_sensor_where_that_can_do_it(
    pi: Pi, turn: int, flips: bool
) -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    async with running(filming(pictures, Told(), tuning=Tuning(turn))):
        await frames(pictures, 1)
    assert pi.configured[0]["transform"] == (flips, flips)
    assert pi.configured[0]["main"]["size"] == ((480, 640) if turn == 90 else (640, 480))


def test_focus_exposure_and_lamps_are_libcamera_s_controls(
    pi: Pi, caplog: pytest.LogCaptureFixture
) -> None:
    lamps = {"AeFlickerMode": 1, "AeFlickerPeriod": 10_000}
    assert tuned(pi.controls, Tuning()) == {"AfMode": 2, **lamps}
    assert tuned(pi.controls, Tuning(0, "0.2", "20")) == {
        **{"AfMode": 0, "LensPosition": 3.0},
        **{"AeEnable": False, "ExposureTime": 20_000},
        **lamps,
    }
    assert tuned(pi.controls, Tuning(0, "auto", "auto")) == {
        "AfMode": 2,
        "AeEnable": True,
        **lamps,
    }
    caplog.set_level(logging.WARNING)
    assert tuned({}, Tuning(0, "0.5", "")) == {}
    assert "it has no LensPosition" in caplog.text


async def test_the_computer_s_own_h264_is_sent_on(pi: Pi) -> None:
    feed = CodedFeed()
    notices: list[SourceNotice] = []
    options = {"input_format": "h264"}
    coded = (feed, notices.append)
    async with running(filming(Newest(), Told(), options=options, size=SIZE, coded=coded)):
        await feed.next(0)
        # It begins with a key picture, which a busy reader may have missed.
        assert feed.stream is not None
        assert (feed.stream.width_px, feed.stream.height_px) == (320, 240)
    # /dev/null is no encoder: its control is refused, and that is told.
    assert len(notices) == 1
    assert "decoded and encoded again" in notices[0].text


async def test_a_computer_without_an_encoder_gives_frames_and_says_so(pi: Pi) -> None:
    pi.platform = "PISP"
    feed, requests = CodedFeed(), CameraRequests()
    feed.join(requests)
    notices: list[SourceNotice] = []
    pictures: Newest[av.VideoFrame] = Newest()
    options = {"input_format": "h264"}
    coded = (feed, notices.append)
    async with running(filming(pictures, Told(), options=options, coded=coded)):
        await frames(pictures, 2)
        await feed.next(0)  # readers are woken, and see that it cannot be sent on
        assert feed.stream is not None
        assert not feed.stream.usable
    assert ["no H.264 encoder" in notice.text for notice in notices] == [True]


async def test_a_camera_that_is_not_there_or_in_use_is_named_and_tried_again(pi: Pi) -> None:
    pi.sensors = 0
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with running(filming(pictures, told)):
        lost = await told.next()
        assert "there is no camera 0; found: 0" in lost.text
        assert "ribbon cable" in lost.text
        pi.sensors = 1
        assert not (await told.next()).lost
        await frames(pictures, 1)
    pi.busy = True
    async with running(filming(pictures, told)):
        assert "another program using the camera" in (await told.next()).text


async def test_a_camera_that_falls_silent_is_opened_anew(
    pi: Pi, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_less(monkeypatch, silent_s=0.05)
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with running(filming(pictures, told)):
        await frames(pictures, 1)
        pi.silent = True
        assert "it sent no picture" in (await told.next()).text
        pi.silent = False
        assert not (await told.next()).lost


async def test_without_picamera2_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "picamera2", None)
    told = Told()
    async with running(filming(Newest(), told)):
        assert "apt-get install python3-picamera2" in (await told.next()).text


async def test_a_picamera2_of_another_kind_is_named_and_the_process_lives(
    pi: Pi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(sys.modules["libcamera"], "ColorSpace")
    told = Told()
    async with running(filming(Newest(), told)):
        lost = await told.next()
    assert "this Picamera2 is not as expected (AttributeError" in lost.text
    assert "only-upgrade python3-picamera2" in lost.text
