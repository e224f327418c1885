import asyncio

import av
import pytest

from robot.media.types.frames import black
from robot.media.types.framing import WHOLE, Framing, Pixels, Region
from robot.media.types.viewfinder import CameraDark, Shot, Viewfinder

SENSOR, SHOWN = Pixels(1280, 960), Pixels(640, 480)
SHOT = Shot(WHOLE, 1280)


def frame() -> av.VideoFrame:
    return black(Pixels(64, 48))


async def test_the_camera_follows_the_newest_wish_as_far_as_it_can() -> None:
    finder = Viewfinder()
    assert (finder.most, finder.zoomed) == (1.0, False)
    finder.aim(Framing(2.0, 0.9, 0.5))
    finder.aim(Framing(9.0, 0.1, 0.5))
    assert not finder.zoomed, "no camera has said what it can"
    assert finder.follow(SENSOR, SHOWN).zoom == 4.4
    assert (finder.most, finder.zoomed) == (4.4, True)
    assert finder.follow(Pixels(320, 240), SHOWN) == Framing()


async def test_a_shot_gets_the_frames_that_follow_it() -> None:
    finder = Viewfinder()
    finder.deliver(SHOT, frame())
    async with asyncio.TaskGroup() as tasks:
        shooting = tasks.create_task(finder.shoot(SHOT, 3, 5.0))
        await asyncio.sleep(0)
        wanted = finder.shot
        assert wanted is not None
        finder.deliver(Shot(Region(0, 0, 0.5, 0.5), 64), frame())
        for _ in range(3):
            finder.deliver(wanted, frame())
            for _ in range(3):
                await asyncio.sleep(0)
    assert len(shooting.result()) == 3
    assert finder.shot is None


async def test_who_takes_the_frames_says_when_there_are_enough() -> None:
    finder = Viewfinder()
    taken: list[av.VideoFrame] = []

    def take(one: av.VideoFrame) -> bool:
        taken.append(one)
        return len(taken) < 2

    async with asyncio.TaskGroup() as tasks:
        shooting = tasks.create_task(finder.shoot(SHOT, 6, 5.0, take))
        for _ in range(5):
            await asyncio.sleep(0)
            finder.deliver(SHOT, frame())
    assert shooting.result() == taken
    assert len(taken) == 2


async def test_a_camera_that_gives_nothing_is_not_waited_for() -> None:
    finder = Viewfinder()
    with pytest.raises(CameraDark, match="in time"):
        await finder.shoot(SHOT, 1, 0.0)
    assert finder.shot is None


async def test_a_shut_camera_shows_no_part() -> None:
    finder = Viewfinder()
    finder.show(Framing(2.0))
    assert await finder.news.next(0) == (1, Framing(2.0))
    finder.shut()
    finder.show(Framing(2.0))  # a frame that was on its way
    assert await finder.news.next(1) == (2, Framing())
    finder.open()
    finder.show(Framing(3.0))
    assert finder.shown == Framing(3.0)


async def test_what_was_seen_before_a_pause_is_no_still() -> None:
    finder = Viewfinder()

    async def pause() -> None:
        await asyncio.sleep(0)
        finder.deliver(SHOT, frame())
        for _ in range(3):
            await asyncio.sleep(0)
        finder.shut()
        finder.deliver(SHOT, frame())
        finder.open()
        finder.deliver(SHOT, frame())

    with pytest.raises(CameraDark, match="shut"):
        await asyncio.gather(finder.shoot(SHOT, 2, 5.0), pause())
    assert finder.shuttings == 1


async def test_a_pause_is_heard_by_who_waits_for_a_frame() -> None:
    finder = Viewfinder()

    async def pause() -> None:
        await asyncio.sleep(0)
        finder.shut()

    with pytest.raises(CameraDark, match="was shut"):
        await asyncio.gather(finder.shoot(SHOT, 2, 1_000_000.0), pause())
    assert finder.shot is None
    with pytest.raises(CameraDark, match="is shut"):
        await finder.shoot(SHOT, 1, 1_000_000.0)
    finder.open()
    async with asyncio.TaskGroup() as tasks:
        shooting = tasks.create_task(finder.shoot(SHOT, 1, 5.0))
        await asyncio.sleep(0)
        finder.deliver(SHOT, frame())
    assert len(shooting.result()) == 1
