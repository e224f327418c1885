"""The whole database as bytes and back, consistent also while a bridge writes into it.

SQLite is copied online into memory and written anew there: no gap of a page holds what was deleted.
A PostgreSQL is dumped by `pg_dump`. Sessions and the rows for undoing stay out: whoever puts a
backup back wants neither.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from bridge.base.errors import StoreError
from bridge.process import atomic, file_words
from bridge.store import migrations
from bridge.store.address import Address
from bridge.store.backup import DUMP_S, without_password
from bridge.store.dialects import BUSY_TIMEOUT_S

LEFT_OUT = ("office_sessions", "images")

PRIVATE = 0o600

SERVED = "a bridge is running on it; stop it first: sudo systemctl stop karlsson-bridge"


def take(address: Address, password: str) -> bytes:
    """Return the whole database.

    Raises:
        StoreError: It is not there, or is damaged.
    """
    if address.dialect == "sqlite":
        return _copied(Path(address.place))
    out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
    return _run(address, password, "pg_dump", "--format=custom", *out)


def _copied(path: Path) -> bytes:
    # Never made by accident: mode=rw opens what is there.
    name = f"file:{quote(str(path))}?mode=rw"
    try:
        with (
            closing(sqlite3.connect(name, uri=True, timeout=BUSY_TIMEOUT_S)) as source,
            closing(sqlite3.connect(":memory:", isolation_level=None)) as copy,
        ):
            source.backup(copy)
            for table in LEFT_OUT:
                if copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
                    copy.execute(f"DELETE FROM {table}")
            copy.execute("VACUUM")
            check(copy, path)
            return bytes(copy.serialize())
    except sqlite3.Error as error:
        what = "it is not there" if not path.exists() else f"SQLite cannot read it ({error})"
        raise StoreError(f"the database ({path}) cannot be backed up: {what}") from error


def check(connection: sqlite3.Connection, path: Path) -> str:
    """Return the step of a database of a bridge.

    Raises:
        StoreError: It is damaged, or no database of a bridge, or of a newer version.
    """
    found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    if found != "ok" or orphans is not None:
        raise StoreError(f"the database ({path}) is damaged")
    try:
        step = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlite3.Error, TypeError):
        raise StoreError(f"the database ({path}) is no database of a bridge") from None
    if step > migrations.HEAD:
        raise StoreError(f"it is of a newer version of Karlsson (step {step}); install that first")
    return step


def part_of(path: Path) -> Path:
    """Return where a copy of SQLite is made ready before it takes the place of the database."""
    return path.with_name(f".{path.name}.restoring")


def write_part(part: Path, data: bytes) -> None:
    """Write a copy of SQLite.

    Raises:
        StoreError: It cannot be written, or is not a database of the bridge.
    """
    try:
        remove(part)
        atomic.write_new(part, data)
    except OSError as error:
        raise StoreError(f"{part}: {file_words.of_file(part, error)}") from error
    with closing(sqlite3.connect(part)) as connection:
        check(connection, part)


def put_in_place(part: Path, path: Path) -> Path | None:
    """Give a copy the place of the database; return where the one of before is, if there was one.

    Raises:
        StoreError: A bridge runs on the one of before.
    """
    old = path.with_name(f"{path.name}.replaced") if path.exists() else None
    try:
        if old is not None:
            _close(path)
            # A log that is left belongs to a damaged database, not to the new one.
            for end in ("-wal", "-shm"):
                Path(f"{path}{end}").unlink(missing_ok=True)
            path.replace(old)
        part.replace(path)
        atomic.sync_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path}: {file_words.of_file(path, error)}") from error
    return old


def remove(path: Path) -> None:
    """Remove a database with its log."""
    for end in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{end}").unlink(missing_ok=True)


def _close(path: Path) -> None:
    """Let SQLite write its log into the file; nobody else may have it open for that.

    Raises:
        StoreError: Somebody has.
    """
    try:
        with closing(sqlite3.connect(path, timeout=0.2)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreError(f"the database ({path}) cannot be replaced: {SERVED}") from error
    except sqlite3.DatabaseError:
        # Damaged: that may be why a backup is put back.
        return


def load_dump(address: Address, password: str, dump: bytes) -> None:
    """Replace what is in a PostgreSQL by a dump, in one transaction.

    Raises:
        StoreError: It cannot be done; the database is as it was.
    """
    how = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction")
    _run(address, password, "pg_restore", *how, "--exit-on-error", given=dump)


def _run(address: Address, password: str, name: str, *how: str, given: bytes = b"") -> bytes:
    program = shutil.which(name)
    if program is None:
        raise StoreError(f"{name} is not installed (apt-get install postgresql-client)")
    plain, secret = without_password(address.dsn)
    # Never on the command line, which everybody on the machine may read.
    environment = {**os.environ, "PGPASSWORD": password or secret}
    command = [program, *how, "--no-password", f"--dbname={plain}"]
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, timeout=DUMP_S, check=False, input=given
        )
    except subprocess.TimeoutExpired as error:
        raise StoreError(f"{name} takes too long") from error
    if done.returncode:
        raise StoreError(f"{name} failed with status {done.returncode} at {address.place}")
    return done.stdout
