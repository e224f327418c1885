"""An empty office for every test that wants one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bridge.office.staff import Staff, new_config, open_staff


@pytest.fixture
async def staff(tmp_path: Path) -> AsyncIterator[Staff]:
    async with open_staff(new_config(tmp_path)) as opened:
        yield opened
