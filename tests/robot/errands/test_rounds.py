import asyncio
from pathlib import Path

import pytest

from robot.errands import rounds
from tests.deadline import WAIT_S
from tests.robot.errands.test_errands import Robot


async def test_the_doctor_looks_by_itself_once_nobody_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FIRST_S", 0.0)
    monkeypatch.setattr(rounds, "LATER_S", 0.0)
    robot = Robot(tmp_path)
    robot.calm.told(asleep=False)
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(rounds.make_rounds(robot.errands))
        for _ in range(10):
            await asyncio.sleep(0)
        assert robot.examined == []
        robot.calm.told(asleep=True)
        await robot.began.wait()
        running.cancel()
    assert len(robot.examined) == 1
