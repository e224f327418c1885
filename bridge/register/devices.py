"""Devices, codes and links of a loan, as staff see and take them back."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from bridge.base.records import PairingKind
from bridge.base.words import Declined, NotYours, Words
from bridge.lending.permissions import Member
from bridge.register.changes import Change
from bridge.register.loan_views import LoanView, LoanViews
from bridge.register.schools import Made
from bridge.store.link_uses import link_used_on
from bridge.store.tables import devices, loans, pairings

DEVICE_DIGITS = 8


@dataclass(frozen=True)
class LoanDevice:
    """A tablet or browser that was paired. Times are in Unix seconds.

    Args:
        number: Place among the devices of the loan, from 1; pages name it by this.
        seen_at: When it last came, to the minute; None for never since.
        unbound_at: When its loan ended; it opens nothing any more.
    """

    number: int
    public_key: str
    paired_at: int
    seen_at: int | None = None
    locked_at: int | None = None
    unbound_at: int | None = None


@dataclass(frozen=True)
class LoanCode:
    """A code or word that nobody has used yet. Times are in Unix seconds."""

    id: int
    kind: PairingKind
    created: int
    expires_at: int


class DeviceActs(LoanViews):
    """Devices and codes of a database."""

    async def loan_devices(self, member: Member, loan_id: int) -> list[LoanDevice]:
        """Return the devices of a loan, oldest first.

        Raises:
            NotYours: There is no such loan, or it is another school's.
        """
        await self.loan_view(member, loan_id)
        shown = ("public_key", "paired_at", "seen_at", "locked_at", "unbound_at")
        query = (
            sa.select(*(devices.c[name] for name in shown))
            .where(devices.c.loan_id == loan_id)
            .order_by(devices.c.paired_at, devices.c.public_key)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [LoanDevice(number, **row._mapping) for number, row in enumerate(rows, 1)]

    async def open_codes(self, member: Member, loan_id: int) -> list[LoanCode]:
        """Return the codes and words of a loan that could still be used.

        Raises:
            NotYours: There is no such loan, or it is another school's.
        """
        await self.loan_view(member, loan_id)
        shown = ("id", "kind", "created", "expires_at")
        query = sa.select(*(pairings.c[name] for name in shown)).where(
            pairings.c.loan_id == loan_id,
            pairings.c.used_at.is_(None),
            pairings.c.withdrawn_at.is_(None),
            pairings.c.expires_at > int(self._clock.unix_s()),
        )
        async with self._database.begin() as connection:
            rows = await connection.execute(query.order_by(pairings.c.id))
            return [LoanCode(**row._mapping) for row in rows]

    async def link_used_on(self, member: Member, loan_id: int) -> date | None:
        """Return the day on which the teacher's link was used last; None for never.

        Raises:
            NotYours: There is no such loan, or it is another school's.
        """
        await self.loan_view(member, loan_id)
        async with self._database.begin() as connection:
            return await link_used_on(connection, loan_id)

    async def lock_out(self, member: Member, loan_id: int, number: int) -> Made:
        """Lock a device out of every loan for good; a lesson in which it is ends within seconds.

        It comes back by a new code alone, with a new key.

        Raises:
            NotYours: There is no such device.
            Declined: It is locked out already.
        """
        device, view = await self._device(member, loan_id, number)
        if device.locked_at is not None:
            raise Declined(Words("Es ist schon ausgesperrt.", "It is locked out already."))
        now = int(self._clock.unix_s())
        async with self.about_loan(member, "device.locked", view, {"number": number}) as change:
            await lock_key(change, device.public_key, now)
        return Made(number, change.id)

    async def withdraw_code(self, member: Member, loan_id: int, code_id: int) -> Made:
        """Withdraw a code or word that nobody has used, for good.

        Raises:
            NotYours: There is no such code.
            Declined: It was used or withdrawn.
        """
        view = await self.loan_view(member, loan_id)
        now = int(self._clock.unix_s())
        async with self.about_loan(member, "code.withdrawn", view, {"number": code_id}) as change:
            row = await change.row(pairings, {"id": code_id})
            if row["loan_id"] != loan_id:
                raise NotYours
            if row["used_at"] is not None:
                raise Declined(
                    Words(
                        "Der Code wurde schon benutzt. Sperren Sie das Tablet aus.",
                        "The code has been used. Lock the tablet out.",
                    )
                )
            await change.update(pairings, {"id": code_id}, withdrawn_at=now)
        return Made(code_id, change.id)

    async def add_code(
        self,
        member: Member,
        loan_id: int,
        kind: PairingKind,
        lookup: str,
        mac_key: bytes,
        expires_at: int,
    ) -> Made:
        """Open one chance to pair a device; the secret itself is not stored.

        Raises:
            NotYours: There is no such loan.
            Declined: The loan is over.
        """
        view = await self._open_loan(member, loan_id)
        now = int(self._clock.unix_s())
        # No undo: what was printed is withdrawn by its own button.
        async with self.about_loan(member, "code.added", view, undo_s=0) as change:
            row = await change.insert(
                pairings,
                loan_id=loan_id,
                kind=kind,
                lookup=lookup,
                mac_key=mac_key,
                expires_at=expires_at,
                created=now,
            )
        return Made(row["id"], change.id)

    async def set_links(
        self,
        member: Member,
        loan_id: int,
        teacher_hash: str,
        buddy_hash: str,
        sealed_class_key: str | None,
    ) -> Made:
        """Put new links of teacher and buddy in place; pages with the old ones close.

        Raises:
            NotYours: There is no such loan.
            Declined: The loan is over.
        """
        view = await self._open_loan(member, loan_id)
        async with self.about_loan(member, "links.renewed", view) as change:
            await change.update(
                loans,
                {"id": loan_id},
                teacher_token_hash=teacher_hash,
                buddy_hash=buddy_hash,
                sealed_class_key=sealed_class_key,
            )
        return Made(loan_id, change.id)

    async def _open_loan(self, member: Member, loan_id: int) -> LoanView:
        view = await self.loan_view(member, loan_id)
        if view.facts.ended_at is not None or view.state in ("returned", "erased", "cancelled"):
            raise Declined(Words("Diese Leihe ist vorbei.", "This loan is over."))
        return view

    async def _device(
        self, member: Member, loan_id: int, number: int
    ) -> tuple[LoanDevice, LoanView]:
        view = await self.loan_view(member, loan_id)
        for device in await self.loan_devices(member, loan_id):
            if device.number == number:
                return device, view
        raise NotYours


async def lock_key(change: Change, public_key: str, now_s: int) -> None:
    """Lock a device out, in the rows of all its loans: the lock outlives each of them."""
    query = sa.select(devices.c.loan_id).where(
        devices.c.public_key == public_key, devices.c.locked_at.is_(None)
    )
    for loan_id in (await change.connection.execute(query)).scalars().all():
        key = {"loan_id": loan_id, "public_key": public_key}
        await change.update(devices, key, locked_at=now_s)
