"""Taking of a still of the board: frames from the camera, and everything that is made of them.

The work is done on a thread of low priority, one step of OpenCV after the other, which leave the
interpreter to sound, picture and commands.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from robot.board import coding, contrast, merging, outline, quadrilateral
from robot.board.photo import MIDDLE, Photo
from robot.board.quadrilateral import Corners
from robot.media.types.background import background_thread
from robot.media.types.frames import BLACK_Y, planes
from robot.media.types.framing import WHOLE, Region
from robot.media.types.viewfinder import CameraDark, Frame, Shot, Viewfinder

MOST_BYTES = 120_000
"""More shows nothing new; a narrow line wants less (`transport.beside.still_bytes`)."""

DEADLINE_S = 12.0
"""From the wish to the coded still, on a slow robot; usually it is less than one second."""

FRAMES, LEAST_FRAMES, FRAMES_S = 6, 4, 0.2
"""Frames that are merged: the child waits no longer for the last two of a slow camera."""
LOOK_WIDE_PX = 1280
"""Width of the picture in which the board is looked for."""
MOST_WIDE_PX = 3400
"""Width of the frames that are merged; six of them must fit into a small robot's memory."""
VIEW_WIDE_PX = 1920
"""The same without a board: a whole view has more in it than a board, and few bytes."""
MARGIN = 0.012
"""Margin taken around the outline, in shares of the picture: the robot may shake."""

MOST_NARROW_PX = 16


class StillFailed(Exception):
    """Failure to take a still; the text says why."""


@dataclass(frozen=True)
class Still:
    """A coded picture.

    Args:
        data: WebP.
        straightened: Whether the board's outline was found.
    """

    data: bytes
    straightened: bool


async def take_still(
    finder: Viewfinder, *, most_bytes: int = MOST_BYTES, timeout_s: float = DEADLINE_S
) -> bytes:
    """Return a still of the board in view, or of all that is shown now, as a WebP.

    Raises:
        StillFailed: The camera is shut, or it took too long.
    """
    return (await develop_still(finder, most_bytes, timeout_s)).data


async def develop_still(finder: Viewfinder, most_bytes: int, timeout_s: float) -> Still:
    """See `take_still`; also returns what is known about it.

    Raises:
        StillFailed: The camera is shut, or it took too long.
    """
    shuttings = finder.shuttings
    thread = background_thread("still", _alone)
    try:
        async with asyncio.timeout(timeout_s):
            still = await _develop(thread, finder, most_bytes, timeout_s)
    except TimeoutError:
        raise StillFailed("it took too long") from None
    except CameraDark as error:
        raise StillFailed(str(error)) from error
    finally:
        thread.shutdown(wait=False, cancel_futures=True)
    if finder.shuttings != shuttings:
        raise StillFailed("the camera was shut")
    return still


async def _develop(
    thread: ThreadPoolExecutor, finder: Viewfinder, most_bytes: int, timeout_s: float
) -> Still:
    loop = asyncio.get_running_loop()
    shown = finder.shown
    looks = await finder.shoot(Shot(WHOLE, LOOK_WIDE_PX, rough=True), 1, timeout_s)
    near = (shown.x, shown.y) if shown.zoomed else None
    view = Photo(*planes(looks[0]))
    board = await loop.run_in_executor(thread, outline.find, view, near)
    size = (view.y.shape[1], view.y.shape[0])
    shares = None if board is None else board.corners / size
    region = shown.region if shares is None else around(shares)
    most_wide_px = MOST_WIDE_PX if board else VIEW_WIDE_PX
    frames = _Frames(thread)
    await finder.shoot(Shot(region, most_wide_px), FRAMES, timeout_s, frames.take)
    within = None
    if shares is not None:
        height, width = frames.shape
        within = (shares - (region.left, region.top)) / (region.width, region.height)
        within = within * (width, height)
    merged = await loop.run_in_executor(thread, merging.merge_aligned, await frames.aligned())
    make = partial(finish, merged, within, most_bytes, near=shown.zoomed)
    data = await loop.run_in_executor(thread, make)
    return Still(data, straightened=within is not None)


class _Frames:
    """Frames of one view, each shifted onto the first one while the next is being taken.

    Args:
        thread: Does the work, one frame after the other.
    """

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self._thread = thread
        self._first: Photo | None = None
        self._began_s = 0.0
        self._others: list[Future[Photo | None]] = []

    def take(self, frame: Frame) -> bool:
        """Take the next frame; return whether more are wanted."""
        photo = Photo(*planes(frame))
        now_s = asyncio.get_running_loop().time()
        if self._first is None:
            self._first, self._began_s = photo, now_s
            return True
        if any(other.done() and other.result() is None for other in self._others):
            return False  # the head turns: what comes now is another view
        self._others.append(self._thread.submit(merging.aligned, photo, self._first))
        return len(self._others) + 1 < LEAST_FRAMES or now_s - self._began_s < FRAMES_S

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the first one."""
        assert self._first is not None
        height, width = self._first.y.shape
        return height, width

    async def aligned(self) -> Sequence[Photo]:
        """Return those of the first one's view, once the last one is shifted."""
        assert self._first is not None
        others = [await asyncio.wrap_future(other) for other in self._others]
        return [self._first, *(other for other in others if other is not None)]


def finish(merged: Photo, corners: Corners | None, most_bytes: int, near: bool = False) -> bytes:
    """Return the coded still of one view.

    Args:
        merged: The view, of several frames.
        corners: Outline of the board, in its pixels; None leaves it as it is.
        most_bytes: Largest size.
        near: Whether the child looked closely at this part, of a board perhaps that is larger than
            the view.
    """
    if corners is None:
        if near and outline.is_written(merged.y) and contrast.is_mostly_board(merged):
            merged = contrast.clear(merged).photo
        return coding.encode(merged, most_bytes)
    corners = outline.finer(merged.y, corners)
    straight = straightened(merged, corners)
    return coding.encode(contrast.clear(straight).photo, most_bytes)


def straightened(photo: Photo, corners: Corners) -> Photo:
    """Return the inside of an outline as a rectangle."""
    width, height = quadrilateral.rectangle_size(corners)
    width, height = max(MOST_NARROW_PX, width), max(MOST_NARROW_PX, height)
    half = (width // 2, height // 2)
    return Photo(
        outline.straighten(photo.y, corners, (width, height), BLACK_Y),
        outline.straighten(photo.u, (corners + 0.5) / 2 - 0.5, half, MIDDLE),
        outline.straighten(photo.v, (corners + 0.5) / 2 - 0.5, half, MIDDLE),
    )


def around(shares: Corners) -> Region:
    """Return the part of the picture that holds these corners, with a margin."""
    left, top = np.maximum(0.0, shares.min(axis=0) - MARGIN).tolist()
    right, bottom = np.minimum(1.0, shares.max(axis=0) + MARGIN).tolist()
    return Region(left, top, right - left, bottom - top)


def _alone() -> None:
    """Keep OpenCV from taking the other cores, which sound and encoder need."""
    cv2.setNumThreads(1)
