"""Removal of what erased rows leave behind in the files of a database.

SQLite overwrites what is deleted with zeros, but rows that were moved leave copies in the gaps of
their pages, and the log of changes (`bridge.sqlite-wal`) holds pages as they were. PostgreSQL keeps
deleted rows until a table is written anew.
"""

import asyncio
import time
from typing import Any

import sqlalchemy as sa

from bridge.base.errors import StoreError
from bridge.store.engine import Database
from bridge.store.tables import loans

WRITTEN_ANEW = (
    *("loans", "devices", "pairings", "children", "contacts", "schools", "notes", "papers"),
    *(
        "link_uses",
        "family_links",
        "requests",
        "images",
        "people",
        "office_sessions",
        "ways_in",
        "passkeys",
    ),
    *("changes", "imports", "ticks", "withdrawals"),
)
"""Tables of PostgreSQL that hold something about people."""


async def scrub(database: Database) -> None:
    """Write the database anew, without a trace of erased rows, and erase them in its copies.

    Readers are not stopped.

    Raises:
        StoreError: Something else keeps the database busy; nothing is lost by trying again.
    """
    commands: list[str]
    how: dict[str, Any]
    if database.dialect.name == "sqlite":
        commands, how = ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"], {"bare": True}
    else:
        commands = [f"VACUUM (FULL) {table}" for table in WRITTEN_ANEW]
        how = {"isolation_level": "AUTOCOMMIT"}
    try:
        async with database.dialect.engine.connect() as bare:
            connection = await bare.execution_options(**how)
            for command in commands:
                result = await connection.execute(sa.text(command))
                row = result.first() if result.returns_rows else None
                if row is not None and row[0]:
                    raise StoreError(
                        f"the database ({database.dialect.place}) could not be written anew: "
                        "something reads from it; try again"
                    )
    except database.dialect.failures as error:
        raise database.failed(error) from None
    if database.copies is None:
        return
    async with database.begin() as connection:
        erased = sa.select(loans.c.id).where(loans.c.erased_at.is_not(None))
        ids = set((await connection.execute(erased)).scalars())
    await asyncio.to_thread(database.copies.clean, ids, int(time.time()))
