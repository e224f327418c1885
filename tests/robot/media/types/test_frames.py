import av
import numpy as np
import pytest

from robot.media.types.frames import FrameFitter, blank, planes, stamp
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


def test_a_stamp_is_a_capture_time_in_90_khz() -> None:
    first, second = stamp(blank(Size(64, 48))), stamp(blank(Size(64, 48)))
    assert first.time_base == PICTURE_TIME_BASE
    assert (second.pts or 0) >= (first.pts or 0) > 0


def test_planes_are_the_frame_s_own_memory() -> None:
    frame = blank(Size(64, 48))
    planes(frame)[0][:] = 99
    assert (frame.to_ndarray()[:48] == 99).all()
