import time

import av
import pytest

from robot.media.coded.feed import CodedFeed
from robot.media.devices.cameras import prepare_camera, run_camera
from robot.media.devices.testcard import CODE_MS, age_ms, read_time_code
from robot.media.synthetic.scene import still_class
from robot.media.types.cells import Newest
from robot.media.types.framing import WHOLE, Framing, Region
from robot.media.types.spec import HeadPose, Size, SourceNotice, Tuning, parse_camera
from robot.media.types.viewfinder import Shot, Viewfinder
from robot.media.v4l2 import device, wire
from tests.robot.media.live import BIKES, SMALL, Told, frames, luma, running, still, threads
from tests.robot.media.v4l2.camera import VGA, FakeCamera


@pytest.mark.parametrize("url", ["classroom:", "testcard:"])
async def test_a_drawn_camera_gives_stamped_pictures_in_time(url: str) -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with running(run_camera(parse_camera(url), SMALL, pictures, still, told, 66.0)):
        found = await frames(pictures, 4)
    assert {(f.width, f.height, f.format.name) for f in found} == {(320, 240, "yuv420p")}
    stamps = [f.pts or 0 for f in found]
    assert stamps == sorted(set(stamps))
    assert found[-1].time is not None
    assert found[-1].time <= time.monotonic()
    assert told.silent
    assert not threads("camera")


async def test_the_test_card_tells_when_it_was_drawn() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    before_ms = time.time_ns() // 1_000_000
    async with running(run_camera(parse_camera("testcard:"), SMALL, pictures, still, Told(), 66.0)):
        code = read_time_code(luma((await frames(pictures, 1))[0]))
    assert code is not None
    since_ms = age_ms(before_ms % CODE_MS, code)
    assert 0 <= since_ms < 20_000


async def test_turning_the_head_moves_the_class() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    pose = HeadPose()
    spec = parse_camera("classroom:")
    async with running(run_camera(spec, SMALL, pictures, lambda: pose, Told(), 66.0)):
        ahead = luma((await frames(pictures, 1))[-1]).copy()
        pose = HeadPose(60.0, 5.0)
        aside = luma((await frames(pictures, 2))[-1])
    assert (ahead.astype(int) != aside).mean() > 0.3


def test_a_prepared_class_is_drawn_only_once() -> None:
    still_class.cache_clear()
    for _ in range(2):
        prepare_camera(parse_camera("classroom:"), SMALL, 66.0)
    prepare_camera(parse_camera("null:"), SMALL, 66.0)
    assert (still_class.cache_info().misses, still_class.cache_info().hits) == (1, 1)


async def test_nothing_is_seen_by_no_camera() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with running(
        run_camera(parse_camera("null:"), Size(), pictures, still, told, 66.0),
    ):
        pass
    assert pictures.number == 0
    assert told.silent
    assert not threads("camera")


async def test_a_camera_that_is_not_there_is_told_and_tried_again() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    spec = parse_camera("/nowhere/at/all.mp4")
    async with running(run_camera(spec, SMALL, pictures, still, told, 66.0, retry_s=(0.0,))):
        lost = await told.next()
    assert (lost.part, lost.lost, lost.text) == ("camera", True, "No such file or directory")
    assert told.silent


async def test_of_a_camera_that_encodes_by_itself_both_troubles_are_told() -> None:
    spec = parse_camera("/dev/no-such-camera", "v4l2", {"input_format": "h264"})
    notices: list[SourceNotice] = []
    told = Told()
    coded = (CodedFeed(), notices.append)
    async with running(
        run_camera(spec, SMALL, Newest(), still, told, 66.0, coded=coded, retry_s=(0.0,))
    ):
        assert (await told.next()).lost
    assert ["cannot be controlled" in notice.text for notice in notices] == [True]


async def test_focus_is_set_of_a_camera_that_ffmpeg_reads_too(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    camera = FakeCamera({"H264": VGA}, lambda camera: b"")
    monkeypatch.setattr(device, "LINUX", camera)
    camera.path = "/dev/video63"
    del camera.controls[wire.EXPOSURE_ABSOLUTE]
    told = Told()
    spec = parse_camera(camera.path, "v4l2", {"input_format": "h264"}, Tuning(0, "0.5", "20"))
    coded = (CodedFeed(), lambda notice: None)
    async with running(run_camera(spec, SMALL, Newest(), still, told, 66.0, coded=coded)):
        assert (await told.next()).lost  # for FFmpeg, it is not there
    assert camera.controls[wire.FOCUS_ABSOLUTE] == 125
    assert "does not take exposure_ms" in caplog.text
    assert camera.opened == 0


@pytest.mark.parametrize(
    ("url", "most", "shot_px"),
    [
        pytest.param("classroom:", 16.0, (1024, 768), id="drawn class"),
        pytest.param("testcard:", 6.6, (960, 720), id="test card"),
        pytest.param(str(BIKES), 4.4, (640, 360), id="film"),
    ],
)
async def test_every_camera_shows_parts_and_gives_shots(
    url: str, most: float, shot_px: tuple[int, int]
) -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    finder = Viewfinder()
    camera = run_camera(parse_camera(url), SMALL, pictures, still, Told(), 66.0, finder=finder)
    async with running(camera):
        await frames(pictures, 1)
        assert finder.most == most
        finder.aim(Framing(2.0, 0.5, 0.5))
        near = (await frames(pictures, 3))[-1]
        assert finder.shown == Framing(2.0, 0.5, 0.5)
        assert (near.width, near.height) == (320, 240)
        shape = Region(0.0, 0.125, 1.0, 0.75) if url == str(BIKES) else WHOLE
        shot = (await finder.shoot(Shot(shape, 1024, rough=True), 1, 10.0))[0]
        assert (shot.width, shot.height) == shot_px
        assert luma(shot).std() > 10
