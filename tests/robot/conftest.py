import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.robot.theatre import Theatre


@pytest.fixture
async def theatre(tmp_path: Path) -> AsyncIterator[Theatre]:
    async with asyncio.TaskGroup() as tasks:
        one = Theatre(tasks, tmp_path)
        yield one
        one.end()
