"""A folder of releases with one release in it, and the bridge's own copy of the key."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.technician.releases.makers import House, a_house

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def made(tmp_path: Path) -> House:
    house = a_house(tmp_path / "made", NOW)
    house.release(tmp_path, "1.5.0", at=NOW)
    return house
