import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import av
import pytest

from robot.board import still
from robot.board.board_view import BoardView
from robot.media.devices.exposing import Exposing
from robot.media.types.cells import Newest
from robot.media.types.frames import black
from robot.media.types.framing import Framing, Pixels
from robot.media.types.spec import Size
from robot.media.types.viewfinder import Viewfinder
from robot.presence import events
from robot.presence.parts import BoardPart

SENSOR = Pixels(1280, 960)


class School:
    def __init__(self) -> None:
        self.finder = Viewfinder()
        self.told: asyncio.Queue[events.OfWishes] = asyncio.Queue()
        self.shown: asyncio.Queue[Framing] = asyncio.Queue()
        self.stills: asyncio.Queue[bytes] = asyncio.Queue()
        self.view = BoardView(
            self.finder, True, self.told.put_nowait, self.shown.put_nowait, self.stills.put_nowait
        )
        self.part: BoardPart = self.view
        self._exposing = Exposing(Size(), Newest[av.VideoFrame](), self.finder)

    def expose(self) -> None:
        self._exposing.expose(SENSOR, lambda region, size: black(size))


@asynccontextmanager
async def at_school() -> AsyncIterator[School]:
    school = School()
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(school.view.run())
        assert await school.told.get() == events.CameraAble(1.0, still=True)
        yield school
        running.cancel()


async def test_what_a_camera_can_is_told_once_it_is_open() -> None:
    async with at_school() as school:
        school.expose()
        assert await school.told.get() == events.CameraAble(3.0, still=True)


async def test_a_crop_is_told_when_it_is_shown() -> None:
    async with at_school() as school:
        school.expose()
        await school.told.get()
        school.part.set_crop(2.0, 0.5, 0.25)
        school.expose()
        assert await school.told.get() == events.CropShown(2.0)
        while await school.shown.get() != Framing(2.0, 0.5, 0.25):
            pass
        school.part.set_crop(2.0, 0.5, 0.5)
        school.expose()
        assert await school.shown.get() == Framing(2.0)
        assert school.told.empty(), "it is as near as before"


async def test_a_still_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def take(finder: Viewfinder) -> bytes:
        return b"still"

    monkeypatch.setattr(still, "take_still", take)
    async with at_school() as school:
        school.part.take_still("a presence")
        assert await school.stills.get() == b"still"


async def test_a_still_that_fails_is_told_and_the_next_one_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def take(finder: Viewfinder) -> bytes:
        raise still.StillFailed("the camera was shut")

    monkeypatch.setattr(still, "take_still", take)
    async with at_school() as school:
        for _ in range(2):
            school.part.take_still("a presence")
            assert await school.told.get() == events.StillChanged("failed")


async def test_nobody_is_followed() -> None:
    async with at_school() as school:
        school.part.follow(False)
        school.part.follow(True)
        assert await school.told.get() == events.FollowingEnded()
