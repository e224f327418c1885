"""Databases for tests that do not ask how one is made: copied, since making one takes 60 ms."""

import contextlib
import functools
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from bridge.store import Store, migrations, open_store
from bridge.store.address import read
from bridge.store.engine import open_database
from bridge.store.steps import migrate


async def make_ready(url: str) -> None:
    """Put a new, empty database where an address of SQLite leads; leave any other as it is."""
    place = Path(read(url).place) if read(url).dialect == "sqlite" else None
    if place is None or place.exists():
        return
    template = _folder() / f"{migrations.HEAD}.sqlite"
    if not template.exists():
        async with (
            open_database(f"sqlite+aiosqlite:///{template}", "") as database,
            database.begin(write=True) as connection,
        ):
            await connection.run_sync(migrate)
    shutil.copy(template, place)
    place.chmod(0o600)


@contextlib.asynccontextmanager
async def ready_store(place: Path) -> AsyncIterator[Store]:
    """Open a store in a file; a new one is empty."""
    url = f"sqlite+aiosqlite:///{place}"
    await make_ready(url)
    async with open_store(url) as store:
        yield store


@functools.cache
def _folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="karlsson-ready-")
    _KEPT.append(folder)  # removed as this process ends
    return Path(folder.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
