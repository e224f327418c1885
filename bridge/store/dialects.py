"""SQLite and PostgreSQL: opening, transactions, and errors in words.

SQLite runs in WAL mode with `synchronous=FULL`, so that acknowledged changes survive a power
cut. PostgreSQL does the same by default.
"""

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bridge.process import file_words
from bridge.store.address import Address

BUSY_TIMEOUT_S = 5.0
"""Longest time that a write waits for another process, such as the command line."""

CONNECT_TIMEOUT_S = 5.0
"""Longest time for making a connection to PostgreSQL."""

ANSWER_TIMEOUT_S = 15.0
"""Longest silence of PostgreSQL. The server itself gives up sooner, after `BUSY_TIMEOUT_S`."""

BUSY = f"something else has kept it busy for more than {BUSY_TIMEOUT_S:.0f} s; try again"


@dataclass(frozen=True)
class Dialect:
    """Open database, with everything that differs between the two kinds."""

    name: str
    place: str
    """Place of the database for people, without user and password."""
    engine: AsyncEngine
    failures: tuple[type[BaseException], ...]
    """Exceptions of the driver when the database cannot be used."""
    explain: Callable[[BaseException], str]
    """Describes an exception in words, without quoting statements or values."""

    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """Return an INSERT that supports ON CONFLICT."""
        return sqlite.insert(table) if self.name == "sqlite" else postgresql.insert(table)


def open_sqlite(address: Address) -> Dialect:
    """Open a file; a new one can be read by its owner only.

    Raises:
        OSError: The file cannot be created.
    """
    path = Path(address.place).absolute()
    # WAL files get the mode of their database.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)), hide_parameters=True
    )
    sa.event.listen(engine.sync_engine, "connect", _prepare)
    sa.event.listen(engine.sync_engine, "begin", _start)
    failures = (DBAPIError, PoolTimeoutError, OSError)
    return Dialect("sqlite", str(path), engine, failures, _explain_sqlite)


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={int(BUSY_TIMEOUT_S * 1000)}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        # What is erased is overwritten with zeros.
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _start(connection: Connection) -> None:
    """Begin a transaction explicitly: Python's driver would leave table changes outside of one.

    A writer takes the lock at once. So it waits for its turn, and does not fail because
    another process wrote between its reading and its writing.
    """
    options = connection.get_execution_options()
    if options.get("bare"):
        return
    immediate = options.get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


_SQLITE = {
    "SQLITE_NOTADB": "is no database, or is damaged; put a backup back, or name another file",
    "SQLITE_CORRUPT": "is damaged; put a backup back",
    "SQLITE_FULL": "finds no room on its disk",
    "SQLITE_READONLY": "may be read only; look at the owner of the file and its folder",
    "SQLITE_CANTOPEN": "cannot be opened; look at the owner of the file and its folder",
    "SQLITE_PERM": "may not be opened; look at the owner of the file and its folder",
    "SQLITE_IOERR": "cannot be read or written; the disk gives an error",
}


def _explain_sqlite(error: BaseException) -> str:
    origin = getattr(error, "orig", None) or error
    if isinstance(origin, OSError):
        return f"cannot be opened: {file_words.words(origin)}"
    if isinstance(origin, sqlite3.OperationalError) and "locked" in str(origin):
        return f"cannot be used: {BUSY}"
    if isinstance(origin, sqlite3.Error):
        name = str(getattr(origin, "sqlite_errorname", "") or "SQLITE_ERROR")
        return _SQLITE.get(name, f"cannot be used: error {name}")
    return "cannot be used"


class BadOption(Exception):
    """Option in PostgreSQL's address that its driver does not know."""


def open_postgresql(address: Address, password: str) -> Dialect:
    """Prepare connections to a server; the first one is made when it is needed.

    Args:
        password: Password instead of the one in the address; empty keeps that one.
    """
    # Imported here: most bridges use SQLite, and a command should start fast.
    import asyncpg

    async def connect(*_arguments: object, **_options: object) -> Any:
        try:
            return await asyncpg.connect(
                address.dsn,
                password=password or None,
                timeout=CONNECT_TIMEOUT_S,
                command_timeout=ANSWER_TIMEOUT_S,
                server_settings={
                    "application_name": "karlsson-bridge",
                    "lock_timeout": f"{BUSY_TIMEOUT_S:.0f}s",
                    "statement_timeout": f"{BUSY_TIMEOUT_S:.0f}s",
                    "idle_in_transaction_session_timeout": f"{ANSWER_TIMEOUT_S:.0f}s",
                },
            )
        except (ValueError, TypeError, asyncpg.InterfaceError):
            raise BadOption from None

    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=connect, hide_parameters=True, pool_pre_ping=True
    )
    # SQLAlchemy does not wrap errors of a connection that cannot be made.
    failures = (
        *(DBAPIError, PoolTimeoutError, OSError, BadOption),
        *(asyncpg.PostgresError, asyncpg.InterfaceError),
    )
    return Dialect("postgresql", address.place, engine, failures, _explain_postgresql)


_MEANINGS = {
    "28000": "does not let this user in",
    "28P01": "refuses this user or password",
    "3D000": "has no database of this name",
    "42501": "does not allow this user to do so; it needs CREATE in its schema",
    "53300": "has too many connections open",
    "53100": "has no room left on its disk",
    "55P03": f"cannot be used: {BUSY}",
    "57014": f"cannot be used: {BUSY}",
    "40001": f"cannot be used: {BUSY}",
    "40P01": f"cannot be used: {BUSY}",
    "57P01": "is being shut down",
    "57P03": "is starting or stopping; try again",
}


def _explain_postgresql(error: BaseException) -> str:
    # The server's text may quote a whole row with a child's name, so only its code is used.
    origin = getattr(error, "orig", None)
    inner = getattr(origin, "__cause__", None) or origin or error
    code = getattr(inner, "sqlstate", None)
    if code in _MEANINGS:
        return _MEANINGS[code]
    if code:
        return f"cannot be used: error {code}"
    if isinstance(inner, TimeoutError):
        return "does not answer in time"
    if isinstance(inner, OSError):
        why = file_words.words(inner) if inner.errno else "no connection can be made"
        return f"cannot be reached: {why}"
    if isinstance(inner, BadOption):
        return "cannot be used: its address holds an option that is not known"
    return f"cannot be used: {type(inner).__name__}"
