"""PURE. Choice of size and frame rate of the picture for a bit rate. No I/O.

Every change of size costs a key frame, so the size falls after a short time and rises
after a long one. The frame rate follows at once and costs nothing. Smooth motion comes
before size. Frames are left out only while a change of size is pending, and on a narrow
line, where a blackboard is easier to read in fewer and sharper pictures.
"""

from dataclasses import replace

import numpy as np

from robot.media.transport.plan import Rung
from robot.media.types.spec import Size

SHARES = (1.0, 0.75, 0.5, 0.375, 0.25)
"""Available sizes, as shares of the source's width."""
SMALLEST_PX = 320
"""Least width at which writing on a blackboard can be seen."""

FULL_BITS_PER_PIXEL = 0.027
"""Least rate at which x264 superfast looks clean in a class (640x480@30: 250 kbit/s)."""
LEAST_BITS_PER_PIXEL = 0.013
"""Below this, a lower frame rate is better than coarser frames."""
LEAST_BITS_PER_PICTURE = 4_000
"""For narrow lines: of smaller pictures, headers take a seventh and more. Half the frames are worth
0.02 to 0.03 SSIM at 85 kbit/s at any size, drawn or filmed; all frames at 220 kbit/s cost 0.06."""
SHARPER_FPS, SHARPER = (8, 15, 30), (1.0, 1.4, 1.1)
"""Factors of that, at these frame rates and in between. Where there are enough frames for a motion
to be followed, sharper pictures come before more of them."""
MORE_FPS_FROM = 1.15
"""Room needed to raise the frame rate, relative to what the higher rate needs."""
FPS_STEPS = (30, 25, 20, 15, 12, 10, 8, 5)
PICTURE_FROM_BPS, PICTURE_AGAIN_BPS = 16_000, 24_000
"""320x180 at 5 frames a second; below it there is no picture. A returning picture needs more room,
since it may begin with a key frame of 2 kB, so as not to delay the sound."""

FALL_S = 0.6
RISE_S = 4.0
RISE_AFTER_FALL_S = 8.0
FALL_AT = 0.75
RISE_AT = 1.25
FAR = 0.45
"""Share of the rate of a size below which the size is skipped in a fall."""


class Ladder:
    """Choice of the rung for the rate that is left for the picture.

    Args:
        source: Picture of the camera; it is never scaled up.
        now: Monotonic seconds.
    """

    def __init__(self, source: Size, now: float) -> None:
        self._source = source
        self._sizes = _sizes(source)
        self._at = 0
        self._low_since: float | None = None
        self._high_since: float | None = None
        self._fell_s = now - RISE_AFTER_FALL_S
        self._dark = False
        self._fps = min(30, int(source.fps))

    def choose(self, video_bps: int, settled: bool, now: float) -> Rung | None:
        """Return the rung for this rate.

        Args:
            video_bps: Rate for the encoder, without short dips.
            settled: Whether the line's queue is empty, so that a key frame fits.
            now: Monotonic seconds.
        """
        self._dark = video_bps < (PICTURE_AGAIN_BPS if self._dark else PICTURE_FROM_BPS)
        if self._dark:
            return None
        self._fall(video_bps, settled, now)
        self._rise(video_bps, settled, now)
        width_px, height_px = self._sizes[self._at]
        self._fps = self._fps_for(video_bps, width_px * height_px)
        return Rung(width_px, height_px, self._fps)

    def slowed(self, rung: Rung, video_bps: int) -> Rung:
        """Return the rung with the frame rate for this rate; its size stays."""
        self._fps = self._fps_for(video_bps, rung.width_px * rung.height_px)
        return replace(rung, fps=self._fps)

    def full_bps(self, index: int) -> float:
        """Return the least rate at which a size looks clean at the source's frame rate."""
        width_px, height_px = self._sizes[index]
        return FULL_BITS_PER_PIXEL * width_px * height_px * min(30.0, self._source.fps)

    def _fall(self, video_bps: int, settled: bool, now: float) -> None:
        if self._at + 1 == len(self._sizes) or video_bps >= FALL_AT * self.full_bps(self._at):
            self._low_since = None
            return
        if self._low_since is None:
            self._low_since = now
        waited_s = now - self._low_since
        if waited_s < FALL_S or (not settled and waited_s < 4 * FALL_S):
            return
        self._at += 1
        # The estimate of a new line starts low: go further down only if clearly needed.
        while self._at + 1 < len(self._sizes) and video_bps < FAR * self.full_bps(self._at):
            self._at += 1
        self._low_since, self._fell_s = None, now

    def _rise(self, video_bps: int, settled: bool, now: float) -> None:
        if self._at == 0 or video_bps < RISE_AT * self.full_bps(self._at - 1) or not settled:
            self._high_since = None
            return
        if self._high_since is None:
            self._high_since = now
        if now - self._high_since < RISE_S or now - self._fell_s < RISE_AFTER_FALL_S:
            return
        while self._at > 0 and video_bps >= RISE_AT * self.full_bps(self._at - 1):
            self._at -= 1
        self._high_since = None

    def _fps_for(self, video_bps: int, pixels: int) -> int:
        source_fps = min(30, int(self._source.fps))
        steps = [source_fps, *(fps for fps in FPS_STEPS if fps < source_fps)]
        fits = (fps for fps in steps if video_bps >= self._from_bps(fps, pixels))
        return next(fits, steps[-1])

    def _from_bps(self, fps: int, pixels: int) -> float:
        more = MORE_FPS_FROM if fps > self._fps else 1.0
        return more * _needed_bps(fps, pixels)


def _needed_bps(fps: int, pixels: int) -> float:
    """Return the least rate at which so many frames a second are worth having."""
    picture_bits = LEAST_BITS_PER_PICTURE * float(np.interp(fps, SHARPER_FPS, SHARPER))
    return fps * max(LEAST_BITS_PER_PIXEL * pixels, picture_bits)


def _sizes(source: Size) -> list[tuple[int, int]]:
    sizes = []
    for share in SHARES:
        width_px = 2 * round(source.width_px * share / 2)
        height_px = 2 * round(source.height_px * share / 2)
        if share == 1.0 or (width_px >= SMALLEST_PX and width_px % 2 == 0):
            sizes.append((width_px, height_px))
    return sizes
