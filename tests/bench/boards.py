"""Boards with writing of a known height, as a camera with a known lens sees them.

Angles and distances are those of a classroom: the board hangs a little aside, so that its outline
is a trapezium; a window shines on it; the sensor is noisy; the robot stands on a desk that shakes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from robot.media.types.framing import Framing, Pixels

Kind = Literal["chalk", "marker"]
Picture = NDArray[Any]

LENS_DEG = 66.0
BOARD_M = (3.0, 1.2)
FRAME_M = 0.05
YAW_DEG, PITCH_DEG, ROLL_DEG = 14.0, 5.0, 0.6
TEXT_M = 0.98
"""Width of the written part: what a camera of eight megapixels shows at six metres, zoomed in."""
LINE = 2.1
"""From one line to the next, in heights of a capital letter."""
CAP = 0.73
"""Height of a capital letter relative to the size of the type."""

WALL = (196, 214, 222)
FRAMES = {"chalk": (70, 104, 148), "marker": (176, 178, 180)}
BOARDS = {"chalk": (62, 78, 40), "marker": (232, 236, 236)}
INKS = {
    "chalk": ((228, 238, 240), (150, 226, 244), (226, 206, 160)),
    "marker": ((58, 40, 34), (150, 62, 24), (44, 44, 176)),
}
"""Blue, green, red."""

BLUR_PX = 0.55
"""Blur of a lens and of the colour filter, standard deviation in pixels of the sensor."""
NOISE = 5.0
"""Of a small sensor in a room with lamps, in steps of 256."""
SHAKE_PX = 0.6
GLARE = 95.0

STARTS = (
    *("B", "D", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "W", "Z", "Br", "Dr", "Fl"),
    *("Gr", "Kl", "Kr", "Pf", "Schl", "Schm", "Spr", "St", "Str", "Tr", "Zw", "Ä", "Ö", "Ü"),
)
MIDDLES = ("a", "e", "i", "o", "u", "ä", "ö", "ü", "ei", "au", "eu", "ie", "aa", "uh")
ENDS = (
    *("b", "ch", "ck", "d", "f", "ff", "g", "k", "l", "ll", "m", "n", "nd", "ng", "nk", "p", "r"),
    *("rt", "s", "ss", "st", "ß", "t", "tz", "x"),
)
TAILS = ("", "e", "en", "er", "el", "ig", "ung", "chen")


@dataclass(frozen=True)
class Writing:
    """Text on a board.

    Args:
        kind: Chalk on a dark board, or marker on a white one.
        height_m: Height of a capital letter.
        lines: The words.
        width_m: Longest line.
    """

    kind: Kind
    height_m: float
    lines: tuple[str, ...]
    width_m: float = TEXT_M


def written(kind: Kind, height_m: float, seed: int, width_m: float = TEXT_M) -> Writing:
    """Return as many random words as fit, in the sounds of German."""
    rng = np.random.default_rng(seed)
    lines = []
    count = max(1, min(6, int((BOARD_M[1] - 0.16) / (LINE * height_m))))
    for _ in range(count):
        line = _word(rng)
        while True:
            longer = f"{line} {_word(rng)}"
            if _width_m(longer, height_m) > width_m:
                break
            line = longer
        lines.append(line)
    return Writing(kind, height_m, tuple(lines), width_m)


def _word(rng: np.random.Generator) -> str:
    parts = [STARTS, MIDDLES, ENDS, TAILS]
    word = "".join(str(rng.choice(part)) for part in parts)
    return word if rng.random() < 0.6 else word.lower()


def _width_m(text: str, height_m: float) -> float:
    face = cv2.FontFace("sans")
    return (
        float(cv2.getTextSize((1, 1), text, (0, 0), face, 100, weight=500)[2])
        / 100
        * (height_m / CAP)
    )


def framing(writing: Writing, distance_m: float, sensor: Pixels, letter_px: float) -> Framing:
    """Return a framing of the words in which letters have this height in 640 x 480."""
    zoom = max(1.0, letter_px / (writing.height_m / distance_m * focal_px(640)))
    corners = _corners(_text_box(writing), distance_m, sensor)
    middle = corners.mean(axis=0) / (sensor.width, sensor.height)
    return Framing(zoom, float(middle[0]), float(middle[1]))


def outline(distance_m: float, sensor: Pixels) -> NDArray[np.float64]:
    """Return the true corners of the written surface in the sensor's pixels."""
    return _corners((0.0, 0.0, *BOARD_M), distance_m, sensor)


def text_outline(writing: Writing, distance_m: float, sensor: Pixels) -> NDArray[np.float64]:
    """Return the corners of the words in the sensor's pixels."""
    return _corners(_text_box(writing), distance_m, sensor)


def _text_box(writing: Writing) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the words on the board, in metres."""
    high = LINE * writing.height_m * len(writing.lines)
    left, top = (BOARD_M[0] - writing.width_m) / 2 - 0.05, (BOARD_M[1] - high) / 2
    return left - 0.02, top - 0.02, left + writing.width_m + 0.02, top + high + 0.02


def text_width(writing: Writing) -> float:
    """Return the width of what `text_outline` surrounds, in metres."""
    return writing.width_m + 0.04


def focal_px(width_px: int) -> float:
    """Return the focal length of the lens in pixels of a picture of this width."""
    return width_px / 2 / math.tan(math.radians(LENS_DEG) / 2)


def photographed(
    writing: Writing, distance_m: float, sensor: Pixels, count: int, seed: int = 1
) -> list[av.VideoFrame]:
    """Return frames of the board, each with a noise and a shake of its own."""
    rng = np.random.default_rng(seed)
    scene = _seen(_drawn(writing), distance_m, sensor)
    frames = []
    for index in range(count):
        dx, dy = rng.normal(0, SHAKE_PX, 2) if index else (0.0, 0.0)
        moved = cv2.warpAffine(
            scene,
            np.array([[1, 0, dx], [0, 1, dy]]),
            (sensor.width, sensor.height),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        frames.append(_noisy(moved, rng))
    return frames


def _noisy(scene: Picture, rng: np.random.Generator) -> av.VideoFrame:
    """Return the picture as a sensor gives it: noisy, and with colour at half the resolution."""
    i420 = cv2.cvtColor(scene, cv2.COLOR_BGR2YUV_I420)
    noise = rng.standard_normal(i420.shape, np.float32) * np.float32(NOISE)
    noisy = np.clip(i420 + noise, 0, 255).astype(np.uint8)
    return av.VideoFrame.from_ndarray(noisy, format="yuv420p")


def _drawn(writing: Writing, px_per_m: int = 1500) -> Picture:
    """Return the board with its frame, straight from the front."""
    frame_px = round(FRAME_M * px_per_m)
    width, height = (round(length * px_per_m) for length in BOARD_M)
    board = np.full((height, width, 3), BOARDS[writing.kind], np.uint8)
    rng = np.random.default_rng(5)
    left, top = _text_box(writing)[:2]
    for index, line in enumerate(writing.lines):
        mask = np.zeros((height, width), np.uint8)
        base_m = top + 0.02 + (index + 0.75) * LINE * writing.height_m
        place = (round((left + 0.02) * px_per_m), round(base_m * px_per_m))
        size = round(writing.height_m / CAP * px_per_m)
        cv2.putText(mask, line, place, 255, cv2.FontFace("sans"), size, weight=500)
        first = max(0, place[1] - size)
        rows = slice(first, min(height, place[1] + size // 2))
        ink = INKS[writing.kind][index % 3]
        board[rows] = _inked(board[rows], mask[rows], ink, writing.kind, rng)
    if writing.kind == "chalk":
        board = _wiped(board, rng)
    framed = np.full(
        (height + 2 * frame_px, width + 2 * frame_px, 3), FRAMES[writing.kind], np.uint8
    )
    framed[frame_px:-frame_px, frame_px:-frame_px] = board
    return framed


def _inked(
    board: Picture, mask: Picture, ink: Sequence[int], kind: Kind, rng: np.random.Generator
) -> Picture:
    """Write through a mask; chalk is thin where the board is smooth."""
    cover = mask.astype(np.float32) / 255
    if kind == "chalk":
        grain = rng.normal(0.0, 3.2, mask.shape).astype(np.float32)
        grain = np.asarray(cv2.GaussianBlur(grain, (0, 0), 1.6))
        cover = cover * np.clip(0.84 + 0.22 * grain, 0.25, 1.0)
    cover = cover[..., None]
    return (board * (1 - cover) + np.array(ink, np.float32) * cover).astype(np.uint8)


def _wiped(board: Picture, rng: np.random.Generator) -> Picture:
    """Add the traces of a sponge."""
    small = np.zeros((board.shape[0] // 16, board.shape[1] // 16), np.float32)
    for _ in range(24):
        start = rng.integers(0, [small.shape[1], small.shape[0]])
        end = start + rng.integers(-60, 60, 2)
        cv2.line(small, start.tolist(), end.tolist(), 14.0, 9)
    traces = cv2.resize(cv2.GaussianBlur(small, (0, 0), 3), board.shape[1::-1])
    return cv2.add(board, np.repeat(traces[..., None], 3, axis=2), dtype=cv2.CV_8U)


def _corners(
    box: tuple[float, float, float, float], distance_m: float, sensor: Pixels
) -> NDArray[np.float64]:
    """Return the pixels of a rectangle on the board, from the upper left clockwise."""
    left, top, right, bottom = box
    spots = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    spots = spots - np.array(BOARD_M) / 2
    board = np.stack([spots[:, 0], spots[:, 1], np.zeros(4)], axis=1)
    turned = board @ _turn(YAW_DEG, PITCH_DEG, ROLL_DEG).T + (0.05, -0.35, distance_m)
    flat = turned[:, :2] / turned[:, 2:] * focal_px(sensor.width)
    return np.asarray(flat + np.array([sensor.width / 2, sensor.height / 2]))


def _turn(yaw_deg: float, pitch_deg: float, roll_deg: float) -> NDArray[np.float64]:
    yaw, pitch, roll = (math.radians(angle) for angle in (yaw_deg, pitch_deg, roll_deg))
    around_y = np.array(
        [[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]]
    )
    around_x = np.array(
        [[1, 0, 0], [0, math.cos(pitch), -math.sin(pitch)], [0, math.sin(pitch), math.cos(pitch)]]
    )
    around_z = np.array(
        [[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]]
    )
    return np.asarray(around_z @ around_x @ around_y)


def _seen(board: Picture, distance_m: float, sensor: Pixels) -> Picture:
    """Return what the lens throws onto the sensor."""
    width, height = BOARD_M
    box = (-FRAME_M, -FRAME_M, width + FRAME_M, height + FRAME_M)
    corners = _corners(box, distance_m, sensor)
    # Twice as fine as the sensor, and then averaged: a pixel sees an area.
    fine = 2
    ratio = board.shape[1] / (np.linalg.norm(corners[1] - corners[0]) * fine)
    if ratio > 1:
        size = (round(board.shape[1] / ratio), round(board.shape[0] / ratio))
        board = cv2.resize(board, size, interpolation=cv2.INTER_AREA)
    rows, columns = board.shape[:2]
    flat = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32) - 0.5
    there = (corners * fine - 0.5).astype(np.float32)
    left, top = np.floor(corners.min(axis=0) - 4).astype(int)
    right, bottom = np.ceil(corners.max(axis=0) + 4).astype(int)
    matrix = cv2.getPerspectiveTransform(flat, there - np.array([left, top], np.float32) * fine)
    size = ((right - left) * fine, (bottom - top) * fine)
    drawn = cv2.warpPerspective(board, matrix, size, borderMode=cv2.BORDER_CONSTANT,
                                borderValue=WALL)  # fmt: skip
    part = cv2.resize(drawn, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    scene: Picture = np.full((sensor.height, sensor.width, 3), WALL, np.uint8)
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(sensor.width, right), min(sensor.height, bottom)
    scene[y0:y1, x0:x1] = part[y0 - top : y1 - top, x0 - left : x1 - left]
    scene = cv2.GaussianBlur(scene, (0, 0), BLUR_PX)
    return _lit(scene, corners)


def _lit(scene: Picture, corners: NDArray[np.float64]) -> Picture:
    """Let daylight fall from the left, and a window shine on the board."""
    height, width = 48, 64
    across = np.linspace(1.06, 0.72, width, dtype=np.float32)[None, :]
    light = np.repeat(across, height, axis=0)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    low, high = corners.min(axis=0), corners.max(axis=0)
    spot = low + (high - low) * (0.58, 0.42)
    x, y = spot / (scene.shape[1], scene.shape[0]) * (width, height)
    wide = (high - low) / (scene.shape[1], scene.shape[0]) * (width, height) * 0.16
    glare = GLARE * np.exp(-(((columns - x) / wide[0]) ** 2) - ((rows - y) / wide[1]) ** 2)
    size = scene.shape[1::-1]
    gain = cv2.resize(light, size, interpolation=cv2.INTER_CUBIC)[..., None]
    shine = cv2.resize(glare, size, interpolation=cv2.INTER_CUBIC)[..., None]
    return np.asarray(np.clip(scene * gain + shine, 0, 255), np.uint8)
