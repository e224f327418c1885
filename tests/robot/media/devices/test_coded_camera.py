import asyncio

import av
import pytest

from robot.media.coded.choice import MOST_ASKED
from robot.media.coded.feed import CameraRequests, CodedFeed
from robot.media.coded.h264_stream import CodedPicture
from robot.media.coded.v4l2_control import CameraControl, RefusedError
from robot.media.devices import coded_camera as coded_camera
from robot.media.devices.coded_camera import CodedCamera
from robot.media.devices.reopening import keep_open
from robot.media.devices.testcard import read_time_code
from robot.media.types.cells import Newest
from robot.media.types.h264_packets import to_send
from robot.media.types.spec import SourceNotice, parse_camera
from tests.robot.media.coded.lens import SIZE, Lens, Opened
from tests.robot.media.live import Told, encoded, luma, running, tcp_sender


class Kept(CodedFeed):
    """Keeps every picture."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[CodedPicture] = []

    def put(self, picture: CodedPicture) -> None:
        self.pictures.append(picture)
        super().put(picture)


def refusing(url: str) -> CameraControl:
    raise RefusedError("the camera cannot be controlled (no)")


def complained(notice: SourceNotice) -> None:
    raise AssertionError(notice.text)


async def test_what_ffmpeg_reads_comes_out_unchanged() -> None:
    lens, feed, told = Lens(), Kept(), Told()
    shots = [lens.shoot() for _ in range(40)]
    async with tcp_sender(b"".join(shots), 1) as url:
        one = CodedCamera(
            parse_camera(url, "h264"), SIZE, Newest(), feed, complained, lambda url: lens
        )
        async with running(keep_open("camera", one.film, told, (60.0,))):
            assert (await told.next()).text == "it ended"
    assert [list(picture.units) for picture in feed.pictures] == [to_send(s) for s in shots]
    assert [picture.key for picture in feed.pictures] == [True] + [False] * 39
    assert feed.stream is None


async def test_no_two_pictures_of_a_burst_have_one_time() -> None:
    lens = Lens()
    opened = Opened(lens)
    for _ in range(3):
        opened._session.take(lens.shoot(), 1000.0)
    times = []
    number = 0
    for _ in range(2):
        number, picture = await opened.feed.next(number)
        times.append(picture.pts)
    assert times[0] < times[1]


async def test_a_camera_without_control_is_decoded_and_that_is_told_once() -> None:
    notices: asyncio.Queue[SourceNotice] = asyncio.Queue()
    pictures: Newest[av.VideoFrame] = Newest()
    lens, told = Lens(), Told()
    async with tcp_sender(b"".join(lens.shoot() for _ in range(40)), 1) as url:
        spec = parse_camera(url, "h264")
        one = CodedCamera(spec, SIZE, pictures, CodedFeed(), notices.put_nowait, refusing)
        async with running(keep_open("camera", one.film, told, (0.0, 60.0))):
            for _ in range(3):
                await told.next()  # lost, back, lost
    assert pictures.number >= 40
    assert "decoded and encoded again" in notices.get_nowait().text
    assert notices.empty()


async def test_a_camera_that_gives_something_else_is_lost() -> None:
    told = Told()
    async with tcp_sender(encoded("mjpeg", "mjpeg"), 1) as url:
        one = CodedCamera(
            parse_camera(url, "mjpeg"), SIZE, Newest(), CodedFeed(), complained, lambda u: Lens()
        )
        async with running(keep_open("camera", one.film, told, (60.0,))):
            assert (await told.next()).text == "it gives mjpeg, not H.264"


async def test_frames_are_decoded_from_a_key_picture_and_only_while_they_are_wanted() -> None:
    opened, requests = Opened(), CameraRequests()
    opened.feed.join(requests)
    for _ in range(20):
        opened.shoot()
    assert (opened.pictures.number, opened.lens.asked) == (0, 1)
    requests.frames = True
    opened.shoot()
    assert (opened.pictures.number, opened.lens.asked) == (0, 2)
    opened.shoot()
    opened.shoot()
    assert opened.pictures.number == 2
    _, newest = await opened.pictures.next(0)
    assert read_time_code(luma(newest)) == 22 * 33
    requests.frames = False
    opened.shoot()
    assert opened.pictures.number == 2


async def test_the_rate_of_the_line_reaches_the_camera() -> None:
    opened, requests = Opened(), CameraRequests()
    opened.feed.join(requests)
    for rate_bps in (400_000, 400_000, 250_000):
        requests.rate_bps = rate_bps
        for _ in range(4):
            opened.shoot()
    assert opened.lens.rates_bps == [400_000, 250_000]
    requests.rate_bps = None
    opened.shoot()
    assert opened.lens.rates_bps[-1] == int(0.15 * 320 * 240 * 30)


@pytest.mark.parametrize("refuses", ["rate", "key"])
async def test_a_camera_that_refuses_is_decoded_from_then_on(refuses: str) -> None:
    opened = Opened()
    opened.lens.refuses = refuses
    opened.shoot()
    opened.shoot()
    opened.lens._key = True  # sooner or later there is one
    opened.shoot()
    assert opened.feed.stream is not None
    assert not opened.feed.stream.usable
    assert opened.pictures.number > 0
    await asyncio.sleep(0)
    assert [notice.part for notice in opened.told] == ["camera"]


async def test_a_camera_that_never_answers_is_given_up() -> None:
    opened = Opened()
    opened.lens.deaf = True
    opened.shoot()
    opened.feed.ask_key_frame()
    for _ in range(15 * (MOST_ASKED + 1)):
        opened.shoot()
    assert opened.lens.asked == MOST_ASKED
    assert opened.feed.stream is not None
    assert not opened.feed.stream.usable


async def test_pictures_out_of_their_order_are_not_sent_on() -> None:
    opened = Opened(Lens({"profile": "main", "preset": "veryfast", "tune": "psnr", "bf": "2"}))
    for _ in range(60):
        opened.shoot()
    assert opened.feed.stream is not None
    assert not opened.feed.stream.usable


async def test_a_camera_of_another_size_is_told() -> None:
    opened = Opened(width_px=640)
    opened.shoot()
    opened.shoot()
    await asyncio.sleep(0)
    assert ["640 x 240 px, not 320 x 240" in notice.text for notice in opened.told] == [True]


def test_a_device_is_asked_for_the_size_that_is_wanted() -> None:
    spec = parse_camera("/dev/video0", "v4l2", {"input_format": "h264", "framerate": "15"})
    asked = coded_camera._asking_for(spec, SIZE)
    assert asked.options == {"input_format": "h264", "video_size": "320x240", "framerate": "15"}


async def test_a_camera_on_its_side_is_decoded_turned_and_encoded_again() -> None:
    opened = Opened(rotate_deg=180)
    for _ in range(3):
        opened.shoot()
    assert opened.feed.stream is not None
    assert not opened.feed.stream.usable
    _, turned = await opened.pictures.next(0)
    assert read_time_code(luma(turned)[::-1, ::-1]) is not None
    assert read_time_code(luma(turned)) is None
    await asyncio.sleep(0)
    assert ["camera.rotate" in notice.text for notice in opened.told] == [True]
