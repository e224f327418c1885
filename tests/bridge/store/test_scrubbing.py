"""Traces of erased rows: `test_erasing` looks for them in the files."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bridge.base.errors import StoreError
from bridge.store import dialects, open_store
from bridge.store.scrubbing import WRITTEN_ANEW, scrub
from bridge.store.tables import metadata


def test_every_table_that_is_written_anew_exists() -> None:
    assert set(WRITTEN_ANEW) <= set(metadata.tables)


async def test_whoever_reads_meanwhile_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialects, "BUSY_TIMEOUT_S", 0.0)
    path = tmp_path / "bridge.sqlite"
    async with open_store(f"sqlite:///{path}") as store:
        async with store.database.begin() as reader:
            await reader.execute(sa.text("SELECT count(*) FROM robots"))
            with pytest.raises(StoreError, match="something reads from it"):
                await scrub(store.database)
        await scrub(store.database)
        assert Path(f"{path}-wal").stat().st_size == 0
