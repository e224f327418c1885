"""Copies of the database that lie beside it: from before an upgrade, or from before a restore.

They hold what the database held. So erased loans are erased in them, too, and in time they go.
A dump of a PostgreSQL cannot be changed; it only goes.
"""

import contextlib
import logging
import os
from collections.abc import Collection, Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from bridge.store.address import Address
from bridge.store.backup import Backups
from bridge.store.erasing import erase
from bridge.store.snapshots import part_of, remove
from bridge.store.tables import loans

log = logging.getLogger(__name__)

DUMPS = "karlsson-bridge.dump.before-[0-9][0-9][0-9][0-9]"


class DatabaseCopies:
    """Copies of one database."""

    def __init__(self, address: Address, backups: Backups) -> None:
        self._path = Path(address.place) if address.dialect == "sqlite" else None
        self._folder = backups.folder

    def clean(self, ids: Collection[int], now: int) -> int:
        """Erase loans in every copy in which they have a name; return the number of copies.

        Args:
            ids: Numbers of the loans.
            now: Unix seconds.
        """
        return sum(_clean(path, ids, now) for path in self._files()) if ids else 0

    def forget(self, oldest: float) -> list[Path]:
        """Remove what is older than a time in Unix seconds; return what went."""
        gone = []
        for path in (*self._files(), *self._dumps()):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < oldest:
                    remove(path)
                    gone.append(path)
        if self._path is not None:
            # A restore that a power cut ended: nobody will ask for it.
            part = part_of(self._path)
            with contextlib.suppress(FileNotFoundError):
                if part.stat().st_mtime < oldest:
                    remove(part)
        return gone

    def _files(self) -> Iterator[Path]:
        if self._path is None:
            return
        for folder in {self._path.parent, self._folder or self._path.parent}:
            yield from folder.glob(f"{self._path.name}.before-[0-9][0-9][0-9][0-9]")
        replaced = self._path.with_name(f"{self._path.name}.replaced")
        if replaced.exists():
            yield replaced

    def _dumps(self) -> Iterator[Path]:
        if self._path is None and self._folder is not None:
            yield from self._folder.glob(DUMPS)


def _clean(path: Path, ids: Collection[int], now: int) -> bool:
    engine = sa.create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)
    changed = path.stat()
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            named = sa.select(loans.c.id).where(loans.c.id.in_(ids), loans.c.pupil_name != "")
            found = connection.execute(named).scalars().all()
            if not found:
                return False
            erase(connection, found, now)
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.isolation_level = None
            connection.exec_driver_sql("VACUUM")
    except DBAPIError:
        # A damaged copy is of no use to anybody.
        log.warning("a copy of the database could not be read, so it was removed: %s", path)
        remove(path)
        return True
    finally:
        engine.dispose()
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    # It is as old as it was.
    os.utime(path, ns=(changed.st_atime_ns, changed.st_mtime_ns))
    return True
