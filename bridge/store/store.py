"""The whole database behind one door, migrated and ready."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa

from bridge.store.devices import Devices
from bridge.store.engine import Database, open_database
from bridge.store.loans import Loans
from bridge.store.pairings import Pairings
from bridge.store.robots import Robots
from bridge.store.steps import migrate
from bridge.store.tables import robots


class Store(Robots, Loans, Pairings, Devices):
    """Robots, loans, pairings and devices.

    Every method is one transaction, and raises `StoreError` when the database cannot be used.
    """

    def __init__(self, database: Database, is_new: bool) -> None:
        self._database = database
        self.is_new = is_new
        """Whether there was nothing before it was opened."""

    @property
    def place(self) -> str:
        """Where the database is: an absolute path, or a server and a name, without password."""
        return self._database.dialect.place

    async def ping(self) -> None:
        """Ask the database for a sign of life."""
        async with self._database.begin() as connection:
            await connection.execute(sa.select(robots.c.id).limit(1))


@asynccontextmanager
async def open_store(url: str, password: str = "") -> AsyncIterator[Store]:
    """Open the database, bring it to the newest form, and close it at the end.

    Args:
        url: As `storage.url` has it.
        password: For PostgreSQL; goes before one in the address.

    Raises:
        StoreError: It cannot be opened or brought up to date.
    """
    async with open_database(url, password) as database:
        async with database.begin(write=True) as connection:
            is_new = await connection.run_sync(migrate)
        yield Store(database, is_new)
