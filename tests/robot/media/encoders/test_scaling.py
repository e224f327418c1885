import pytest

from robot.media.encoders.scaling import Scaler
from robot.media.types.picture import EncoderSettings
from tests.robot.media.encoders.receiving import drawn, likeness_db, luma

LARGE = EncoderSettings(640, 480, 30, 500_000)


@pytest.mark.parametrize("size", [(640, 480), (480, 360), (320, 240), (160, 120)])
def test_the_whole_picture_comes_out_in_the_wanted_size(size: tuple[int, int]) -> None:
    frame = drawn(1, LARGE)[0]
    out = Scaler(*size)(frame)
    assert (out.width, out.height) == size
    assert likeness_db(frame.reformat(*size, interpolation="AREA"), out) > 22


def test_the_cameras_frame_stays_as_it_is() -> None:
    frame = drawn(1, LARGE)[0]
    frame.pts = 77
    out = Scaler(640, 480)(frame)
    out.pts = 1
    luma(out)
    assert frame.pts == 77
    assert out is not frame
