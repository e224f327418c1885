"""Ways in which writing reaches a child: live, live and zoomed in, and as a still."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from robot.board import merging, outline, still
from robot.board.photo import Photo
from robot.media.encoders.h264 import H264Encoder
from robot.media.types.frames import FrameFitter, planes
from robot.media.types.framing import Framing, Pixels, Region, pixels_of, place, zoom_most
from robot.media.types.picture import EncoderSettings
from robot.media.types.spec import Size
from tests.bench import boards
from tests.bench.boards import Writing
from tests.bench.reading import most_named
from tests.robot.media.encoders.receiving import Decoder

Picture = NDArray[Any]
Corners = NDArray[np.float64]

SHOWN = Size(640, 480, 30.0)
RATE_BPS = 1_300_000
PICTURES = 40
"""Pictures until the encoder has drawn a resting board as sharp as the rate allows."""

READABLE_PX = 24.0
"""Height of letters to which a child zooms in."""


@dataclass(frozen=True)
class Sight:
    """Picture that a child has before it.

    Args:
        luma: The words, cut out.
        letter_px: Height of a capital letter in it.
    """

    luma: Picture
    letter_px: float


@dataclass(frozen=True)
class Scene:
    """Frames of a camera before a board.

    Args:
        writing: What stands there.
        distance_m: From the camera.
        frames: As the camera gives them.
    """

    writing: Writing
    distance_m: float
    frames: Sequence[av.VideoFrame]

    @property
    def sensor(self) -> Pixels:
        """Size of the frames."""
        return Pixels(self.frames[0].width, self.frames[0].height)

    @property
    def corners(self) -> Corners:
        """Corners of the words in the frames."""
        return boards.text_outline(self.writing, self.distance_m, self.sensor)


def text_width_m(height_m: float, distance_m: float, sensor: Pixels) -> float:
    """Return how wide writing may be so that a child sees all of it, zoomed in."""
    letter_px = height_m / distance_m * boards.focal_px(SHOWN.width_px)
    shown = Pixels(SHOWN.width_px, SHOWN.height_px)
    zoom = min(max(1.0, READABLE_PX / letter_px), zoom_most(sensor, shown))
    return min(0.98, 0.9 * SHOWN.width_px / zoom * distance_m / boards.focal_px(SHOWN.width_px))


def live(scene: Scene) -> Sight:
    """Return the words in the live picture without zoom."""
    return _sent(scene, Framing())


def zoomed(scene: Scene) -> Sight:
    """Return the words in the live picture, as near as they can be read or the sensor can."""
    wish = boards.framing(scene.writing, scene.distance_m, scene.sensor, READABLE_PX)
    shown = Pixels(SHOWN.width_px, SHOWN.height_px)
    return _sent(scene, wish.clamped(zoom_most(scene.sensor, shown)))


def photo(scene: Scene) -> Sight | None:
    """Return the words in a still; None if the board was not found."""
    data, corners = _still(scene)
    if corners is None:
        return None
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    height, width = picture.shape
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    words = cv2.perspectiveTransform(scene.corners[None].astype(np.float32), matrix)[0]
    return _cut(picture, np.asarray(words, np.float64), scene.writing)


WAYS: dict[str, Callable[[Scene], Sight | None]] = {
    "live": live,
    "zoomed": zoomed,
    "still": photo,
}


def percent_named(scene: Scene, way: str) -> dict[str, float]:
    """Return how much of the writing can be read, and how high its letters are."""
    sight = WAYS[way](scene)
    if sight is None:
        return {"board_letters_named_percent": 0.0}
    return {
        "board_letters_named_percent": most_named(scene.writing.lines, sight.luma, sight.letter_px),
        "board_letter_px": sight.letter_px,
    }


def _sent(scene: Scene, framing: Framing) -> Sight:
    """Return the words after camera, encoder and decoder."""
    fit = FrameFitter(SHOWN)
    settings = EncoderSettings(SHOWN.width_px, SHOWN.height_px, int(SHOWN.fps), RATE_BPS)
    encoder, decoder = H264Encoder(settings), Decoder("h264")
    cut = [fit(frame, framing.region) for frame in scene.frames]
    seen: list[av.VideoFrame] = []
    for index, frame in enumerate(itertools.islice(itertools.cycle(cut), PICTURES)):
        frame.pts = None
        seen = decoder.decode(encoder.encode(frame, index == 0).payloads) or seen
    words = _in_picture(scene, framing.region)
    return _cut(planes(seen[-1])[0], words, scene.writing)


def _in_picture(scene: Scene, region: Region) -> Corners:
    """Return the corners of the words in the child's picture."""
    shown = Pixels(SHOWN.width_px, SHOWN.height_px)
    source, drawn = place(region, scene.sensor, shown, shown)
    scale = np.array([drawn.width / source.width, drawn.height / source.height])
    return np.asarray((scene.corners - (source.left, source.top)) * scale + (drawn.left, drawn.top))


def _still(scene: Scene) -> tuple[bytes, Corners | None]:
    """Return the still, and the outline in the frames by which it was straightened."""
    shown = Pixels(SHOWN.width_px, SHOWN.height_px)
    fit = FrameFitter(SHOWN)
    whole = Region(0.0, 0.0, 1.0, 1.0)
    size = pixels_of(whole, scene.sensor, shown, still.LOOK_WIDE_PX)
    board = outline.find(Photo(*planes(fit(scene.frames[0], whole, size))))
    if board is None:
        return b"", None
    shares = board.corners / (size.width, size.height)
    region = still.around(shares)
    size = pixels_of(region, scene.sensor, shown, still.MOST_WIDE_PX)
    photos = [Photo(*planes(fit(frame, region, size))) for frame in scene.frames]
    within = (shares - (region.left, region.top)) / (region.width, region.height)
    within = within * (size.width, size.height)
    merged = merging.merge(photos)
    data = still.finish(merged, within, still.MOST_BYTES)
    source, drawn = place(region, scene.sensor, shown, size)
    corners = outline.finer(merged.y, within)
    back = np.array([source.width / drawn.width, source.height / drawn.height])
    return data, np.asarray((corners - (drawn.left, drawn.top)) * back + (source.left, source.top))


def _cut(luma: Picture, words: Corners, writing: Writing) -> Sight:
    """Return the part of a picture that holds the words."""
    height, width = luma.shape
    left, top = np.clip(np.floor(words.min(axis=0)).astype(int), 0, (width - 8, height - 8))
    right, bottom = np.clip(np.ceil(words.max(axis=0)).astype(int), 8, (width, height))
    across = np.linalg.norm(words[1] - words[0]) + np.linalg.norm(words[2] - words[3])
    letter_px = float(across) / 2 / boards.text_width(writing) * writing.height_m
    return Sight(luma[top:bottom, left:right], letter_px)
