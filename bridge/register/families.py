"""View and decisions of a family on its own page, behind the welcome sheet's second code.

A family can switch off and stop; both take effect at once. Switching on again is a wish that the
office has to confirm. No row here records a reason.
"""

import hashlib
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Literal, get_args

import sqlalchemy as sa

from bridge.base.words import NotYours
from bridge.lending.permissions import Member
from bridge.lending.right_words import RIGHT_NAMES
from bridge.protocol.fields import RightName
from bridge.register.changes import Change
from bridge.register.devices import lock_key
from bridge.register.loan_consents import lock
from bridge.register.loan_views import LoanView, LoanViews, view_of
from bridge.store.office_tables import family_links
from bridge.store.tables import devices, loans

RIGHTS: tuple[RightName, ...] = get_args(RightName)

Side = Literal["family", "child"]
"""Side that decides: parents on their page, or the child in its app."""

FAMILY = Member(-1, "Familie", "reader")
CHILD = Member(-2, "Kind", "reader")
"""Whom the history names. Neither is a person who signs in."""


@dataclass(frozen=True)
class FamilyLoan:
    """A loan as its family sees it. It holds no name: the family knows it.

    Args:
        view: The loan, as somebody who may not see children reads it.
        wished: Rights that the family would like back.
        devices: Number of devices that may come in.
        is_shut_out: Whether one was locked out.
    """

    view: LoanView
    wished: frozenset[RightName]
    devices: int
    is_shut_out: bool = False

    @property
    def id(self) -> int:
        """Number of the loan."""
        return self.view.id

    @property
    def allowed(self) -> frozenset[RightName]:
        """Rights that the child has now."""
        return frozenset(right for right in RIGHTS if getattr(self.view.rights, right))

    @property
    def is_over(self) -> bool:
        """Return whether there is nothing left to decide."""
        return self.view.state in ("returned", "cancelled", "erased")


@dataclass(frozen=True)
class FamilyWish:
    """A right that a family would like to have back."""

    loan_id: int
    rights: frozenset[RightName]
    wished_at: int


class Families(LoanViews):
    """Families of a database."""

    async def family_loan(self, token: str) -> FamilyLoan:
        """Return the loan that the code on a welcome sheet opens.

        Raises:
            NotYours: No sheet has this code any more.
        """
        return await self._family_loan(family_links.c.token_hash == family_hash(token))

    async def child_loan(self, loan_id: int) -> FamilyLoan:
        """Return a loan whose child is known by its device.

        Raises:
            NotYours: There is no such loan.
        """
        return await self._family_loan(loans.c.id == loan_id)

    async def switch_off(self, loan: FamilyLoan, right: RightName, side: Side = "family") -> None:
        """Take a right from the child; a connected robot follows within seconds."""
        async with self._deciding(loan, "right_off", side, _named(right)) as change:
            await change.update(loans, {"id": loan.id}, **{f"may_{right}": False})

    async def wish_for(self, loan: FamilyLoan, right: RightName) -> None:
        """Ask the office to give a right back."""
        async with self._deciding(loan, "wish", "family", _named(right)) as change:
            row = await change.row(family_links, {"loan_id": loan.id})
            wished = frozenset({*_rights(row["wish"]), right})
            await change.update(
                family_links,
                {"loan_id": loan.id},
                wish=_text(wished),
                wished_at=int(self._clock.unix_s()),
            )

    async def lock_all_devices(self, loan: FamilyLoan, side: Side = "family") -> int:
        """Keep out every device of the loan for good: one is lost. Return how many were open."""
        async with self._deciding(loan, "devices_out", side, {}) as change:
            query = sa.select(devices.c.public_key).where(
                devices.c.loan_id == loan.id, devices.c.locked_at.is_(None)
            )
            found = (await change.connection.execute(query)).scalars().all()
            for key in found:
                await lock_key(change, key, int(self._clock.unix_s()))
        return len(found)

    async def stop(self, loan: FamilyLoan, side: Side = "family") -> None:
        """Lock the loan: the family does not want it any more. It cannot be taken back.

        Raises:
            Declined: The loan is over.
        """
        who = FAMILY if side == "family" else CHILD
        kind = f"loan.locked_by_{side}"
        async with self.about_loan(who, kind, loan.view, undo_s=0) as change:
            await lock(change, loan.view, side, int(self._clock.unix_s()))

    async def wishes(self, member: Member) -> list[FamilyWish]:
        """Return the wishes that nobody has answered, oldest first."""
        query = (
            sa.select(family_links.c.loan_id, family_links.c.wish, family_links.c.wished_at)
            .join(loans, loans.c.id == family_links.c.loan_id)
            .where(family_links.c.wish != "", loans.c.ended_at.is_(None))
            .order_by(family_links.c.wished_at)
        )
        if member.role == "school":
            query = query.where(loans.c.school_id == member.school_id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [FamilyWish(row.loan_id, _rights(row.wish), row.wished_at) for row in rows]

    async def answer_wish(self, member: Member, loan_id: int, grant: bool) -> int:
        """Give the child what its family wishes, or not; return the number of the change.

        Raises:
            NotYours: There is no such wish.
        """
        loan = await self._family_loan(loans.c.id == loan_id)
        if not member.reaches(loan.view.school_id) or not loan.wished:
            raise NotYours
        kind = "family.wish_granted" if grant else "family.wish_declined"
        async with self.about_loan(member, kind, loan.view) as change:
            await change.update(family_links, {"loan_id": loan_id}, wish="", wished_at=None)
            if grant:
                given = {f"may_{right}": True for right in loan.wished}
                await change.update(loans, {"id": loan_id}, **given)
        return change.id

    async def _family_loan(self, where: sa.ColumnElement[bool]) -> FamilyLoan:
        query = (
            sa.select(loans.c.id, sa.func.coalesce(family_links.c.wish, "").label("wish"))
            .outerjoin(family_links, family_links.c.loan_id == loans.c.id)
            .where(where, loans.c.erased_at.is_(None))
        )
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                raise NotYours
            view = await view_of(connection, FAMILY, row.id, self.today())
            known = sa.select(devices.c.locked_at, devices.c.unbound_at).where(
                devices.c.loan_id == row.id
            )
            found = (await connection.execute(known)).all()
        given = {right for right in RIGHTS if getattr(view.rights, right)}
        free = sum(one.locked_at is None and one.unbound_at is None for one in found)
        is_shut_out = any(one.locked_at is not None for one in found)
        return FamilyLoan(view, _rights(row.wish) - given, free, is_shut_out)

    def _deciding(
        self, loan: FamilyLoan, kind: str, side: Side, facts: Mapping[str, str]
    ) -> AbstractAsyncContextManager[Change]:
        who = FAMILY if side == "family" else CHILD
        return self.about_loan(who, f"{side}.{kind}", loan.view, facts, 0)


def family_hash(token: str) -> str:
    """Return what is stored of the code for parents."""
    return hashlib.sha256(b"karlsson/family-token/v1\0" + token.encode()).hexdigest()


def _named(right: RightName) -> dict[str, str]:
    name = RIGHT_NAMES[right]
    return {"right": name.de, "right_en": name.en}


def _rights(text: str) -> frozenset[RightName]:
    return frozenset(right for right in RIGHTS if right in text.split(","))


def _text(rights: frozenset[RightName]) -> str:
    return ",".join(right for right in RIGHTS if right in rights)
