import asyncio
from pathlib import Path

import pytest

from robot.media.devices.cameras import run_camera
from robot.media.types.cells import Newest
from robot.media.types.spec import HeadPose, Size, parse_camera
from robot.media.types.viewfinder import Frame, Viewfinder
from robot.wifi.code_reader import CodeReader
from robot.wifi.wifi_code import parse_code
from tests.deadline import WAIT_S
from tests.robot.wifi.codes import CODE, clip, held

LABEL = "http://karlsson-1.local"


async def test_codes_are_read_from_a_camera_that_sends_smaller_pictures(tmp_path: Path) -> None:
    film = clip(
        tmp_path / "held.avi",
        *[held(LABEL, module_px=4)] * 5,
        *[held(CODE, module_px=4, turned_deg=9, tilted=0.1, blur_px=0.8, noise=6)] * 10,
    )
    finder = Viewfinder()
    pictures: Newest[Frame] = Newest()
    seen: list[str] = []

    def each(text: str) -> bool:
        seen.append(text)
        return parse_code(text) is None

    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        camera = tasks.create_task(
            run_camera(
                parse_camera(str(film)),
                Size(640, 480, 30),
                pictures,
                lambda: HeadPose(0.0, 0.0),
                lambda _: None,
                66.0,
                finder=finder,
            )
        )
        await CodeReader(finder).read(each)
        camera.cancel()
    assert seen[-1] == CODE
    assert set(seen) <= {LABEL, CODE}


async def test_a_shut_camera_is_waited_for() -> None:
    finder = Viewfinder()
    finder.shut()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await CodeReader(finder).read(lambda _: False)
