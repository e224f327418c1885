import asyncio

import av

from robot.media.devices.exposing import Exposing
from robot.media.types.cells import Newest
from robot.media.types.frames import black
from robot.media.types.framing import WHOLE, Framing, Pixels, Region
from robot.media.types.spec import Size
from robot.media.types.viewfinder import Shot, Viewfinder

SENSOR = Pixels(1280, 960)


class Camera:
    def __init__(self) -> None:
        self.finder = Viewfinder()
        self.pictures: Newest[av.VideoFrame] = Newest()
        self.exposing = Exposing(Size(), self.pictures, self.finder)
        self.drawn: list[tuple[Region, Pixels]] = []
        self.sharp = self.full_size = True

    def expose(self) -> None:
        focused = self.sharp
        self.exposing.expose(
            SENSOR, self._render, lambda region, size: focused, full_size=self.full_size
        )

    def _render(self, region: Region, size: Pixels) -> av.VideoFrame:
        self.drawn.append((region, size))
        return black(size)


async def test_each_picture_shows_what_was_wished_last() -> None:
    camera = Camera()
    camera.expose()
    camera.finder.aim(Framing(2.0, 0.4, 0.6))
    assert camera.finder.shown == Framing()
    camera.expose()
    assert camera.finder.shown == Framing(2.0, 0.4, 0.6)
    assert camera.drawn == [
        (WHOLE, Pixels(640, 480)),
        (Framing(2.0, 0.4, 0.6).region, Pixels(640, 480)),
    ]
    assert camera.pictures.number == 2


async def test_a_shot_comes_beside_the_picture_once_it_is_sharp() -> None:
    camera = Camera()
    camera.sharp = False
    async with asyncio.TaskGroup() as tasks:
        shooting = tasks.create_task(camera.finder.shoot(Shot(WHOLE, 4096), 1, 5.0))
        await asyncio.sleep(0)
        assert camera.exposing.shot_wanted
        camera.expose()
        assert len(camera.drawn) == 1
        camera.sharp = True
        camera.expose()
    assert camera.drawn[1:] == [(WHOLE, Pixels(640, 480)), (WHOLE, SENSOR)]
    assert (shooting.result()[0].width, camera.pictures.number) == (1280, 2)


async def test_a_sharp_shot_waits_for_all_pixels_of_the_camera_and_a_rough_one_does_not() -> None:
    camera = Camera()
    camera.full_size = False
    async with asyncio.TaskGroup() as tasks:
        for rough in (True, False):
            shot = Shot(WHOLE, 4096, rough)
            shooting = tasks.create_task(camera.finder.shoot(shot, 1, 5.0))
            await asyncio.sleep(0)
            camera.expose()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert (camera.finder.shot is None) == rough
        camera.full_size = True
        camera.expose()
    assert shooting.result()[0].width == 1280


async def test_a_camera_that_was_sharp_goes_on_while_the_head_turns() -> None:
    camera = Camera()
    async with asyncio.TaskGroup() as tasks:
        shooting = tasks.create_task(camera.finder.shoot(Shot(WHOLE, 4096), 2, 5.0))
        await asyncio.sleep(0)
        camera.expose()
        camera.sharp = False
        while camera.finder.shot is not None and camera.pictures.number < 50:
            await asyncio.sleep(0)
            camera.expose()
    assert len(shooting.result()) == 2
