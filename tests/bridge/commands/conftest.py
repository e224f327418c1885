from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge.commands import robots
from bridge.store import Store, open_store
from tests.bridge.commands.lent import KEY


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'b.sqlite'}") as opened:
        await robots.add_robot(opened, "karlsson-1", "Karlsson", KEY, False)
        yield opened
