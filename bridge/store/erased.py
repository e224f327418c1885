"""The list of erased loans, in a file that outlives every backup.

    bridge.sqlite
    bridge.sqlite.erased        9f86d081884c7d65 12

Whoever puts an old backup back, by command or by hand, would bring back names that were erased
since. So every erased loan stands here by its number, with the number of its database, and whatever
opens the database erases again what should be. A file of numbers tells nothing of anybody.

A database in which a listed loan is not there was put back from before that loan was made. Its next
loans get the same numbers again, so it becomes another database, with a number of its own.
"""

import logging
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

from bridge.base.errors import StoreError
from bridge.process import atomic, file_words
from bridge.store.erasing import erase
from bridge.store.office_tables import settings
from bridge.store.tables import loans

log = logging.getLogger(__name__)

NUMBER = "database"
"""Name of the setting with the number of a database."""

PRIVATE = 0o600


class ErasedList:
    """Erased loans.

    Args:
        paths: Files; the first is beside the database and is written, the others, such as one
            beside backups, are only read.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self.database = ""
        """Number of the database."""

    def read(self) -> list[tuple[str, int]]:
        """Return all lines of all files, oldest first: number of the database, and of the loan.

        Raises:
            StoreError: A file cannot be read, or is another one.
        """
        found: dict[tuple[str, int], None] = {}
        for path in self._paths:
            try:
                text = path.read_text(encoding="ascii")
            except FileNotFoundError:
                continue
            except (OSError, UnicodeDecodeError) as error:
                raise StoreError(_unread(path, error)) from error
            for line in text.splitlines():
                database, _, number = line.partition(" ")
                if not number.isdigit():
                    # A line that a power cut cut off; its loan is erased in the database.
                    continue
                found[database, int(number)] = None
        return list(found)

    def add(self, ids: Iterable[int]) -> None:
        """Write down that loans are erased; they are on the disk when this returns.

        Raises:
            StoreError: A file cannot be written.
        """
        lines = "".join(f"{self.database} {one}\n" for one in sorted(ids))
        for path in self._paths[:1] if lines else ():
            try:
                is_new = not path.exists()
                flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
                with os.fdopen(os.open(path, flags, PRIVATE), "ab") as file:
                    # After a line that a power cut cut off, this one begins anew.
                    file.write(("" if is_new else "\n").encode() + lines.encode())
                    file.flush()
                    os.fsync(file.fileno())
                if is_new:
                    atomic.sync_folder(path.parent)
            except OSError as error:
                raise StoreError(_unwritten(path, error)) from error

    def copy_to(self, path: Path) -> None:
        """Bring a copy beside backups up to date.

        Raises:
            StoreError: A file cannot be read or written.
        """
        found = ErasedList((*self._paths, path)).read()
        try:
            atomic.replace(path, "".join(f"{one} {loan}\n" for one, loan in found).encode())
        except OSError as error:
            raise StoreError(f"{path}: {file_words.of_file(path, error)}") from error

    def settle(self, connection: sa.Connection, now: int) -> list[int]:
        """Erase again what an old backup brought back; return the numbers of those loans.

        Args:
            connection: Within a transaction that writes, after the migration.
            now: Unix seconds.

        Raises:
            StoreError: A file cannot be read or written.
        """
        lines = self.read()
        stored = sa.select(settings.c.value).where(settings.c.name == NUMBER)
        own = connection.execute(stored).scalar_one_or_none()
        rows = connection.execute(sa.select(loans.c.id, loans.c.erased_at)).all()
        there = {row.id: row.erased_at for row in rows}
        if own is None and there and lines:
            # From before the list; it can be of no other database than that of its file.
            own = lines[-1][0]
        mine = {loan for database, loan in lines if database == own}
        again = sorted(loan for loan in mine if loan in there and there[loan] is None)
        if again:
            erase(connection, again, now)
            log.warning("%d loans of a backup were erased again: they had been before", len(again))
        self.database = own or secrets.token_hex(8)
        if mine - set(there):
            self.database = secrets.token_hex(8)
            mine = set()
        _keep_number(connection, self.database)
        known = {loan for loan, at in there.items() if at is not None} | set(again)
        self.add(known - mine)
        return again

    def renumber(self, connection: sa.Connection) -> None:
        """Make a database that was put back another one: its loans get numbers of their own.

        Raises:
            StoreError: A file cannot be written.
        """
        self.database = secrets.token_hex(8)
        _keep_number(connection, self.database)
        self.add(connection.execute(sa.select(loans.c.id).where(loans.c.erased_at > 0)).scalars())


def _keep_number(connection: sa.Connection, number: str) -> None:
    this = settings.c.name == NUMBER
    done = connection.execute(sa.update(settings).where(this).values(value=number))
    if not done.rowcount:
        connection.execute(sa.insert(settings).values(name=NUMBER, value=number))


def _unread(path: Path, error: OSError | UnicodeDecodeError) -> str:
    what = file_words.of_file(path, error) if isinstance(error, OSError) else "it is another file"
    return (
        f"the list of erased loans ({path}) cannot be read: {what}. Without it a backup could "
        "bring erased names back"
    )


def _unwritten(path: Path, error: OSError) -> str:
    what = file_words.of_file(path, error)
    return f"the list of erased loans ({path}) cannot be written: {what}. Nothing was erased"
