"""Part of its view that a camera shows, and stills from it: between event loop and camera.

The loop says what is wanted; the camera's thread follows at its next frame, and says what it
showed. Nothing is kept: a still's frames go to the one who waits for them.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import av

from robot.media.types.cells import Newest
from robot.media.types.framing import Framing, Pixels, Region, zoom_most

Frame = av.VideoFrame
"""Picture of a camera; who only hands it on need not know the library."""


class CameraDark(Exception):
    """The camera was shut, or gave no frame in time."""


@dataclass(frozen=True)
class Shot:
    """Wish for frames of a region at the sensor's resolution.

    Args:
        region: Part of the whole picture.
        most_wide_px: Largest width.
        rough: Take it as it is now, also if a sharper one could come later.
    """

    region: Region
    most_wide_px: int
    rough: bool = False


class Viewfinder:
    """Framing of the picture, and shots beside it.

    Attributes are set on one side and read on the other; each is replaced as a whole.
    """

    def __init__(self) -> None:
        self.most = 1.0
        """Largest zoom of the open camera; 1 if it cannot zoom."""
        self.news: Newest[Framing] = Newest()
        """Framing of the newest picture, when that or `most` has changed."""
        self._shown = Framing()
        self._wanted = Framing()
        self._shot: Shot | None = None
        self._taken: Newest[tuple[Shot, av.VideoFrame]] = Newest()
        self._one_at_a_time = asyncio.Lock()
        self._patience: asyncio.Timeout | None = None
        self._shuttings = 0
        self._dark = False

    # -- the loop

    def aim(self, framing: Framing) -> None:
        """Show this from the next frame on, as far as the camera can."""
        self._wanted = framing

    @property
    def zoomed(self) -> bool:
        """True if less than everything is wanted, of a camera that can do it."""
        return self._wanted.clamped(self.most).zoomed

    async def shoot(
        self,
        shot: Shot,
        count: int,
        timeout_s: float,
        each: Callable[[Frame], bool] = lambda frame: True,
    ) -> list[av.VideoFrame]:
        """Return the next frames of a region at the sensor's resolution.

        Args:
            shot: What is wanted.
            count: Most frames.
            timeout_s: Time for all of them.
            each: Takes each frame as it comes, and returns whether more are wanted.

        Raises:
            CameraDark: The camera is shut, or too slow.
        """
        async with self._one_at_a_time:
            if self._dark:
                raise CameraDark("the camera is shut")
            shuttings, number = self._shuttings, self._taken.number
            frames: list[av.VideoFrame] = []
            self._shot = shot
            try:
                async with asyncio.timeout(timeout_s) as self._patience:
                    while len(frames) < count:
                        number, (of, frame) = await self._taken.next(number)
                        if of is not shot:
                            continue
                        frames.append(frame)
                        if not each(frame):
                            break
            except TimeoutError:
                if self._shuttings == shuttings:
                    raise CameraDark("the camera gave no pictures in time") from None
            finally:
                self._patience = self._shot = None
                self._taken.clear()
            if self._shuttings != shuttings:
                raise CameraDark("the camera was shut")
            return frames

    @property
    def shown(self) -> Framing:
        """Framing of the newest picture."""
        return self._shown

    @property
    def shuttings(self) -> int:
        """Count of shuttings; what was made of older frames must not be sent."""
        return self._shuttings

    def shut(self) -> None:
        """Give no more shots, also not of what was seen before; who waits for one hears it now."""
        self._shuttings += 1
        if self._patience is not None:
            self._patience.reschedule(asyncio.get_running_loop().time())
        self._taken.shut()
        self.show(Framing())
        self._dark = True

    def open(self) -> None:
        """Give shots again."""
        self._dark = False
        self._taken.open()

    # -- the camera's thread

    def follow(self, sensor: Pixels, shown: Pixels) -> Framing:
        """Return what the next picture is to show, for a sensor and a picture of these sizes."""
        most = zoom_most(sensor, shown)
        if most != self.most:
            self.most = most
            self.news.put(self._shown)
        return self._wanted.clamped(self.most)

    def show(self, framing: Framing) -> None:
        """Take in what the newest picture shows."""
        if framing != self._shown and not self._dark:
            self._shown = framing
            self.news.put(framing)

    @property
    def shot(self) -> Shot | None:
        """The frame that is wanted beside the picture, if any."""
        return self._shot

    def deliver(self, shot: Shot, frame: av.VideoFrame) -> None:
        """Hand over a frame that was wanted."""
        self._taken.put((shot, frame))
