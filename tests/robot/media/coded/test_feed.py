import asyncio

from robot.media.coded.feed import WAITING, CameraRequests, CodedFeed
from robot.media.coded.h264_stream import CodedPicture
from tests.deadline import WAIT_S


def picture(pts: int, key: bool = False) -> CodedPicture:
    return CodedPicture((b"\x65" if key else b"\x41",), key, pts)


async def test_who_keeps_up_gets_every_picture_in_order() -> None:
    feed = CodedFeed()
    number, seen = 0, []
    for pts in range(10):
        feed.put(picture(pts))
        number, found = await feed.next(number)
        seen.append((number, found.pts))
    assert seen == [(pts + 1, pts) for pts in range(10)]


async def test_who_waits_is_woken_from_the_cameras_thread() -> None:
    feed = CodedFeed()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(feed.next(0))
        await asyncio.sleep(0)
        await asyncio.to_thread(feed.put, picture(7))
    assert waiting.result() == (1, picture(7))


async def test_who_is_late_sees_a_gap() -> None:
    feed = CodedFeed()
    for pts in range(10):
        feed.put(picture(pts))
    assert (await feed.next(1))[0] == 10 - WAITING + 1


async def test_nobody_waits_for_pictures_before_a_key_picture() -> None:
    feed = CodedFeed()
    feed.ask_key_frame()
    feed.put(picture(0))
    wanted = feed.key_frame_wanted
    assert wanted
    feed.put(picture(1, key=True))
    wanted = feed.key_frame_wanted
    assert not wanted
    assert (await feed.next(0))[1].pts == 1


async def test_after_a_break_there_is_a_gap_and_nothing_old() -> None:
    feed = CodedFeed()
    feed.put(picture(0))
    feed.clear()
    feed.put(picture(5))
    assert await feed.next(1) == (3, picture(5))


def test_the_narrowest_line_sets_the_rate() -> None:
    feed, one, other = CodedFeed(), CameraRequests(), CameraRequests()
    feed.join(one)
    feed.join(other)
    one.rate_bps, other.rate_bps, other.frames = 500_000, 300_000, True
    assert (feed.rate_bps, feed.frames_wanted) == (300_000, True)
    feed.leave(other)
    feed.leave(other)
    assert (feed.rate_bps, feed.frames_wanted) == (500_000, False)
