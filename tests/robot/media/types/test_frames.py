import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace

from robot.media.types.frames import FrameFitter, blank, planes, stamp
from robot.media.types.framing import WHOLE, Framing, Pixels
from robot.media.types.spec import Size
from robot.media.types.tracks import PICTURE_TIME_BASE


def grey(width: int, height: int, value: int = 200) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(np.full((height, width, 3), value, np.uint8), format="rgb24")


@pytest.mark.parametrize(
    ("source", "bars"),
    [
        pytest.param((640, 480), (0, 0), id="same shape"),
        pytest.param((1280, 960), (0, 0), id="smaller"),
        pytest.param((640, 360), (0, 60), id="wide"),
        pytest.param((240, 480), (200, 0), id="tall"),
        pytest.param((176, 144), (26, 0), id="odd shape"),
    ],
)
def test_frames_keep_their_shape_between_bars(
    source: tuple[int, int], bars: tuple[int, int]
) -> None:
    fitted = FrameFitter(Size(640, 480))(grey(*source))
    luma = planes(fitted)[0]
    assert (fitted.width, fitted.height, fitted.format.name) == (640, 480, "yuv420p")
    across, along = luma[240] > 100, luma[:, 320] > 100
    assert int(np.argmax(across)) == pytest.approx(bars[0], abs=2)
    assert int(np.argmax(along)) == pytest.approx(bars[1], abs=2)


@pytest.mark.parametrize(
    "pixels",
    [
        *("yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p", "yuyv422", "uyvy422"),
        *("nv12", "nv21", "rgb24", "bgr24", "gray", "yuv420p10le", "rgb0"),
    ],
)
def test_a_part_shows_the_same_greys_as_the_whole_of_every_format(pixels: str) -> None:
    levels = (0, 40, 90, 160, 215, 255)
    ramp = np.repeat(np.array(levels, np.uint8), 160)[None, :, None]
    scene = np.broadcast_to(ramp, (720, 960, 3)).copy()
    frame = av.VideoFrame.from_ndarray(scene, format="rgb24").reformat(format=pixels)
    fit = FrameFitter(Size(480, 360))
    whole = planes(fit(frame))[0][180, 40::80].astype(int)
    left = planes(fit(frame, Framing(2.0, 0.25, 0.5).region))[0][180, 80::160].astype(int)
    right = planes(fit(frame, Framing(2.0, 0.75, 0.5).region))[0][180, 80::160].astype(int)
    assert np.abs(whole - [*left, *right]).max() <= 1
    assert whole[0] <= 17
    assert whole[-1] >= 234


@pytest.mark.parametrize("size", [Size(320, 240), Size(160, 120)])
@pytest.mark.parametrize("zoomed", [False, True])
def test_colours_of_high_definition_become_those_that_browsers_are_told(
    size: Size, zoomed: bool
) -> None:
    red = av.VideoFrame(320, 240, "yuv420p")
    for plane, value in zip(red.planes, (80, 112, 198), strict=True):  # (200, 40, 40) in BT.709
        plane.update(bytes([value]) * plane.buffer_size)
    red.colorspace, red.color_range = Colorspace.ITU709, ColorRange.MPEG
    region = Framing(2.0, 0.5, 0.5).region if zoomed else WHOLE
    shown = FrameFitter(size)(red, region)
    seen = [int(plane[50, 50]) for plane in planes(shown)]
    assert seen == pytest.approx([91, 104, 198], abs=2)  # the same in BT.601


def test_a_part_has_all_the_pixels_of_the_sensor() -> None:
    fine = np.indices((960, 1280)).sum(axis=0) % 2 * 200
    frame = av.VideoFrame.from_ndarray(fine.astype(np.uint8), format="gray")
    fit = FrameFitter(Size(640, 480))
    assert planes(fit(frame))[0].std() < 10, "a pattern of single pixels is grey from afar"
    part = planes(fit(frame, Framing(2.0, 0.3, 0.6).region))[0]
    assert part.std() > 80


def test_a_part_that_needs_no_scaling_is_not_drawn_over_later() -> None:
    frames = [grey(1280, 960, value).reformat(format="yuv420p") for value in (60, 200)]
    fit = FrameFitter(Size(640, 480))
    first, second = (fit(frame, Framing(2.0).region) for frame in frames)
    assert planes(first)[0].max() < 90 < planes(second)[0].min()


def test_a_part_of_a_picture_with_bars_has_less_of_them() -> None:
    fitted = FrameFitter(Size(640, 480))(grey(1280, 720), Framing(1.2).region)
    along = planes(fitted)[0][:, 320] > 100
    assert int(np.argmax(along)) == pytest.approx(24, abs=2)
    fitted = FrameFitter(Size(640, 480))(grey(1280, 720), Framing(2.0).region)
    assert (planes(fitted)[0] > 100).all()


def test_a_shot_has_its_own_size() -> None:
    shot = FrameFitter(Size(640, 480))(grey(1280, 960), WHOLE, Pixels(1280, 960))
    assert (shot.width, shot.height) == (1280, 960)


def test_a_stamp_is_a_capture_time_in_90_khz() -> None:
    first, second = stamp(blank(Size(64, 48))), stamp(blank(Size(64, 48)))
    assert first.time_base == PICTURE_TIME_BASE
    assert (second.pts or 0) >= (first.pts or 0) > 0


def test_planes_are_the_frame_s_own_memory() -> None:
    frame = blank(Size(64, 48))
    planes(frame)[0][:] = 99
    assert (frame.to_ndarray()[:48] == 99).all()
