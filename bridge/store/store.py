"""The whole database behind one class, migrated and ready."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa

from bridge.base.errors import BadRequest, StoreError
from bridge.store import backup, migrations
from bridge.store.address import read
from bridge.store.backup import Backups
from bridge.store.copies import DatabaseCopies
from bridge.store.devices import Devices
from bridge.store.engine import Database, open_database
from bridge.store.enrolments import Enrolments
from bridge.store.erased import ErasedList
from bridge.store.fleet import Sightings
from bridge.store.link_uses import LinkUses
from bridge.store.loans import Loans
from bridge.store.pairings import Pairings
from bridge.store.robots import Robots
from bridge.store.scrubbing import scrub
from bridge.store.steps import migrate, step_of
from bridge.store.tables import robots
from bridge.store.waves import Waves


class Store(Robots, Enrolments, Loans, LinkUses, Pairings, Devices, Sightings, Waves):
    """Robots, enrolments, loans, uses of links, pairings, devices, sightings, alarms and waves.

    Every method is one transaction. It raises `StoreError` if the database cannot be used.
    """

    def __init__(self, database: Database, is_new: bool) -> None:
        self._database = database
        self.is_new = is_new
        """True if the database was empty before it was opened."""

    @property
    def database(self) -> Database:
        """The open database, for the rooms that keep other rows in it."""
        return self._database

    @property
    def place(self) -> str:
        """Place of the database: an absolute path, or server and name without password."""
        return self._database.dialect.place

    async def ping(self) -> None:
        """Check that the database answers."""
        async with self._database.begin() as connection:
            await connection.execute(sa.select(robots.c.id).limit(1))


def _check_there(url: str) -> None:
    """Refuse a file that is not there, before it is made."""
    try:
        address = read(url)
    except BadRequest:
        return  # told where it is opened
    if address.dialect == "sqlite" and not Path(address.place).exists():
        raise StoreError(_no_database(str(Path(address.place).absolute())))


def _no_database(place: str) -> str:
    return (
        f"there is no database at {place} yet; look whether storage.url in bridge.toml names the "
        "right folder. The bridge makes a new one when it starts: systemctl start karlsson-bridge"
    )


@asynccontextmanager
async def open_store(
    url: str, password: str = "", backups: Backups | None = None, *, may_create: bool = True
) -> AsyncIterator[Store]:
    """Open and migrate the database, and close it at the end.

    Args:
        url: Value of `storage.url`.
        password: Password for PostgreSQL instead of the one in the address.
        backups: Where a backup goes before the tables of an older version change.
        may_create: Whether a database that is not there, or is empty, becomes a new one.

    Raises:
        StoreError: The database cannot be opened or migrated.
    """
    if not may_create:
        _check_there(url)
    async with open_database(url, password) as database:
        async with database.begin() as connection:
            step = await connection.run_sync(step_of)
        if not step and not may_create:
            raise StoreError(_no_database(database.dialect.place))
        if step and step < migrations.HEAD:
            how = (read(url), password, step, backups or Backups())
            await asyncio.to_thread(backup.make, *how)
        async with database.begin(write=True) as connection:
            is_new = await connection.run_sync(migrate)
            erased = ErasedList(backup.lists_of(read(url), backups or Backups()))
            again = await connection.run_sync(erased.settle, int(time.time()))
        database.erased, database.copies = erased, DatabaseCopies(read(url), backups or Backups())
        if again:
            await scrub(database)
        yield Store(database, is_new)
