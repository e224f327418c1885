"""Queries about loans: which child has which robot, and when.

No two open loans of a robot share a day. The database itself enforces this, also between two
processes that write at once. A closed loan takes up no days.
"""

from collections.abc import Set
from dataclasses import fields, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.errors import BridgeError, Conflict, NotKnown
from bridge.base.records import Loan
from bridge.protocol.fields import RightName
from bridge.protocol.openings import LoanRights
from bridge.store.engine import Database, Violated
from bridge.store.history import ToldAs, tell_of_loan
from bridge.store.loan_columns import FEDERAL_STATE, OPEN_TICKS
from bridge.store.pairings import withdraw_unused
from bridge.store.tables import devices, loans, robots

_PLAIN = [loans.c[field.name] for field in fields(Loan) if field.name in loans.c]
"""Columns of a loan's own row."""
_SHOWN = [*_PLAIN, FEDERAL_STATE.label("federal_state"), OPEN_TICKS.label("open_ticks")]


class Loans:
    """Loans of a database."""

    _database: Database

    async def add_loan(
        self,
        robot_id: str,
        pupil_name: str,
        span: tuple[date, date],
        token_hash: str,
        buddy_hash: str | None = None,
        *,
        sealed_class_key: str | None = None,
        rights: LoanRights | None = None,
        told: ToldAs | None = None,
    ) -> Loan:
        """Lend a robot to a child for a span of dates, both included.

        Args:
            robot_id: Of the robot.
            pupil_name: Of the child.
            span: First and last day.
            token_hash: Of the token in the teacher's link.
            buddy_hash: Of the token in the buddy's link; None for no such link.
            sealed_class_key: As only the robot can open it; None for a loan without one.
            rights: What the loan allows; None for everything.
            told: How the history tells it; None for a change that it does not tell.

        Raises:
            NotKnown: There is no such robot.
            Conflict: The robot is already lent on one of these dates.
        """
        first, last = span
        values = {
            "robot_id": robot_id,
            "pupil_name": pupil_name,
            "from_date": first,
            "until_date": last,
            "teacher_token_hash": token_hash,
            "buddy_hash": buddy_hash,
            "sealed_class_key": sealed_class_key,
            **_columns(rights or LoanRights()),
        }
        try:
            async with self._database.begin(write=True) as connection:
                await _one_at_a_time(connection, robot_id)
                result = await connection.execute(
                    sa.insert(loans).values(values).returning(*_PLAIN)
                )
                loan = Loan(**result.one()._mapping)
                await tell_of_loan(connection, told, loan.id)
                return loan
        except Violated as violated:
            raise await self._refusal(violated, robot_id, span) from None

    async def loan(self, loan_id: int) -> Loan | None:
        """Return a loan, or None."""
        return next(iter(await self._find_loans(loans.c.id == loan_id)), None)

    async def loans(self) -> list[Loan]:
        """Return all loans, oldest first."""
        return await self._find_loans(sa.true())

    async def teacher_loan(self, token_hash: str) -> Loan | None:
        """Return the loan that a teacher's token opens, or None."""
        found = await self._find_loans(loans.c.teacher_token_hash == token_hash)
        return next(iter(found), None)

    async def running_loan(self, robot_id: str, today: date) -> Loan | None:
        """Return the loan of a robot that holds on this day, or None."""
        return (await self.running_loans({robot_id}, today)).get(robot_id)

    async def running_loans(self, robot_ids: Set[str], today: date) -> dict[str, Loan]:
        """Return the loans of these robots that hold on this day, by robot."""
        if not robot_ids:
            return {}
        runs = sa.and_(
            loans.c.robot_id.in_(robot_ids),
            loans.c.ended_at.is_(None),
            loans.c.handed_over_at.is_not(None),
            loans.c.from_date <= today,
            loans.c.until_date >= today,
        )
        return {loan.robot_id: loan for loan in await self._find_loans(runs)}

    async def buddy_loan(self, buddy_hash: str) -> Loan | None:
        """Return the loan that a buddy's token opens, or None."""
        found = await self._find_loans(loans.c.buddy_hash == buddy_hash)
        return next(iter(found), None)

    async def device_loans(self, device_key: str) -> list[Loan]:
        """Return the loans to which a device was bound; an empty list if it is locked."""
        locked = (
            sa.select(devices.c.loan_id)
            .where(devices.c.public_key == device_key, devices.c.locked_at.is_not(None))
            .exists()
        )
        # A device whose robot is back has lost its loan, also if the return is taken back.
        ended = sa.func.coalesce(loans.c.ended_at, devices.c.unbound_at).label("ended_at")
        query = (
            sa.select(*(ended if one is loans.c.ended_at else one for one in _SHOWN))
            .select_from(loans.join(devices, devices.c.loan_id == loans.c.id))
            .where(devices.c.public_key == device_key, ~locked)
            .order_by(loans.c.id)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [Loan(**row._mapping) for row in rows]

    async def replace_links(
        self,
        loan_id: int,
        token_hash: str,
        buddy_hash: str | None = None,
        sealed_class_key: str | None = None,
        told: ToldAs | None = None,
    ) -> None:
        """Replace the links of teacher and buddy; the old ones are no longer valid.

        Args:
            loan_id: Of the loan.
            token_hash: Of the token in the teacher's link.
            buddy_hash: Of the token in the buddy's link; None for no such link.
            sealed_class_key: As only the robot can open it; None for a loan without one.
            told: How the history tells it.

        Raises:
            NotKnown: There is no such loan.
            Conflict: The loan was closed.
        """
        async with self._database.begin(write=True) as connection:
            await _open_loan(connection, loan_id)
            await _change(
                connection,
                loan_id,
                teacher_token_hash=token_hash,
                buddy_hash=buddy_hash,
                sealed_class_key=sealed_class_key,
            )
            await tell_of_loan(connection, told, loan_id)

    async def set_rights(
        self, loan_id: int, rights: Set[RightName], allowed: bool, told: ToldAs | None = None
    ) -> Loan:
        """Allow or forbid the child some things in a loan; the others stay as they are.

        Raises:
            NotKnown: There is no such loan.
            Conflict: The loan was closed.
        """
        changes: dict[str, Any] = {f"may_{right}": allowed for right in rights}
        async with self._database.begin(write=True) as connection:
            loan = await _open_loan(connection, loan_id)
            await _change(connection, loan_id, **changes)
            await tell_of_loan(connection, told, loan_id)
        return replace(loan, **changes)

    async def end_loan(self, loan_id: int, until: date, told: ToldAs | None = None) -> Loan:
        """Move the last day of a loan, which is still part of the loan.

        Raises:
            NotKnown: There is no such loan.
            Conflict: The loan was closed, begins after that day, or another loan of the robot
                is in the way.
        """
        try:
            async with self._database.begin(write=True) as connection:
                loan = await _open_loan(connection, loan_id)
                await _one_at_a_time(connection, loan.robot_id)
                await _change(connection, loan_id, until_date=until)
                await tell_of_loan(connection, told, loan_id)
        except Violated as violated:
            span = (loan.from_date, until)
            raise await self._refusal(violated, loan.robot_id, span, loan_id) from None
        return replace(loan, until_date=until)

    async def close_loan(
        self, loan_id: int, today: date, unix_s: int, told: ToldAs | None = None
    ) -> Loan:
        """End a running loan at once; the robot can be lent again on the same day.

        Unused codes and words of the loan are withdrawn.

        Raises:
            NotKnown: There is no such loan.
            Conflict: The loan was closed, is over, or has not begun.
        """
        async with self._database.begin(write=True) as connection:
            loan = await _open_loan(connection, loan_id)
            if loan.from_date > today:
                raise Conflict(
                    f"loan {loan_id} begins on {loan.from_date}; "
                    f"cancel it instead: loan cancel --loan {loan_id}"
                )
            if loan.until_date < today:
                raise Conflict(f"loan {loan_id} ended on {loan.until_date}")
            closed = {"until_date": today, "ended_at": unix_s, "returned_at": unix_s}
            await _change(connection, loan_id, **closed)
            await withdraw_unused(connection, loan_id, unix_s)
            await tell_of_loan(connection, told, loan_id, day=f"{today:%d.%m.%Y}")
        return replace(loan, until_date=today, ended_at=unix_s)

    async def cancel_loan(
        self, loan_id: int, today: date, unix_s: int, told: ToldAs | None = None
    ) -> Loan:
        """Cancel a loan that has not begun; its days are free again.

        Raises:
            NotKnown: There is no such loan.
            Conflict: The loan was closed, or has begun.
        """
        async with self._database.begin(write=True) as connection:
            loan = await _open_loan(connection, loan_id)
            if loan.from_date <= today:
                raise Conflict(
                    f"loan {loan_id} began on {loan.from_date}; "
                    f"end it instead: loan end --loan {loan_id}"
                )
            await _change(connection, loan_id, ended_at=unix_s)
            await withdraw_unused(connection, loan_id, unix_s)
            await tell_of_loan(connection, told, loan_id)
        return replace(loan, ended_at=unix_s)

    async def _refusal(
        self, violated: Violated, robot_id: str, span: tuple[date, date], own: int | None = None
    ) -> BridgeError:
        """Return the error for a violated constraint of a loan over these dates."""
        first, last = span
        match violated.rule:
            case "exists":
                return NotKnown(f"no robot is called {robot_id}; `robot list` shows all")
            case "dates_in_order":
                return Conflict(f"a loan that begins on {first} cannot end before that, on {last}")
            case "one_loan_at_a_time":
                found = await self._find_loans(
                    sa.and_(
                        loans.c.robot_id == robot_id,
                        loans.c.ended_at.is_(None),
                        loans.c.from_date <= last,
                        loans.c.until_date >= first,
                        loans.c.id != (own or 0),
                    )
                )
                other = found[0] if found else None
                named = (
                    f", as loan {other.id} from {other.from_date} to {other.until_date}"
                    if other
                    else ""
                )
                return Conflict(f"robot {robot_id} is already lent on one of these days{named}")
            case _:
                return violated

    async def _find_loans(self, where: sa.ColumnElement[bool]) -> list[Loan]:
        query = sa.select(*_SHOWN).where(where).order_by(loans.c.id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [Loan(**row._mapping) for row in rows]


def _columns(rights: LoanRights) -> dict[str, bool]:
    return {f"may_{right}": getattr(rights, right) for right in rights.__struct_fields__}


async def _open_loan(connection: AsyncConnection, loan_id: int) -> Loan:
    """Return a loan that was not closed, and lock its row."""
    query = sa.select(*_SHOWN).where(loans.c.id == loan_id).with_for_update(of=loans)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise NotKnown(f"there is no loan {loan_id}")
    loan = Loan(**row._mapping)
    if loan.ended_at is not None:
        raise Conflict(f"loan {loan_id} was closed; make a new one")
    return loan


async def _one_at_a_time(connection: AsyncConnection, robot_id: str) -> None:
    """Lock the robot's row, so that other lenders of this robot wait.

    The constraint alone would hold. But two transactions that meet in it on PostgreSQL may wait
    for each other until one fails as a deadlock, which would look like a fault of the database.
    """
    query = sa.select(robots.c.id).where(robots.c.id == robot_id)
    await connection.execute(query.with_for_update(key_share=True))


async def _change(connection: AsyncConnection, loan_id: int, **values: object) -> None:
    await connection.execute(sa.update(loans).where(loans.c.id == loan_id).values(**values))
