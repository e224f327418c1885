"""Camera's side of a child's wishes: which part of the view is sent, and stills of the board."""

import asyncio
import logging
from collections.abc import Callable

from robot.board import still
from robot.board.still import StillFailed
from robot.board.teacher import TeacherTrack
from robot.media.types.frames import planes
from robot.media.types.framing import WHOLE, Framing
from robot.media.types.viewfinder import CameraDark, Shot, Viewfinder
from robot.presence import wish_events

log = logging.getLogger(__name__)

LOOK = Shot(WHOLE, 320, rough=True)
LOOK_EVERY_S = 0.12
LOOK_TIMEOUT_S = 3.0
"""Small pictures of everything, by which the teacher is followed."""


class BoardView:
    """Implementation of `robot.presence.parts.BoardPart`; `run` must run beside it.

    Args:
        finder: Viewfinder of the camera.
        sees: False for a robot without a camera.
        tell: Takes what the machine has to know.
        show: Takes the framing of the newest picture.
        send_still: Takes a coded still for the child.
        most_bytes: Returns the largest still that the line carries soon enough.
    """

    def __init__(
        self,
        finder: Viewfinder,
        sees: bool,
        tell: Callable[[wish_events.OfWishes], None],
        show: Callable[[Framing], None],
        send_still: Callable[[bytes], None],
        most_bytes: Callable[[], int] = lambda: still.MOST_BYTES,
    ) -> None:
        self._finder = finder
        self._sees = sees
        self._tell = tell
        self._show = show
        self._send_still = send_still
        self._most_bytes = most_bytes
        self._asked = asyncio.Event()
        self._crop = Framing()
        self._follows = False
        self._following = asyncio.Event()

    # -- the stage

    def set_crop(self, zoom: float, x: float, y: float) -> None:
        """Send this part of the picture; it lies within the picture."""
        self._crop = Framing(zoom, x, y)
        self._finder.aim(self._crop)

    def take_still(self, presence_id: str) -> None:
        """Take one sharp picture and send it to the child of this stay.

        When a stay ends, the camera is shut, and a still that is being made fails.
        """
        self._asked.set()

    def follow(self, on: bool) -> None:
        """Let the view follow the teacher, or do so no more.

        Afterwards it shows what the child asked for last.
        """
        self._follows = on
        if on:
            self._following.set()
        else:
            self._following.clear()
            self._finder.aim(self._crop)

    # -- the agent

    async def run(self) -> None:
        """Take stills, follow the teacher, and report what the picture shows, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch(), name="board view")
            tasks.create_task(self._take_stills(), name="board stills")
            tasks.create_task(self._follow_teachers(), name="board following")

    async def _watch(self) -> None:
        finder = self._finder
        number, zoom, most = 0, 1.0, 1.0
        self._tell(wish_events.CameraAble(most, still=self._sees))
        while True:
            number, framing = await finder.news.next(number)
            if finder.most != most:
                most = finder.most
                self._tell(wish_events.CameraAble(most, still=self._sees))
            self._show(framing)
            if framing.zoom != zoom:
                zoom = framing.zoom
                self._tell(wish_events.CropShown(zoom))

    async def _take_stills(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            try:
                most_bytes = min(self._most_bytes(), still.MOST_BYTES)
                data = await still.take_still(self._finder, most_bytes=most_bytes)
            except StillFailed as error:
                log.info("still: none taken (%s)", error)
                self._tell(wish_events.StillChanged("failed"))
            else:
                self._send_still(data)

    async def _follow_teachers(self) -> None:
        while True:
            await self._following.wait()
            try:
                await self._follow_teacher()
            except CameraDark as error:
                log.info("following: it ends (%s)", error)
            if self._follows:
                self._following.clear()
                self._tell(wish_events.FollowingEnded())

    async def _follow_teacher(self) -> None:
        """Follow until the machine ends it, or nobody moves any more.

        Raises:
            CameraDark: The camera gives no pictures.
        """
        loop = asyncio.get_running_loop()
        track = TeacherTrack(self._finder.shown, loop.time())
        while self._follows:
            frames = await self._finder.shoot(LOOK, 1, LOOK_TIMEOUT_S)
            if not track.look(planes(frames[0])[0], loop.time()):
                return
            if self._follows:
                self._finder.aim(track.framing)
            await asyncio.sleep(LOOK_EVERY_S)
