"""A bridge on loopback for every test that wants one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge.config import Config
from tests.bridge.people import House, house_config, open_house


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return house_config(tmp_path)


@pytest.fixture
async def house(config: Config) -> AsyncIterator[House]:
    async with open_house(config) as opened:
        yield opened
