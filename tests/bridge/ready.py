"""Databases for tests that do not ask how one is made: copied, since making one takes 60 ms."""

import functools
import shutil
import tempfile
from pathlib import Path

from bridge.store import migrations
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


@functools.cache
def _folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="karlsson-ready-")
    _KEPT.append(folder)  # removed as this process ends
    return Path(folder.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
