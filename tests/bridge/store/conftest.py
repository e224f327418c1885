"""Each test of the store runs on a new SQLite file and on a new database of a PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge.base.records import Loan
from bridge.store import Store, open_store
from tests.bridge.postgresql import Cluster
from tests.bridge.ready import make_ready
from tests.bridge.store.samples import ROBOT, SPAN


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.long, pytest.mark.thorough])]
)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'bridge.sqlite'}"
    cluster: Cluster = request.getfixturevalue("postgresql_server")
    if "store" in request.fixturenames:
        return await cluster.ready_database()
    return await cluster.new_database()


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    await make_ready(url)
    async with open_store(url) as opened:
        yield opened


@pytest.fixture
async def loan(store: Store) -> Loan:
    await store.put_robot(ROBOT)
    return await store.add_loan(ROBOT.id, "Lena", SPAN, "hash")
