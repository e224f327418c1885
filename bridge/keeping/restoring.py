"""Putting a backup back: erased names stay erased, and what was taken back stays taken back."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bridge.base.errors import Conflict, StoreError
from bridge.keeping.backups import Opened
from bridge.store import Store, open_store, snapshots
from bridge.store.address import Address, read
from bridge.store.backup import Backups, lists_of
from bridge.store.emptying import count_rows, empty, others
from bridge.store.engine import open_database
from bridge.store.scrubbing import scrub
from bridge.store.taken_back import TakenBack, read_taken_back, take_back


@dataclass(frozen=True)
class Restored:
    """Contents of a backup that was put back.

    Args:
        erased: Loans that are erased in it now.
        carried: Whether the database of before could still say what was taken back since.
        replaced: Where the file of before is; None if there was none.
    """

    robots: int
    loans: int
    erased: int
    carried: bool
    replaced: Path | None


async def restore(
    opened: Opened, url: str, password: str, backups: Backups, is_forced: bool
) -> Restored:
    """Put a backup in the place of the database.

    Args:
        opened: The backup.
        url: Value of `storage.url`.
        password: Of PostgreSQL.
        backups: Where the lists of erased loans are.
        is_forced: Whether a database that holds something may be replaced.

    Raises:
        Conflict: The database holds something, or the backup is of the other kind of database.
        StoreError: It cannot be put back; the database is as it was.
    """
    address = read(url)
    if opened.dialect != address.dialect:
        raise Conflict(
            f"the backup is one of {opened.dialect}, and storage.url names a {address.dialect}"
        )
    lists = replace(backups, wanted=False, erased=lists_of(address, backups))
    if address.dialect == "sqlite":
        return await _restore_file(opened, Path(address.place), lists, is_forced)
    return await _restore_server(opened, url, address, password, lists, is_forced)


async def _restore_file(opened: Opened, path: Path, lists: Backups, is_forced: bool) -> Restored:
    taken = None
    if path.exists() and path.stat().st_size:
        # A damaged one can say nothing, and that may be why a backup is put back.
        with suppress(StoreError):
            taken = await _look(f"sqlite:///{path}", "", is_forced)
        if taken is None and not is_forced:
            raise Conflict(f"{path} is there, and cannot be read; --replace puts it aside")
    part = snapshots.part_of(path)
    try:
        await asyncio.to_thread(snapshots.write_part, part, opened.data)
        async with open_store(f"sqlite:///{part}", "", lists) as store:
            told = await _settle(store, taken)
        old = await asyncio.to_thread(snapshots.put_in_place, part, path)
    finally:
        snapshots.remove(part)
    return replace(told, replaced=old)


async def _restore_server(
    opened: Opened, url: str, address: Address, password: str, lists: Backups, is_forced: bool
) -> Restored:
    taken = await _look(url, password, is_forced)
    async with open_database(url, password) as database, database.begin(write=True) as connection:
        if await connection.run_sync(others):
            raise StoreError(
                f"the database ({address.place}) cannot be replaced: {snapshots.SERVED}"
            )
        await connection.run_sync(empty)
    await asyncio.to_thread(snapshots.load_dump, address, password, opened.data)
    async with open_store(url, password, lists) as store:
        return await _settle(store, taken)


async def _look(url: str, password: str, is_forced: bool) -> TakenBack | None:
    """Return what the database of now says of what was taken back.

    Raises:
        Conflict: It holds something, and may not be replaced.
    """
    async with open_database(url, password) as database, database.begin() as connection:
        robots, loans = await connection.run_sync(count_rows)
        if (robots or loans) and not is_forced:
            raise Conflict(
                f"the database ({database.dialect.place}) holds {robots} robots and {loans} loans; "
                "--replace puts the backup in its place"
            )
        return await connection.run_sync(read_taken_back)


async def _settle(store: Store, taken: TakenBack | None) -> Restored:
    database = store.database
    async with database.begin(write=True) as connection:
        await connection.run_sync(take_back, taken, int(time.time()))
        if database.erased is not None:
            await connection.run_sync(database.erased.renumber)
        robots, loans = await connection.run_sync(count_rows)
    await scrub(database)
    erased = [loan for loan in await store.loans() if not loan.pupil_name]
    return Restored(robots, loans, len(erased), taken is not None, None)
