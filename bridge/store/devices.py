"""Queries about devices: the children's tablets, each known by its key.

A device is locked for every loan at once. One locked row of a key is enough, so a device that
is being paired while it is locked stays out.
"""

from collections.abc import Callable, Collection, Set
from datetime import date

import sqlalchemy as sa

from bridge.base.errors import NotKnown
from bridge.base.records import Device
from bridge.base.rights import Right
from bridge.lending.entry import EntryFacts
from bridge.store.engine import Database
from bridge.store.history import ToldAs, tell_of_loan
from bridge.store.loan_columns import FEDERAL_STATE, OPEN_TICKS
from bridge.store.tables import devices, loans, robots


class Devices:
    """Devices of a database."""

    _database: Database

    async def devices(self) -> list[Device]:
        """Return all devices, each once for every loan to which it was bound."""
        query = (
            sa.select(
                devices.c.loan_id,
                loans.c.pupil_name,
                devices.c.public_key,
                devices.c.paired_at,
                devices.c.locked_at,
            )
            .join(loans, loans.c.id == devices.c.loan_id)
            .order_by(devices.c.loan_id, devices.c.paired_at, devices.c.public_key)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [Device(**row._mapping) for row in rows]

    async def device_locked(self, device_key: str) -> bool:
        """Return whether a device is locked."""
        query = sa.select(devices.c.loan_id).where(
            devices.c.public_key == device_key, devices.c.locked_at.is_not(None)
        )
        async with self._database.begin() as connection:
            return (await connection.execute(query.limit(1))).first() is not None

    async def lock_device(
        self, device_key: str, unix_s: int, told: ToldAs | None = None, code: str = ""
    ) -> None:
        """Keep a device out of every loan for good; its key can no longer be paired.

        Args:
            device_key: Key of the device.
            unix_s: Time of now.
            told: How the history tells it, for each of its loans.
            code: Name of the device in the history.

        Raises:
            NotKnown: No such device was paired.
        """
        async with self._database.begin(write=True) as connection:
            result = await connection.execute(
                sa.update(devices)
                .where(devices.c.public_key == device_key)
                .values(locked_at=sa.func.coalesce(devices.c.locked_at, unix_s))
                .returning(devices.c.loan_id)
            )
            touched = result.scalars().all()
            for loan_id in touched:
                await tell_of_loan(connection, told, loan_id, number=code)
        if not touched:
            raise NotKnown("no device with this key was paired")

    async def still_holds(
        self,
        rights: Set[Right],
        today: date,
        admits: Callable[[EntryFacts], bool] = lambda _facts: True,
    ) -> Set[Right]:
        """Return the rights that still hold on this day, with one query.

        A child's right holds while its device is bound to a running loan of the robot that admits
        it now, and is not locked. The right of a teacher or buddy holds while a loan of the robot
        runs whose links were not renewed. The owner of a right that is not returned has to leave.

        Args:
            rights: Rights of everybody who is inside; if empty, the database is not asked.
            today: Date of the bridge; the first and last day of a loan are part of it.
            admits: Whether a loan lets its child in now.

        Raises:
            StoreError: The database does not answer, so nobody has to leave.
        """
        if not rights:
            return frozenset()
        runs = sa.and_(
            loans.c.robot_id == robots.c.id,
            loans.c.ended_at.is_(None),
            loans.c.handed_over_at.is_not(None),
            loans.c.from_date <= today,
            loans.c.until_date >= today,
        )
        kept_out = devices.alias()
        bound = sa.and_(
            devices.c.loan_id == loans.c.id,
            devices.c.unbound_at.is_(None),
            devices.c.public_key.not_in(
                sa.select(kept_out.c.public_key).where(kept_out.c.locked_at.is_not(None))
            ),
        )
        query = (
            sa.select(
                robots.c.id,
                robots.c.public_key,
                loans.c.teacher_token_hash,
                loans.c.buddy_hash,
                devices.c.public_key,
                *(loans.c.until_date, loans.c.locked_at, OPEN_TICKS, loans.c.policy),
                *(loans.c.windows, FEDERAL_STATE),
            )
            .select_from(robots.outerjoin(loans, runs).outerjoin(devices, bound))
            .where(robots.c.id.in_({right.robot_id for right in rights}))
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        holding: set[Right] = set()
        for robot_id, robot_key, token_hash, buddy_hash, device_key, *facts in rows:
            if device_key and not admits(EntryFacts(*facts)):
                device_key = ""
            for key in ("", robot_key):
                holding.add(Right(robot_id, key))
                holding.add(Right(robot_id, key, token_hash=token_hash or ""))
                holding.add(Right(robot_id, key, token_hash=buddy_hash or ""))
                holding.add(Right(robot_id, key, device_key=device_key or ""))
        return holding & rights

    async def note_seen(self, seen: Collection[tuple[int, str]], unix_s: int) -> None:
        """Keep when devices were seen.

        Args:
            seen: Number of the loan and key of each device.
            unix_s: Time of now.
        """
        this = sa.and_(
            devices.c.loan_id == sa.bindparam("loan"), devices.c.public_key == sa.bindparam("key")
        )
        rows = [{"loan": loan_id, "key": key, "at": unix_s} for loan_id, key in seen]
        query = sa.update(devices).where(this).values(seen_at=sa.bindparam("at"))
        async with self._database.begin(write=True) as connection:
            await connection.execute(query, rows)
