"""Queries about pairings: chances to bind a device to a loan, each used once."""

from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.errors import Conflict, NotKnown
from bridge.base.records import Pairing, PairingKind
from bridge.store.engine import Database, Violated
from bridge.store.history import ToldAs, tell_of_loan
from bridge.store.tables import devices, pairings

_SHOWN = [pairings.c[field.name] for field in fields(Pairing)]


class Pairings:
    """Pairings of a database."""

    _database: Database

    async def add_pairing(
        self,
        loan_id: int,
        kind: PairingKind,
        lookup: str,
        mac_key: bytes,
        expires_at: int,
        told: ToldAs | None = None,
    ) -> Pairing:
        """Open one chance to bind a device to a loan.

        Raises:
            NotKnown: There is no such loan.
            Conflict: The secret is already in use; take another one.
        """
        values: dict[str, Any] = {
            "loan_id": loan_id,
            "kind": kind,
            "lookup": lookup,
            "mac_key": mac_key,
            "expires_at": expires_at,
            "used_at": None,
        }
        try:
            async with self._database.begin(write=True) as connection:
                result = await connection.execute(
                    sa.insert(pairings).values(values).returning(pairings.c.id)
                )
                made = Pairing(id=result.scalar_one(), **values)
                await tell_of_loan(connection, told, loan_id)
                return made
        except Violated as violated:
            match violated.rule:
                case "exists":
                    raise NotKnown(f"there is no loan {loan_id}") from None
                case "new_secret":
                    raise Conflict("this secret is already in use; make another one") from None
                case _:
                    raise

    async def pairing(self, lookup: str) -> Pairing | None:
        """Return a pairing, used or not, or None."""
        return next(iter(await self._find_pairings(pairings.c.lookup == lookup)), None)

    async def pairings(self) -> list[Pairing]:
        """Return all pairings, oldest first."""
        return await self._find_pairings(sa.true())

    async def use_pairing(self, pairing: Pairing, device_key: str, unix_s: int) -> bool:
        """Bind a device and mark the pairing as used, in one transaction.

        Returns:
            False if the pairing was used before or withdrawn, or if the device is locked.
        """
        locked = (
            sa.select(devices.c.loan_id)
            .where(devices.c.public_key == device_key, devices.c.locked_at.is_not(None))
            .exists()
        )
        async with self._database.begin(write=True) as connection:
            result = await connection.execute(
                sa.update(pairings)
                .where(
                    pairings.c.id == pairing.id,
                    pairings.c.used_at.is_(None),
                    pairings.c.withdrawn_at.is_(None),
                    ~locked,
                )
                .values(used_at=unix_s)
            )
            if result.rowcount != 1:
                return False
            await connection.execute(_withdraw_beside(pairing.id, unix_s))
            bound = self._database.insert(devices).values(
                loan_id=pairing.loan_id, public_key=device_key, paired_at=unix_s
            )
            # A device that was unbound with its loan comes back by a new code.
            again = bound.on_conflict_do_update(
                index_elements=[devices.c.loan_id, devices.c.public_key],
                set_={"paired_at": unix_s, "unbound_at": None},
                where=devices.c.unbound_at.is_not(None),
            )
            await connection.execute(again)
        return True

    async def withdraw_pairing(
        self, pairing_id: int, unix_s: int, told: ToldAs | None = None
    ) -> Pairing:
        """Make an unused code or word invalid.

        Raises:
            NotKnown: There is no such pairing.
            Conflict: The pairing was used; its device has to be locked instead.
        """
        chosen = pairings.c.id == pairing_id
        async with self._database.begin(write=True) as connection:
            await connection.execute(
                sa.update(pairings)
                .where(chosen, pairings.c.used_at.is_(None), pairings.c.withdrawn_at.is_(None))
                .values(withdrawn_at=unix_s)
            )
            row = (await connection.execute(sa.select(*_SHOWN).where(chosen))).one_or_none()
            if row is not None and row.used_at is None:
                await tell_of_loan(connection, told, row.loan_id, number=pairing_id)
        if row is None:
            raise NotKnown(f"there is no pairing {pairing_id}")
        pairing = Pairing(**row._mapping)
        if pairing.used_at is not None:
            raise Conflict(
                f"pairing {pairing_id} was already used; to keep its device out, find it with "
                "`device list` and lock it with `device lock`"
            )
        return pairing

    async def _find_pairings(self, where: sa.ColumnElement[bool]) -> list[Pairing]:
        query = sa.select(*_SHOWN).where(where).order_by(pairings.c.id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [Pairing(**row._mapping) for row in rows]


def _withdraw_beside(pairing_id: int, unix_s: int) -> sa.Update:
    """Withdraw the other codes of the sheet on which this one was printed."""
    sheet = sa.select(pairings.c.paper_id).where(pairings.c.id == pairing_id).scalar_subquery()
    return _withdrawn(pairings.c.paper_id == sheet, unix_s)


async def withdraw_unused(connection: AsyncConnection, loan_id: int, unix_s: int) -> None:
    """Make every unused code and word of a loan invalid, within a transaction."""
    await connection.execute(_withdrawn(pairings.c.loan_id == loan_id, unix_s))


def _withdrawn(which: sa.ColumnElement[bool], unix_s: int) -> sa.Update:
    """Withdraw those of these codes that nobody has used."""
    unused = (pairings.c.used_at.is_(None), pairings.c.withdrawn_at.is_(None))
    return sa.update(pairings).where(which, *unused).values(withdrawn_at=unix_s)
