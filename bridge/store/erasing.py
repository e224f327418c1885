"""Erasing everything of a loan that tells of its child, in a database of any step.

The facts without the child stay for the yearly report: robot, school, days and minutes. The days of
the ticks and of withdrawals stay, too: they prove that somebody had agreed.
"""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from bridge.store.office_tables import (
    changes,
    children,
    family_links,
    images,
    papers,
    requests,
)
from bridge.store.tables import devices, link_uses, loans, pairings

OF_A_LOAN = {
    "devices": devices,
    "codes": pairings,
    "family_links": family_links,
    "link_uses": link_uses,
    "papers": papers,
}
"""Rows that go with their loan, by the name under which the protocol counts them."""

NOTHING: dict[str, Any] = {
    "pupil_name": "",
    "buddy_hash": None,
    "sealed_class_key": None,
    "child_id": None,
    "class_name": "",
    "request_id": None,
    "windows": "",
    "return_reason": "",
    "locked_by": "",
}
"""Column values of an erased loan."""

OF_A_REQUEST = {"contact_name": "", "phone": "", "email": "", "note": "", "class_name": ""}


def erase(connection: sa.Connection, ids: Collection[int], now: int) -> dict[str, int]:
    """Erase loans; return the number of rows by kind.

    Args:
        connection: Within a transaction that writes.
        ids: Numbers of the loans; those that are not there are left out.
        now: Unix seconds.
    """
    there = sa.inspect(connection)
    tables = {table.name for table in loans.metadata.tables.values() if there.has_table(table.name)}
    columns = {column["name"] for column in there.get_columns("loans")}
    ours = loans.c.id.in_(ids)
    found = _numbers(connection, sa.select(loans.c.id).where(ours))
    # A loan from before the office has the name alone.
    named = sa.select(loans.c.id).where(ours, loans.c.pupil_name != "")
    if "child_id" in columns:
        named = named.where(loans.c.child_id.is_(None))
    counts = {"loans": len(found), "children": len(_numbers(connection, named))}
    if "children" in tables:
        kids = _numbers(connection, sa.select(loans.c.child_id).where(ours))
        asked = _numbers(connection, sa.select(loans.c.request_id).where(ours))
        counts["images"] = _forget_images(connection, ids, kids, asked)
        counts["children"] += _erase_children(connection, ids, kids, now)
        counts["requests"] = _erase_requests(connection, asked)
    for name, table in OF_A_LOAN.items():
        if table.name in tables:
            done = connection.execute(sa.delete(table).where(table.c.loan_id.in_(ids)))
            counts[name] = done.rowcount
    values = {name: value for name, value in NOTHING.items() if name in columns}
    # No token has such a hash, and each row needs one of its own.
    values["teacher_token_hash"] = sa.literal("erased-") + sa.cast(loans.c.id, sa.String)
    if "ended_at" in columns:
        values["ended_at"] = sa.func.coalesce(loans.c.ended_at, now)
    if "erased_at" in columns:
        values["erased_at"] = sa.func.coalesce(loans.c.erased_at, now)
        values["version"] = loans.c.version + 1
    connection.execute(sa.update(loans).where(ours).values(values))
    return counts


def count(connection: sa.Connection, loan_id: int) -> dict[str, int]:
    """Return how many rows of each kind a loan has, without what is kept for undoing."""
    this = loans.c.id == loan_id
    row = connection.execute(sa.select(loans).where(this)).one()
    counts = {"children": int(row.pupil_name != ""), "requests": int(row.request_id is not None)}
    for name, table in OF_A_LOAN.items():
        query = sa.select(sa.func.count()).select_from(table).where(table.c.loan_id == loan_id)
        counts[name] = connection.execute(query).scalar_one()
    return counts


def _numbers(connection: sa.Connection, query: sa.Select[Any]) -> set[int]:
    return {one for one in connection.execute(query).scalars() if one is not None}


def _erase_children(
    connection: sa.Connection, ids: Collection[int], kids: Iterable[int], now: int
) -> int:
    """Erase the children of these loans, but for those who have another loan that stays."""
    stays = sa.and_(loans.c.child_id == children.c.id, loans.c.id.not_in(ids))
    done = connection.execute(
        sa.update(children)
        .where(
            children.c.id.in_(kids),
            children.c.erased_at.is_(None),
            ~sa.exists().where(stays, loans.c.erased_at.is_(None)),
        )
        .values(short_name="", class_name="", erased_at=now, version=children.c.version + 1)
    )
    return int(done.rowcount)


def _erase_requests(connection: sa.Connection, asked: Iterable[int]) -> int:
    done = connection.execute(
        sa.update(requests)
        .where(requests.c.id.in_(asked))
        .values(OF_A_REQUEST | {"version": requests.c.version + 1})
    )
    return int(done.rowcount)


def _forget_images(
    connection: sa.Connection, ids: Collection[int], kids: set[int], asked: set[int]
) -> int:
    """Remove the rows as they were: no undo brings a child back."""
    about = sa.select(changes.c.id).where(changes.c.loan_id.in_(ids))
    own = sa.or_(images.c.loan_id.in_(ids), images.c.change_id.in_(about))
    count = connection.execute(sa.delete(images).where(own)).rowcount
    # Rows of children and requests name no loan. There are few: they go with the time for undoing.
    wanted = {"children": kids, "requests": asked}
    query = sa.select(images).where(images.c.table_name.in_(wanted))
    for row in connection.execute(query).all():
        image = msgspec.json.decode(row.after or row.before)
        if image["id"] in wanted[row.table_name]:
            this = sa.and_(images.c.change_id == row.change_id, images.c.place == row.place)
            count += connection.execute(sa.delete(images).where(this)).rowcount
    connection.execute(sa.update(changes).where(changes.c.loan_id.in_(ids)).values(undo_until=0))
    return int(count)
