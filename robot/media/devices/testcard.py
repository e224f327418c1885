"""Moving test card with a machine-readable time of its drawing.

Over the top of the picture run two rows of 16 blocks, each as wide as 1/16 of
the picture and as high as 1/20 of it: 24 bits of the wall clock in milliseconds
(Unix time modulo 2^24 ms, high bit first), then 8 bits of checksum (sum of the
three bytes, exclusive-or 0xA5). White is 1, black is 0. The blocks
survive scaling and strong compression.
"""

import cv2
import numpy as np

from robot.media.types.frames import NO_COLOUR, FrameFitter, Plane, black, planes
from robot.media.types.framing import WHOLE, Pixels, Region
from robot.media.types.spec import Size

import av  # isort: skip

COLUMNS = 16
ROWS = 2
ROW_PARTS = 20
CODE_BITS = 24
CODE_MS = 1 << CODE_BITS
CHECK = 0xA5
WHITE_Y = 235
FINER = 3
"""The card's own pixels for one of the picture, in each direction."""
LETTERS = "Karlsson liest ÄÖÜ äöü ß 0123456789"
BLACK_Y = 16
BARS_YUV = (
    (180, 128, 128),
    (162, 44, 142),
    (131, 156, 44),
    (112, 72, 58),
    (84, 184, 198),
    (65, 100, 212),
    (35, 212, 114),
)


def time_code(unix_ms: int) -> int:
    """Return the 32 bits of the code for this time."""
    code = unix_ms % CODE_MS
    return code << 8 | _check(code)


def write_time_code(luma: Plane, unix_ms: int) -> None:
    """Draw the code over the top of a picture."""
    bits = time_code(unix_ms)
    height, width = luma.shape
    for index in range(COLUMNS * ROWS):
        row, column = divmod(index, COLUMNS)
        white = bits >> (COLUMNS * ROWS - 1 - index) & 1
        luma[
            row * height // ROW_PARTS : (row + 1) * height // ROW_PARTS,
            column * width // COLUMNS : (column + 1) * width // COLUMNS,
        ] = WHITE_Y if white else BLACK_Y


def read_time_code(luma: Plane) -> int | None:
    """Return the time in ms modulo 2^24 of a picture of any size; None without a valid code."""
    height, width = luma.shape
    bits = 0
    for index in range(COLUMNS * ROWS):
        row, column = divmod(index, COLUMNS)
        top = (row * height + height // 4) // ROW_PARTS
        left = (column * width + width // 4) // COLUMNS
        block = luma[
            top : max(top + 1, (row * height + height * 3 // 4) // ROW_PARTS),
            left : max(left + 1, (column * width + width * 3 // 4) // COLUMNS),
        ]
        bits = bits << 1 | int(block.mean() > (WHITE_Y + BLACK_Y) / 2)
    code, check = bits >> 8, bits & 0xFF
    return code if check == _check(code) else None


def age_ms(code_ms: int, unix_ms: int) -> int:
    """Return the age of a picture with this code at that time."""
    return (unix_ms - code_ms) % CODE_MS


def _check(code: int) -> int:
    return ((code >> 16) + (code >> 8) + code & 0xFF) ^ CHECK


class TestCard:
    """Test card with colour bars, a grey ramp, letters, a moving ball and the time code.

    Like a camera whose sensor is finer than its picture, it can be looked at more closely.
    The time code always lies over the top of what is shown.
    """

    __test__ = False  # not a test for pytest, in spite of its name

    def __init__(self, size: Size) -> None:
        self._shown = Pixels(size.width_px, size.height_px)
        self.sensor = Pixels(FINER * size.width_px, FINER * size.height_px)
        """Size of all that can be seen."""
        self._fit = FrameFitter(size)
        self._card = self._draw_background()
        self._background: dict[tuple[Region, Pixels], av.VideoFrame] = {}

    def draw(
        self, unix_ms: int, region: Region = WHOLE, target: Pixels | None = None
    ) -> av.VideoFrame:
        """Return a region of the card of this moment, not yet stamped."""
        target = target or self._shown
        frame = black(target)
        for plane, drawn in zip(planes(frame), planes(self._behind(region, target)), strict=True):
            plane[:] = drawn
        luma = planes(frame)[0]
        self._draw_ball(luma, unix_ms, region)
        write_time_code(luma, unix_ms)
        return frame

    def _behind(self, region: Region, target: Pixels) -> av.VideoFrame:
        found = self._background.get((region, target))
        if found is None:
            found = self._fit(self._card, region, target)
            self._background = {(region, target): found}
        return found

    def _draw_background(self) -> av.VideoFrame:
        card = black(self.sensor)
        y, u, v = planes(card)
        height, width = y.shape
        for index, colour in enumerate(BARS_YUV):
            for plane, value in zip((y, u, v), colour, strict=True):
                parts = plane.shape[1]
                plane[:, index * parts // 7 : (index + 1) * parts // 7] = value
        ramp = slice(height * 4 // 5, height)
        y[ramp] = np.linspace(BLACK_Y, WHITE_Y, width, dtype=np.uint8)
        for plane in (u, v):
            plane[ramp.start // 2 :] = NO_COLOUR
        for index, place in enumerate((0.30, 0.45, 0.60)):
            cap_px = height // 40 >> index
            at = (width // 14, int(height * place))
            cv2.putText(
                y, LETTERS, at, BLACK_Y, cv2.FontFace("sans"), max(4, cap_px * 4 // 3), weight=500
            )
        return card

    def _draw_ball(self, luma: Plane, unix_ms: int, region: Region) -> None:
        """Draw a ball that crosses and returns in 4 s, and bounces twice a second."""
        height, width = luma.shape
        high, wide = height / region.height, width / region.width
        radius = high / 12
        there = abs(unix_ms % 4000 / 2000 - 1)
        jump = abs(np.sin(unix_ms % 1000 / 1000 * 2 * np.pi))
        x = radius + there * (wide - 2 * radius) - region.left * wide
        floor = high * 4 // 5 - radius - region.top * high
        centre = (int(x), int(floor - jump * high * 0.4))
        round_px = int(radius)
        cv2.circle(luma, centre, round_px, WHITE_Y, -1, cv2.LINE_AA)
        cv2.circle(luma, centre, round_px, BLACK_Y, max(2, round_px // 8), cv2.LINE_AA)
