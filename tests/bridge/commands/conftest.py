from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge.commands import robots
from bridge.protocol import proofs
from bridge.store import Store
from tests.bridge.commands.lent import KEY
from tests.bridge.ready import ready_store


@pytest.fixture(autouse=True)
def _quick_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make words without their slow hash, which has a test of its own."""
    monkeypatch.setattr(proofs, "WORD_ROUNDS", 2)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with ready_store(tmp_path / "b.sqlite") as opened:
        await robots.add_robot(opened, "karlsson-1", "Karlsson", KEY, False)
        yield opened
