import io
import struct

import av
import numpy as np
import pytest

from robot.media.types.frames import FrameFitter, planes
from robot.media.types.spec import Size
from robot.media.types.turning import Turner
from tests.robot.media.live import encoded

CORNERS = [(0, 0), (0, -1), (-1, -1), (-1, 0)]
"""Upper left, and on clockwise."""


def marked(width: int = 64, height: int = 48, corner: int = 0) -> av.VideoFrame:
    """Return a dark picture with one bright corner."""
    frame = av.VideoFrame(width, height, "yuv420p")
    y, u, v = planes(frame)
    y[:], u[:], v[:] = 16, 128, 128
    row, column = CORNERS[corner]
    y[slice(0, 16) if row == 0 else slice(-16, None), :][
        :, slice(0, 16) if column == 0 else slice(-16, None)
    ] = 235
    return frame


def bright_corner(frame: av.VideoFrame) -> int:
    y = planes(frame)[0]
    return int(np.argmax([y[corner] for corner in CORNERS]))


@pytest.mark.parametrize(("turn_deg", "size"), [(90, (48, 64)), (180, (64, 48)), (270, (48, 64))])
def test_a_picture_is_turned_clockwise(turn_deg: int, size: tuple[int, int]) -> None:
    turned = Turner(turn_deg)(marked())
    assert (turned.width, turned.height) == size
    assert bright_corner(turned) == turn_deg // 90


def test_what_stands_upright_is_not_touched() -> None:
    frame = marked()
    assert Turner(0)(frame) is frame


def test_odd_sizes_lose_a_line() -> None:
    turned = Turner(90)(marked(65, 49))
    assert (turned.width, turned.height) == (48, 64)


def test_full_range_stays_right_when_turned() -> None:
    grey = av.VideoFrame.from_ndarray(np.full((48, 64), 160, np.uint8), "gray")
    shown = FrameFitter(Size(48, 64, 30.0))(Turner(90)(grey))
    assert (planes(shown)[0].mean() - 16) * 255 / 219 == pytest.approx(160, abs=1.5)


def lying(matrix_deg: int) -> bytes:
    """Return a film as a phone held upright makes it: it lies on its side, and says so."""
    film = encoded("mp4", "libx264", count=2)
    turns = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
    a, b, c, d = turns[matrix_deg]

    def matrix(a: int, b: int, c: int, d: int) -> bytes:
        one = 0x1_0000
        return struct.pack(">9i", a * one, b * one, 0, c * one, d * one, 0, 0, 0, 0x4000_0000)

    at = film.index(b"tkhd")
    found = film.index(matrix(1, 0, 0, 1), at)
    return film[:found] + matrix(a, b, c, d) + film[found + 36 :]


def first(film: bytes) -> av.VideoFrame:
    with av.open(io.BytesIO(film), "r") as container:
        return next(container.decode(video=0))


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_a_film_that_lies_on_its_side_is_shown_upright(turn_deg: int) -> None:
    upright, frame = first(lying(0)), first(lying(turn_deg))
    shown = planes(Turner(0)(frame))[0]
    wanted = np.rot90(planes(upright)[0], -turn_deg // 90)
    assert np.abs(shown.astype(int) - wanted).mean() < 1
    back = Turner((360 - turn_deg) % 360)(frame)
    assert (back.width, back.height) == (upright.width, upright.height)
