import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import av
import pytest

from robot.board import still, teacher
from robot.board.board_view import BoardView
from robot.media.devices.exposing import Exposing
from robot.media.types.cells import Newest
from robot.media.types.frames import black, planes
from robot.media.types.framing import Framing, Pixels, Region
from robot.media.types.spec import Size
from robot.media.types.viewfinder import Viewfinder
from robot.presence import wish_events
from robot.presence.parts import BoardPart
from tests.deadline import WAIT_S

pytestmark = pytest.mark.long

SENSOR = Pixels(1280, 960)


class School:
    def __init__(self) -> None:
        self.finder = Viewfinder()
        self.told: asyncio.Queue[wish_events.OfWishes] = asyncio.Queue()
        self.shown: asyncio.Queue[Framing] = asyncio.Queue()
        self.stills: asyncio.Queue[bytes] = asyncio.Queue()
        self.most_bytes = 500_000
        self.view = BoardView(
            self.finder,
            True,
            self.told.put_nowait,
            self.shown.put_nowait,
            self.stills.put_nowait,
            lambda: self.most_bytes,
        )
        self.part: BoardPart = self.view
        self._exposing = Exposing(Size(), Newest[av.VideoFrame](), self.finder)

        self.somebody = 0.0
        """Place of somebody in the picture."""

    def expose(self) -> None:
        self._exposing.expose(SENSOR, self._render)

    async def look(self) -> None:
        """Give the view the picture of everything that it waits for."""
        await self._until(lambda: self.finder.shot is not None)
        self.expose()
        await self._until(lambda: self.finder.shot is None)

    async def _until(self, true: Callable[[], bool]) -> None:
        while not true():
            with suppress(TimeoutError):
                async with asyncio.timeout(0.01):
                    await asyncio.Event().wait()

    def _render(self, region: Region, size: Pixels) -> av.VideoFrame:
        frame = black(size)
        left = int(self.somebody * size.width)
        planes(frame)[0][size.height // 4 : size.height * 3 // 4, left : left + 40] = 200
        return frame


@asynccontextmanager
async def at_school() -> AsyncIterator[School]:
    school = School()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(school.view.run())
        assert await school.told.get() == wish_events.CameraAble(1.0, still=True)
        yield school
        running.cancel()


async def test_what_a_camera_can_is_told_once_it_is_open() -> None:
    async with at_school() as school:
        school.expose()
        assert await school.told.get() == wish_events.CameraAble(4.4, still=True)


async def test_a_crop_is_told_when_it_is_shown() -> None:
    async with at_school() as school:
        school.expose()
        await school.told.get()
        school.part.set_crop(2.0, 0.5, 0.25)
        school.expose()
        assert await school.told.get() == wish_events.CropShown(2.0)
        while await school.shown.get() != Framing(2.0, 0.5, 0.25):
            pass
        school.part.set_crop(2.0, 0.5, 0.5)
        school.expose()
        assert await school.shown.get() == Framing(2.0)
        assert school.told.empty(), "it is as near as before"


async def test_a_still_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def take(finder: Viewfinder, most_bytes: int) -> bytes:
        return f"still of {most_bytes}".encode()

    monkeypatch.setattr(still, "take_still", take)
    async with at_school() as school:
        school.part.take_still("a presence")
        assert await school.stills.get() == b"still of 120000"
        school.most_bytes = 40_000
        school.part.take_still("a presence")
        assert await school.stills.get() == b"still of 40000"


async def test_a_still_that_fails_is_told_and_the_next_one_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def take(finder: Viewfinder, most_bytes: int) -> bytes:
        raise still.StillFailed("the camera was shut")

    monkeypatch.setattr(still, "take_still", take)
    async with at_school() as school:
        for _ in range(2):
            school.part.take_still("a presence")
            assert await school.told.get() == wish_events.StillChanged("failed")


async def test_the_view_follows_until_the_child_wants_something_else() -> None:
    async with at_school() as school:
        school.expose()
        await school.told.get()
        school.part.set_crop(3.0, 0.2, 0.5)
        school.expose()
        school.part.follow(True)
        places = []
        for step in range(12):
            school.somebody = step / 15
            await school.look()
            places.append(school.finder.shown)
        assert places[-1].zoom == 3.0
        assert places[-1].x > 0.3
        school.part.follow(False)
        school.expose()
        assert school.finder.shown == Framing(3.0, 0.2, 0.5)


async def test_nobody_to_follow_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teacher, "LOST_S", -1.0)
    async with at_school() as school:
        school.part.follow(True)
        await school.look()
        while await school.told.get() != wish_events.FollowingEnded():
            pass


async def test_a_dark_camera_ends_the_following(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("robot.board.board_view.LOOK_TIMEOUT_S", 0.01)
    async with at_school() as school:
        school.finder.shut()
        school.part.follow(True)
        assert await school.told.get() == wish_events.FollowingEnded()
