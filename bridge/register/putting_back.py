"""Putting rows back as they were before a change.

Rows that one change added together go together: an import of thousands of rows is taken back in
few statements.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.words import Declined, Words
from bridge.lending.for_good import NEW_LINK, NEW_PASSKEY, NEW_SHEET, revives
from bridge.register.images import key_of, read_image
from bridge.store.office_tables import (
    children,
    contacts,
    passkeys,
    people,
    requests,
    schools,
    ways_in,
)
from bridge.store.tables import devices, loans, metadata

TOUCHED = Words(
    "Das wurde seitdem noch einmal geändert, deshalb lässt es sich nicht mehr zurücknehmen.",
    "It has been changed again since, so it can no longer be taken back.",
)

SHUT_OUT: dict[str, Words] = {
    loans.name: NEW_LINK,
    **dict.fromkeys((people.name, passkeys.name, ways_in.name), NEW_PASSKEY),
}
"""Refusals of rows that no undo puts back, where they are not about a tablet."""

CHUNK = 400
"""Rows that go in one statement."""

USED_IN: dict[str, tuple[sa.Column[Any], ...]] = {
    schools.name: (loans.c.school_id, children.c.school_id, requests.c.school_id),
    children.name: (loans.c.child_id,),
    # A loan that is removed takes its devices with it, and with them that one is locked out.
    loans.name: (devices.c.loan_id,),
}
"""Columns that name a row of these tables: while one does, the row stays."""


async def put_back(
    connection: AsyncConnection, images: Sequence[Any], leave_touched: bool = False
) -> int:
    """Put the rows of a change back, the last one first; return how many stay as they are.

    Args:
        images: Rows of the table `images`, from the last one to the first.
        leave_touched: Whether rows that were changed since stay; otherwise they stop all of it.

    Raises:
        Declined: A row was changed since, or would let in again what was shut out.
    """
    left = 0
    for group in _groups(images):
        if len(group) > 1:
            touched = await _remove(connection, group)
        else:
            touched = 0 if await _put_one(connection, group[0]) else 1
        if touched and not leave_touched:
            raise Declined(TOUCHED)
        left += touched
    return left


def matches(table: sa.Table, key: Mapping[str, Any]) -> sa.ColumnElement[bool]:
    """Return the condition for a row of this key."""
    return sa.and_(*(table.c[name] == value for name, value in key.items()))


def _groups(images: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield neighbours that were added to one table with numbers; anything else alone."""
    group: list[Any] = []
    for image in images:
        joins = not image.before and "id" in metadata.tables[image.table_name].c
        fits = group and group[0].table_name == image.table_name and len(group) < CHUNK
        if group and not (joins and fits):
            yield group
            group = []
        if joins:
            group.append(image)
        else:
            yield [image]
    if group:
        yield group


async def _remove(connection: AsyncConnection, group: Sequence[Any]) -> int:
    """Remove rows that were added, but those that were changed since; return their number."""
    table = metadata.tables[group[0].table_name]
    added = {row["id"]: row for image in group if (row := read_image(table, image.after))}
    query = sa.select(table).where(table.c.id.in_(added)).with_for_update()
    now = {row.id: dict(row._mapping) for row in await connection.execute(query)}
    used = await _used(connection, table, list(added))
    same = [id for id, row in added.items() if now.get(id) == row and id not in used]
    if same:
        await connection.execute(sa.delete(table).where(table.c.id.in_(same)))
    return len(added) - len(same)


async def _put_one(connection: AsyncConnection, image: Any) -> bool:
    """Put one row back; return False if it was changed since."""
    table = metadata.tables[image.table_name]
    was, became = read_image(table, image.before), read_image(table, image.after)
    key = key_of(table, became or was or {})
    query = sa.select(table).where(matches(table, key)).with_for_update()
    now = (await connection.execute(query)).one_or_none()
    if (dict(now._mapping) if now else None) != became:
        return False
    if revives(table.name, became, was):
        raise Declined(SHUT_OUT.get(table.name, NEW_SHEET))
    if became is None:
        assert was is not None
        await connection.execute(sa.insert(table).values(was))
    elif was is None:
        if "id" in key and await _used(connection, table, [key["id"]]):
            return False
        await connection.execute(sa.delete(table).where(matches(table, key)))
    else:
        # The version goes on counting: whoever read the row in between has read an old one.
        if "version" in was:
            was["version"] = became["version"] + 1
        await connection.execute(sa.update(table).where(matches(table, key)).values(was))
    return True


async def _used(connection: AsyncConnection, table: sa.Table, ids: Sequence[int]) -> set[int]:
    """Return which rows others name."""
    found: set[int] = set()
    for column in USED_IN.get(table.name, ()):
        query = sa.select(column).where(column.in_(ids)).distinct()
        found |= set((await connection.execute(query)).scalars())
    if table is schools:
        # A contact that was added to it since.
        query = sa.select(contacts.c.school_id).where(contacts.c.school_id.in_(ids)).distinct()
        found |= set((await connection.execute(query)).scalars())
    return found
