import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.robot.listeners import Listener
from tests.robot.theatre import Theatre


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    async with asyncio.TaskGroup() as tasks:
        one = Theatre(tasks, tmp_path)
        yield one
        one.end()


@pytest.fixture
async def listener(tmp_path: Path) -> AsyncIterator[Listener]:
    async with asyncio.TaskGroup() as tasks:
        theatre = Theatre(tasks, tmp_path)
        yield Listener(theatre, tmp_path)
        theatre.end()
