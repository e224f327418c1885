"""Withdrawals since a backup was made, which stay in force when the backup is restored.

A backup still holds tablets that were lost since, links that were renewed, and people who left.
What the current database says about them is read before it is replaced, and still holds afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bridge.store.office_tables import images, office_sessions, passkeys, people, ways_in
from bridge.store.tables import devices, loans, pairings

CARRIED = (
    *("ended_at", "returned_at", "locked_at", "locked_by"),
    *("teacher_token_hash", "buddy_hash", "sealed_class_key"),
)
"""Columns of a loan that can end, close or replace a way in."""

SAME = ("id", "robot_id", "from_date")
"""Columns by which two rows are recognised as the same loan."""


@dataclass(frozen=True)
class TakenBack:
    """Facts from a database about those who may no longer enter.

    Args:
        devices: Keys of tablets that are locked out, with their times.
        loans: Rows of loans.
        left: Times at which people left, by what their passkeys are bound to.
        passkeys: Passkeys that are there, for each of the people.
    """

    devices: dict[str, int]
    loans: Sequence[Any]
    left: dict[str, int | None]
    passkeys: dict[str, set[bytes]]


def read_taken_back(connection: sa.Connection) -> TakenBack | None:
    """Return what was taken back; None of a database of an older step, or of none."""
    there = sa.inspect(connection)
    if not there.has_table("passkeys"):
        return None
    locked = sa.select(devices.c.public_key, devices.c.locked_at).where(
        devices.c.locked_at.is_not(None)
    )
    shown = sa.select(*(loans.c[name] for name in (*SAME, *CARRIED)))
    shown = shown.where(loans.c.erased_at.is_(None))
    left = sa.select(people.c.user_handle, people.c.left_at).where(people.c.user_handle != "")
    keys = sa.select(people.c.user_handle, passkeys.c.credential_id).join(
        people, people.c.id == passkeys.c.person_id
    )
    known: dict[str, int | None] = {
        row.user_handle: row.left_at for row in connection.execute(left)
    }
    found: dict[str, set[bytes]] = {handle: set() for handle in known}
    for row in connection.execute(keys):
        found.setdefault(row.user_handle, set()).add(bytes(row.credential_id))
    return TakenBack(
        {row.public_key: row.locked_at for row in connection.execute(locked)},
        connection.execute(shown).all(),
        known,
        found,
    )


def take_back(connection: sa.Connection, taken: TakenBack | None, now: int) -> None:
    """Withdraw every unused code and invitation, and carry over what was taken back.

    Args:
        connection: Of the backup that is put back, within a transaction that writes.
        taken: Of the database that it replaces; None if nobody can read it.
        now: Unix seconds.
    """
    # A code may have been used since, and must not work twice.
    for table in (pairings, ways_in):
        unused = sa.and_(table.c.used_at.is_(None), table.c.withdrawn_at.is_(None))
        connection.execute(sa.update(table).where(unused).values(withdrawn_at=now))
    for table in (office_sessions, images):
        connection.execute(sa.delete(table))
    if taken is None:
        return
    for key, at in taken.devices.items():
        locked = sa.update(devices).where(devices.c.public_key == key)
        connection.execute(locked.values(locked_at=sa.func.coalesce(devices.c.locked_at, at)))
    for row in taken.loans:
        values = {name: getattr(row, name) for name in CARRIED}
        # Not by its number alone: after another backup was put back, that may be another loan's.
        same = (loans.c[name] == getattr(row, name) for name in SAME)
        this = sa.and_(*same, loans.c.erased_at.is_(None))
        connection.execute(sa.update(loans).where(this).values(values))
    for handle, left_at in taken.left.items():
        person = sa.select(people.c.id).where(people.c.user_handle == handle).scalar_subquery()
        if left_at is not None:
            gone = sa.update(people).where(people.c.user_handle == handle)
            connection.execute(gone.values(left_at=left_at))
        kept = taken.passkeys.get(handle, set())
        connection.execute(
            sa.delete(passkeys).where(
                passkeys.c.person_id == person, passkeys.c.credential_id.not_in(kept)
            )
        )
