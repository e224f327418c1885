"""Films of eight still patches of known colours, in each range of YUV, and what a child sees."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorRange
from playwright.sync_api import Page

from tests.end_to_end.child import until

WIDTH, HEIGHT = 320, 240
COLUMNS, ROWS = 4, 2
FPS = 10
FRAMES = 10

COLOURS = (
    *((200, 40, 40), (40, 160, 60), (50, 70, 190), (235, 235, 235)),
    *((20, 20, 20), (128, 128, 128), (225, 170, 140), (240, 210, 60)),
)
"""Red, green, blue, white; black, grey, skin, yellow."""

MOST_APART = 3
"""Of 255, on each of red, green and blue. Rounding to YUV takes 1 to 2 of it. What VP8's quantiser
takes, up to 5 more in the first half second at 60 kbit/s, it gives back while a picture rests."""

SEEN = f"""
(() => {{
  const video = document.querySelector("video");
  if (!video?.videoWidth) return null;
  const [width, height] = [video.videoWidth, video.videoHeight];
  const pen = new OffscreenCanvas(width, height).getContext("2d", {{ willReadFrequently: true }});
  pen.drawImage(video, 0, 0);
  const patch = (index) => {{
    const [column, row] = [index % {COLUMNS}, Math.floor(index / {COLUMNS})];
    const at = [(column + 0.5) * width / {COLUMNS} - 8, (row + 0.5) * height / {ROWS} - 8];
    const {{ data }} = pen.getImageData(...at.map(Math.round), 16, 16);
    const mean = (part) => data.filter((_, i) => i % 4 === part).reduce((a, b) => a + b) / 256;
    return [mean(0), mean(1), mean(2)];
  }};
  return Array.from({{ length: {COLUMNS * ROWS} }}, (_, index) => patch(index));
}})()
"""


def wait_for_colours(page: Page) -> None:
    """Wait until the child sees the patches in their colours."""
    wanted = [list(colour) for colour in COLOURS]
    # Without a picture there is nothing that could be near.
    each = f"({SEEN} ?? [[NaN]]).flatMap((c, i) => c.map((v, k) => Math.abs(v - {wanted}[i][k])))"
    until(page, f"Math.max(...{each}) <= {MOST_APART}")


def write_patches(path: Path, full: bool) -> Path:
    """Write a film: JPEG of full range, or pictures of limited range without any loss."""
    with av.open(str(path), "w", format="matroska") as film:
        stream = film.add_stream("mjpeg" if full else "ffv1", Fraction(FPS))
        stream.width, stream.height = WIDTH, HEIGHT
        stream.pix_fmt = "yuvj420p" if full else "yuv420p"
        stream.codec_context.color_range = ColorRange.JPEG if full else ColorRange.MPEG
        if full:
            stream.codec_context.qmin = stream.codec_context.qmax = 2
        frame = av.VideoFrame.from_ndarray(_planes(full), format=stream.pix_fmt)
        for number in range(FRAMES):
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    return path


def _planes(full: bool) -> npt.NDArray[np.uint8]:
    """Return the patches as planes of YUV 4:2:0 (BT.601), one above the other."""
    rgb = np.array(COLOURS, float).reshape(ROWS, COLUMNS, 3)
    y = rgb @ (0.299, 0.587, 0.114)
    u, v = (rgb[..., 2] - y) / 1.772, (rgb[..., 0] - y) / 1.402
    if not full:
        y, u, v = 16 + y * 219 / 255, u * 224 / 255, v * 224 / 255

    def drawn(plane: npt.NDArray[np.float64], shrinks: int) -> npt.NDArray[np.uint8]:
        size = (HEIGHT // ROWS // shrinks, WIDTH // COLUMNS // shrinks)
        return np.kron(np.rint(plane), np.ones(size)).astype(np.uint8)

    chroma = [drawn(part + 128, 2).reshape(-1, WIDTH) for part in (u, v)]
    return np.vstack([drawn(y, 1), *chroma])
