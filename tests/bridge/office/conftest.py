"""An empty office for every test that wants one, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from bridge.signaling import revocation
from tests.bridge.office.staff import Staff, new_config, open_staff


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what drives a browser over PostgreSQL: a page does not know its database."""
    here = Path(__file__).parent
    twice = [
        item
        for item in items
        if here in item.path.parents
        and item.get_closest_marker("browser")
        and "[postgresql" in item.name
    ]
    config.hook.pytest_deselected(items=twice)
    left_out = set(twice)
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.long, pytest.mark.thorough])]
)
async def staff(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Staff]:
    config = new_config(tmp_path)
    if request.param == "postgresql":
        url = await request.getfixturevalue("postgresql_server").ready_database()
        config = msgspec.structs.replace(
            config, storage=msgspec.structs.replace(config.storage, url=url)
        )
    async with open_staff(config) as opened:
        yield opened


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bridge look often for rights that have ended."""
    monkeypatch.setattr(revocation, "INTERVAL_S", 0.02)
