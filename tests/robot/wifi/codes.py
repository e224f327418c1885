"""QR codes as a camera sees them."""

from pathlib import Path

import av
import cv2
import numpy as np
import segno
from numpy.typing import NDArray

WIDTH, HEIGHT = 1280, 720

CODE = r"WIFI:T:WPA;S:Schule Süd;P:kreide\;und\:schwamm;;"


def drawn(text: str, module_px: float, inverted: bool = False) -> NDArray[np.uint8]:
    """Return a code on its white ground."""
    matrix = np.array([list(row) for row in segno.make(text, micro=False).matrix_iter(border=4)])
    side = round(len(matrix) * module_px)
    dark, light = (220, 25) if inverted else (25, 220)
    picture = np.where(matrix > 0, dark, light).astype(np.uint8)
    return np.asarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def held(
    text: str,
    module_px: float = 6,
    turned_deg: float = 0.0,
    tilted: float = 0.0,
    blur_px: float = 0.0,
    noise: float = 0.0,
    inverted: bool = False,
) -> NDArray[np.uint8]:
    """Return the brightness of a picture in which somebody holds a code.

    Args:
        module_px: Size of one of its squares.
        tilted: How much smaller its far edge is.
    """
    code = drawn(text, module_px, inverted)
    side = len(code)
    room = np.random.default_rng(7).integers(40, 200, (18, 32)).astype(np.uint8)
    picture = np.asarray(cv2.resize(room, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC))
    near = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    narrow = tilted * side / 2
    far = np.array([[narrow, 0], [side - narrow, 0], [side, side], [0, side]], np.float32)
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), turned_deg, 1.0)
    far = cv2.transform(far[None], turn)[0]
    far = far + np.array([(WIDTH - side) / 2, (HEIGHT - side) / 2], np.float32)
    way = cv2.getPerspectiveTransform(near, far.astype(np.float32))
    over = cv2.warpPerspective(code, way, (WIDTH, HEIGHT))
    mask = cv2.warpPerspective(np.full_like(code, 255), way, (WIDTH, HEIGHT))
    picture = np.where(mask > 127, over, picture).astype(np.uint8)
    if blur_px:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), blur_px), np.uint8)
    if noise:
        grain = np.random.default_rng(8).normal(0, noise, picture.shape)
        picture = np.clip(picture + grain, 0, 255).astype(np.uint8)
    return picture.astype(np.uint8)


def clip(path: Path, *pictures: NDArray[np.uint8]) -> Path:
    """Write pictures as a film, as FFmpeg reads it in the place of a camera."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=10)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuvj420p"
        for picture in pictures:
            frame = av.VideoFrame.from_ndarray(picture, "gray").reformat(format="yuvj420p")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
