import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing

import av
import cv2
import numpy as np
import pytest

from robot.board import still
from robot.board.still import StillFailed, develop_still, take_still
from robot.media.devices.cameras import run_camera
from robot.media.synthetic import figures
from robot.media.synthetic.classroom_camera import ClassroomCamera
from robot.media.types.cells import Newest
from robot.media.types.frames import black
from robot.media.types.framing import Framing, Pixels
from robot.media.types.spec import HeadPose, Size, parse_camera
from robot.media.types.viewfinder import Viewfinder
from tests.robot.media.live import Told, running

PATIENT_S = 60.0
pytestmark = pytest.mark.long


@asynccontextmanager
async def at_school(url: str, pan_deg: float = 0.0) -> AsyncIterator[Viewfinder]:
    """A camera that runs in the drawn class or on the test card."""
    finder, pictures = Viewfinder(), Newest[av.VideoFrame]()
    camera = run_camera(
        parse_camera(url),
        Size(),
        pictures,
        lambda: HeadPose(pan_deg, 6.0),
        Told(),
        66.0,
        finder=finder,
    )
    async with running(camera):
        await pictures.next(0)
        yield finder


def decoded(data: bytes) -> tuple[int, int]:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture.shape[1], picture.shape[0]


async def test_a_board_in_view_is_straightened_and_small_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(still, "FRAMES", 3)
    monkeypatch.setattr(still, "MOST_WIDE_PX", 1400)
    # The teacher stands beside the board then.
    monkeypatch.setattr(figures, "walk", lambda unix_s: (-2.6, 0.1))
    async with at_school("classroom:") as finder:
        found = await develop_still(finder, still.MOST_BYTES, PATIENT_S)
    assert found.straightened
    assert len(found.data) <= still.MOST_BYTES
    width, height = decoded(found.data)
    assert width > 1200
    assert 2.4 < width / height < 3.2


async def test_without_a_board_the_view_is_taken_as_it_is() -> None:
    async with at_school("testcard:") as finder:
        found = await develop_still(finder, still.MOST_BYTES, PATIENT_S)
        assert not found.straightened
        assert decoded(found.data) == (1920, 1440)
        finder.aim(Framing(2.0, 0.3, 0.3))
        await develop_still(finder, still.MOST_BYTES, PATIENT_S)
        assert finder.shown.zoomed
        near = await develop_still(finder, still.MOST_BYTES, PATIENT_S)
        assert decoded(near.data) == (960, 720)


@pytest.mark.parametrize(("waited_s", "count"), [(0.0, 4), (60.0, 6)])
async def test_nobody_waits_for_all_frames_of_a_slow_camera(
    monkeypatch: pytest.MonkeyPatch, waited_s: float, count: int
) -> None:
    monkeypatch.setattr(still, "FRAMES_S", waited_s)
    with ThreadPoolExecutor(1) as thread:
        frames = still._Frames(thread)
        more = [frames.take(black(Pixels(64, 48))) for _ in range(count)]
        assert more == [True] * (count - 1) + [waited_s > 0]
        assert len(await frames.aligned()) == count
    assert frames.shape == (48, 64)


async def test_frames_of_a_head_that_turns_are_not_waited_for() -> None:
    with closing(ClassroomCamera(Size(), 66.0)) as camera:
        here, there = (camera.draw(HeadPose(pan_deg, 6.0), 1.7e9) for pan_deg in (0.0, 15.0))
    with ThreadPoolExecutor(1) as thread:
        frames = still._Frames(thread)
        assert frames.take(here)
        assert frames.take(there)
        thread.submit(int).result(PATIENT_S)
        assert not frames.take(there)
        assert len(await frames.aligned()) == 1


async def test_a_camera_that_is_shut_gives_no_still() -> None:
    finder = Viewfinder()
    finder.shut()
    with pytest.raises(StillFailed, match="is shut"):
        await take_still(finder, timeout_s=PATIENT_S)


async def test_a_pause_ends_a_still_that_is_being_made() -> None:
    async with at_school("testcard:") as finder:
        taking = asyncio.ensure_future(take_still(finder, timeout_s=PATIENT_S))
        await asyncio.sleep(0)
        finder.shut()
        finder.open()
        with pytest.raises(StillFailed, match="shut"):
            await taking


async def test_a_still_that_takes_too_long_is_given_up() -> None:
    async with at_school("testcard:") as finder:
        with pytest.raises(StillFailed):
            await take_still(finder, timeout_s=0.0)
        assert finder.shot is None
