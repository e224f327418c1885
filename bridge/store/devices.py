"""Devices: the children's tablets, each known by its key, and those that are locked.

A device is locked as a whole, for every loan. One locked row of a key is enough, so that a
device that is being paired while it is locked stays out.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from bridge.errors import NotKnown
from bridge.records import Claim, Device
from bridge.store.engine import Database
from bridge.store.tables import devices, loans


class Devices:
    """The devices of a database."""

    _database: Database

    async def devices(self) -> list[Device]:
        """Return all devices, one for each loan that they were bound to."""
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
        """Return whether a device is kept out."""
        query = sa.select(devices.c.loan_id).where(
            devices.c.public_key == device_key, devices.c.locked_at.is_not(None)
        )
        async with self._database.begin() as connection:
            return (await connection.execute(query.limit(1))).first() is not None

    async def lock_device(self, device_key: str, unix_s: int) -> None:
        """Keep a device out of every loan; its key can be paired with none any more.

        Raises:
            NotKnown: No such device was paired.
        """
        first = sa.func.coalesce(devices.c.locked_at, unix_s)
        await self._set_locked(device_key, first)

    async def unlock_device(self, device_key: str) -> None:
        """Let a device in again that was found, or locked by mistake.

        Raises:
            NotKnown: No such device was paired.
        """
        await self._set_locked(device_key, sa.null())

    async def still_holds(self, claims: Collection[Claim], today: date) -> set[Claim]:
        """Return those claims that hold today, found by one query.

        A child's claim holds while its loan runs and its device is bound to the loan and not
        locked. A teacher's claim holds while the loan runs and the link was not renewed. What is
        not returned was taken back: whoever is inside by it has to leave.

        Args:
            claims: Of everybody who is inside; an empty one asks nothing.
            today: The bridge's date, of which a loan's first and last day are part.

        Raises:
            StoreError: The database cannot be asked. Nothing is known then; nobody has to leave.
        """
        if not claims:
            return set()
        keys = {claim.device_key for claim in claims if claim.device_key}
        other = devices.alias()
        locked = sa.select(other.c.public_key).where(other.c.locked_at.is_not(None))
        query = (
            sa.select(loans.c.id, loans.c.teacher_token_hash, devices.c.public_key)
            .outerjoin_from(
                loans,
                devices,
                sa.and_(
                    devices.c.loan_id == loans.c.id,
                    devices.c.public_key.in_(keys),
                    devices.c.public_key.not_in(locked),
                ),
            )
            .where(
                loans.c.id.in_({claim.loan_id for claim in claims}),
                loans.c.ended_at.is_(None),
                loans.c.from_date <= today,
                loans.c.until_date >= today,
            )
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        running = {row.id: row.teacher_token_hash for row in rows}
        bound = {(row.id, row.public_key) for row in rows}
        return {
            claim
            for claim in claims
            if claim.loan_id in running
            and (not claim.device_key or (claim.loan_id, claim.device_key) in bound)
            and (not claim.token_hash or running[claim.loan_id] == claim.token_hash)
        }

    async def _set_locked(self, device_key: str, value: sa.ColumnElement[Any]) -> None:
        async with self._database.begin(write=True) as connection:
            result = await connection.execute(
                sa.update(devices).where(devices.c.public_key == device_key).values(locked_at=value)
            )
        if result.rowcount < 1:
            raise NotKnown("no device with this key was paired")
