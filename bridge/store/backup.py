"""Backup of a database before its tables change, with a trial of both: restoring and changing.

    bridge.sqlite                    goes on only after the trial
    bridge.sqlite.before-0007        as it was, whole and checked; the newest three stay

SQLite is copied online, a PostgreSQL is dumped by `pg_dump`. What fails here changes nothing.
"""

import contextlib
import logging
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError

from bridge.base.errors import StoreError
from bridge.process import atomic, file_words
from bridge.store import migrations
from bridge.store.address import Address
from bridge.store.steps import migrate

log = logging.getLogger(__name__)

KEPT = 3
RESERVE_BYTES = 16 * 1024 * 1024
DUMP_S = 600.0
PRIVATE = 0o600

OFF = "none"
"""Value of `storage.backups` for people who make backups themselves."""


@dataclass(frozen=True)
class Backups:
    """Place of backups.

    Args:
        folder: None puts those of SQLite beside the database.
        wanted: False makes none.
        is_required: True refuses to change a database that cannot be backed up.
        erased: Lists of erased loans; None puts that of SQLite beside the database.
    """

    folder: Path | None = None
    wanted: bool = True
    is_required: bool = False
    erased: tuple[Path, ...] | None = None


def lists_of(address: Address, backups: Backups) -> tuple[Path, ...]:
    """Return the files of the list of erased loans."""
    if backups.erased is not None:
        return backups.erased
    return (Path(f"{address.place}.erased"),) if address.dialect == "sqlite" else ()


def make(address: Address, password: str, step: str, backups: Backups) -> Path | None:
    """Make a backup, restore it elsewhere and change it there; return its path.

    Args:
        step: At which the database is.

    Raises:
        StoreError: It cannot be made, or the trial failed. The database is as it was.
    """
    if not backups.wanted:
        log.warning("the database is changed from %s without a backup, as configured", step)
        return None
    try:
        if address.dialect == "sqlite":
            goal = _copy_sqlite(Path(address.place), backups.folder)
        elif (found := _dump(address, password, backups)) is not None:
            goal = found
        else:
            return None
    except (OSError, sqlite3.Error) as error:
        what = file_words.words(error) if isinstance(error, OSError) else "SQLite cannot copy it"
        raise StoreError(_unmade(address, step, what)) from error
    log.info("the database was backed up before a change of its tables: %s", goal)
    return goal


# ---- SQLite


def _copy_sqlite(path: Path, folder: Path | None) -> Path:
    place = folder or path.parent
    goal = place / f"{path.name}.before-{migrations.HEAD}"
    size = path.stat().st_size
    free = shutil.disk_usage(place).free
    if free < 2 * size + RESERVE_BYTES:
        raise StoreError(
            f"the database ({path}) has to be backed up before its tables change, and {place} has "
            f"only {free / 1e6:.0f} MB free; make room, or name another folder in storage.backups"
        )
    beside, trial = goal.with_name(f".{goal.name}.part"), goal.with_name(f".{goal.name}.trial")
    try:
        for one in (beside, trial):
            one.unlink(missing_ok=True)
            os.close(os.open(one, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, PRIVATE))
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(beside)) as copy:
            source.backup(copy)
        shutil.copyfile(beside, trial)
        _try(trial)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(goal)
        atomic.sync_folder(place)
    finally:
        for one in (beside, trial):
            for end in ("", "-wal", "-shm", "-journal"):
                one.with_name(one.name + end).unlink(missing_ok=True)
    _forget_old(goal)
    return goal


def _try(path: Path) -> None:
    """Change a restored copy, as the database itself will be changed next."""
    engine = sa.create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)
    sa.event.listen(engine, "connect", lambda one, _: setattr(one, "isolation_level", None))
    sa.event.listen(engine, "begin", lambda one: one.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            _check(connection, "before")
            migrate(connection)
            _check(connection, "after")
    except DBAPIError as error:
        raise StoreError(_failed(path, "SQLite refuses a step")) from error
    finally:
        engine.dispose()


def _check(connection: Connection, when: str) -> None:
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if found != "ok" or orphans is not None:
        what = (
            f"it is damaged {when} the change" if found != "ok" else f"rows miss others {when} it"
        )
        raise StoreError(_failed(Path(str(connection.engine.url.database)), what))


def _failed(path: Path, what: str) -> str:
    name = path.name.removeprefix(".").removesuffix(".trial").rpartition(".before-")[0]
    return (
        f"the database ({path.with_name(name)}) was not changed: the trial with a copy failed, "
        f"since {what}. Start the version of before, and tell the people who make Karlsson"
    )


def _forget_old(newest: Path) -> None:
    stem = newest.name.rpartition(".before-")[0]
    found = sorted(newest.parent.glob(f"{stem}.before-[0-9][0-9][0-9][0-9]"))
    for one in [path for path in found if path != newest][: max(0, len(found) - KEPT)]:
        with contextlib.suppress(OSError):
            one.unlink()


# ---- PostgreSQL


def _dump(address: Address, password: str, backups: Backups) -> Path | None:
    program = shutil.which("pg_dump")
    if program is None or backups.folder is None:
        lack = "pg_dump is not installed (apt-get install postgresql-client)"
        what = lack if program is None else "storage.backups names no folder"
        if backups.is_required:
            raise StoreError(
                f"the database ({address.place}) has to be backed up before its tables change, and "
                f'{what}. Or make the backup yourself, and set storage.backups = "{OFF}"'
            )
        log.warning("the database is changed without a backup: %s", what)
        return None
    goal = backups.folder / f"karlsson-bridge.dump.before-{migrations.HEAD}"
    beside = goal.with_name(f".{goal.name}.part")
    plain, secret = without_password(address.dsn)
    # Never on the command line, which everybody on the machine may read.
    environment = {**os.environ, "PGPASSWORD": password or secret}
    beside.unlink(missing_ok=True)
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, PRIVATE))
    try:
        for command in (
            [program, "--format=custom", "--no-password", f"--file={beside}", f"--dbname={plain}"],
            [str(Path(program).with_name("pg_restore")), "--file=/dev/null", str(beside)],
        ):
            done = subprocess.run(
                command, env=environment, capture_output=True, timeout=DUMP_S, check=False
            )
            if done.returncode:
                what = f"{Path(command[0]).name} failed with status {done.returncode}"
                raise StoreError(_unmade(address, "", what))
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        beside.replace(goal)
        atomic.sync_folder(goal.parent)
    except subprocess.TimeoutExpired as error:
        raise StoreError(_unmade(address, "", "pg_dump takes too long")) from error
    finally:
        beside.unlink(missing_ok=True)
    _forget_old(goal)
    return goal


def without_password(dsn: str) -> tuple[str, str]:
    """Return an address without its password, and the password."""
    parts = urlsplit(dsn)
    user, _, host = parts.netloc.rpartition("@")
    name, _, secret = user.partition(":")
    netloc = f"{name}@{host}" if user else host
    return urlunsplit(parts._replace(netloc=netloc)), unquote(secret)


def _unmade(address: Address, step: str, what: str) -> str:
    at = f" at step {step}" if step else ""
    return (
        f"the database ({address.place}){at} was not changed: no backup could be made, since "
        f'{what}. Make one yourself, and set storage.backups = "{OFF}" for this start'
    )
