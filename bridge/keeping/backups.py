"""Making a backup: the whole database in one file that only the key opens.

    age-encryption.org/v1 …
        karlsson-backup 1 sqlite 2026-11-30T03:00:00+00:00
        the database, as SQLite or pg_dump wrote it

`age --decrypt --identity KEY FILE | tail --lines=+2` gives the database without Karlsson.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from bridge.base.errors import BadRequest, StoreError
from bridge.keeping.sealing import Lock, SealError, seal, unseal
from bridge.process import atomic, file_words
from bridge.store import snapshots
from bridge.store.address import Address

MAGIC = "karlsson-backup 1"
PATTERN = "karlsson-bridge-*.age"
LIST = "erased"
"""Name of the copy of the list of erased loans beside backups."""
MOST_BYTES = 4 * 1024**3


@dataclass(frozen=True)
class Opened:
    """A backup that was opened.

    Args:
        made: When it was made.
        data: The database.
    """

    dialect: Literal["sqlite", "postgresql"]
    made: datetime
    data: bytes


def make_backup(
    address: Address, password: str, lock: Lock, goal: Path, now: datetime
) -> tuple[Path, int]:
    """Make a backup; return its path and size.

    Args:
        address: Of the database, which may be in use.
        password: Of PostgreSQL.
        lock: Whoever may open it.
        goal: A new file, or a folder in which it gets a name of its own.
        now: With its time zone.

    Raises:
        StoreError: The database cannot be read, or the file cannot be written.
        BadRequest: Nothing says for whom it is encrypted, or the file is there already.
    """
    data = snapshots.take(address, password)
    made = now.astimezone(UTC).replace(microsecond=0)
    head = f"{MAGIC} {address.dialect} {made.isoformat()}\n"
    sealed = seal(head.encode() + data, lock)
    path = _free_name(goal, made) if goal.is_dir() else goal
    try:
        atomic.write_new(path, sealed)
    except FileExistsError:
        raise BadRequest(f"{path} is there already; name another file") from None
    except OSError as error:
        raise StoreError(f"{path}: {file_words.of_file(path, error)}") from error
    return path, len(sealed)


def _free_name(folder: Path, made: datetime) -> Path:
    """Return a name that nothing has: two backups may be made in one second."""
    stem = made.strftime("karlsson-bridge-%Y-%m-%dT%H%M%SZ")
    names = (f"{stem}{end}.age" for end in ("", *(f".{number}" for number in range(2, 100))))
    return next((path for path in map(folder.joinpath, names) if not path.exists()), folder / stem)


def open_backup(path: Path, key_text: str, passphrase: str) -> Opened:
    """Open a backup.

    Raises:
        StoreError: The file cannot be read.
        SealError: The file holds no backup, is damaged, or is for another key.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SealError(f"{path}: it is larger than any backup")
        sealed = path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path}: {file_words.of_file(path, error)}") from error
    try:
        head, _, data = unseal(sealed, key_text, passphrase).partition(b"\n")
        if not head.startswith(MAGIC.encode()):
            raise SealError("it is another age file, and no backup of a bridge")
        dialect, _, made = head.decode("ascii").removeprefix(f"{MAGIC} ").partition(" ")
        when = datetime.fromisoformat(made)
    except SealError as error:
        raise SealError(f"{path}: {error}") from None
    except ValueError:
        raise SealError(f"{path}: this version does not know its first line") from None
    return Opened("sqlite" if dialect == "sqlite" else "postgresql", when, data)


def forget_backups(folder: Path, keep_days: int, now: datetime) -> list[Path]:
    """Remove backups that are too old, but for the newest one; return those that went."""
    limit = (now - timedelta(days=keep_days)).timestamp()
    found = sorted(folder.glob(PATTERN))
    gone = [path for path in found[:-1] if path.stat().st_mtime < limit]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone
