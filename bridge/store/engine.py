"""Transactions, and the rules behind violated constraints."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.errors import BadRequest, Conflict, StoreError
from bridge.process import file_words
from bridge.store.address import read
from bridge.store.copies import DatabaseCopies
from bridge.store.dialects import Dialect, open_postgresql, open_sqlite
from bridge.store.erased import ErasedList

Rule = Literal[
    "key_of_one_robot",
    "one_loan_at_a_time",
    "one_place",
    "dates_in_order",
    "new_secret",
    "exists",
    "other",
]

# Ends of the messages of the two databases.
_RULES: dict[str, Rule] = {
    "robots.public_key": "key_of_one_robot",
    "robots_public_key": "key_of_one_robot",
    "loans_overlap": "one_loan_at_a_time",
    "loans_one_place": "one_place",
    "UNIQUE constraint failed: loans.robot_id": "one_place",
    "loans_in_order": "dates_in_order",
    "pairings.lookup": "new_secret",
    "pairings_lookup_key": "new_secret",
    "FOREIGN KEY constraint failed": "exists",
    "loans_robot_id_fkey": "exists",
    "pairings_loan_id_fkey": "exists",
    "devices_loan_id_fkey": "exists",
}


class Violated(Conflict):
    """Violation of a constraint of the database.

    Args:
        rule: Rule behind the constraint.
    """

    def __init__(self, rule: Rule) -> None:
        super().__init__("this contradicts what is stored")
        self.rule = rule


class Database:
    """An open database."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.erased: ErasedList | None = None
        """List of erased loans; `open_store` opens it."""
        self.copies: DatabaseCopies | None = None
        """Copies beside the database; `open_store` names them."""

    @asynccontextmanager
    async def begin(self, write: bool = False) -> AsyncIterator[AsyncConnection]:
        """Run one transaction; any exception inside rolls it back.

        Raises:
            Violated: A constraint does not allow the change.
            StoreError: The database cannot be used.
        """
        try:
            async with self.dialect.engine.connect() as bare:
                connection = await bare.execution_options(immediate=write)
                async with connection.begin():
                    yield connection
        except IntegrityError as error:
            # The cause is dropped, since it may quote the row.
            raise Violated(_broken(error)) from None
        except self.dialect.failures as error:
            raise self.failed(error) from None

    def failed(self, error: BaseException) -> StoreError:
        """Return the error for a failure of the driver."""
        return StoreError(f"the database ({self.dialect.place}) {self.dialect.explain(error)}")

    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """Return an INSERT that supports ON CONFLICT."""
        return self.dialect.insert(table)


@asynccontextmanager
async def open_database(url: str, password: str) -> AsyncIterator[Database]:
    """Open a database without migrating it, and close it at the end.

    Raises:
        StoreError: The database cannot be opened.
    """
    try:
        address = read(url)
    except BadRequest as error:
        raise StoreError(f"storage.url: {error}") from None
    try:
        if address.dialect == "sqlite":
            dialect = open_sqlite(address)
        else:
            dialect = open_postgresql(address, password)
    except OSError as error:
        remedy = (
            "; run it as the bridge's user: sudo -u karlsson-bridge"
            if isinstance(error, PermissionError)
            else "; make the folder, or name another file with storage.url"
            if isinstance(error, FileNotFoundError)
            else ""
        )
        what = file_words.of_file(Path(address.place), error)
        raise StoreError(
            f"the database ({address.place}) cannot be opened: {what}{remedy}"
        ) from None
    try:
        yield Database(dialect)
    finally:
        await dialect.engine.dispose()


def _broken(error: IntegrityError) -> Rule:
    """Return the rule behind a driver's error."""
    name = getattr(getattr(error.orig, "__cause__", None), "constraint_name", None)
    said = name or str(error.orig)
    return next((rule for end, rule in _RULES.items() if said.endswith(end)), "other")
