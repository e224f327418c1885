"""Erasing loans, each with a protocol that has a number."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from bridge.base.clock import Clock
from bridge.base.words import Declined, NotYours, Words
from bridge.days.zone import local_day, unix_of
from bridge.lending.life import LoanFacts
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.lending.retention import erases_on, is_over
from bridge.register.changes import Changes
from bridge.register.retention import read_periods
from bridge.store.engine import Database
from bridge.store.erasing import count, erase
from bridge.store.office_tables import erasures, people, schools
from bridge.store.tables import loans, robots

MOST_SHOWN = 500

STILL_LENT = Words(
    "Diese Leihe ist noch nicht vorbei. Tragen Sie zuerst die Rückgabe ein, oder sagen Sie sie ab.",
    "This loan is not over yet. Enter the return first, or cancel it.",
)
ERASED = Words("Diese Leihe ist schon gelöscht.", "This loan has been erased already.")


@dataclass(frozen=True)
class Erasure:
    """Protocol of one erased loan: what went, and no name of a child.

    Args:
        number: Of the protocol.
        by: Name of whoever did it; empty for the bridge itself.
        counts: Rows by kind.
    """

    number: int
    at: int
    by: str
    loan_id: int
    robot_id: str
    robot_name: str
    school: str
    from_date: date
    until_date: date
    counts: Mapping[str, int]

    @property
    def day(self) -> date:
        """Day on which it was erased."""
        return local_day(self.at)


class Erasing(Changes):
    """Erased loans of a database."""

    _database: Database
    _clock: Clock

    async def erase_loan(self, member: Member, loan_id: int) -> int:
        """Erase one loan that is over; return the number of the protocol.

        The files of the database still hold traces until `store.scrubbing.scrub`.

        Raises:
            NotYours: There is no such loan, or it is another school's.
            Declined: It is not over, or is erased already.
            StoreError: The list of erased loans cannot be written; nothing was erased.
        """
        return await self._erase(member, await self._erasable(member, loan_id))

    async def would_erase(self, member: Member, loan_id: int) -> dict[str, int]:
        """Return how many rows of each kind would go with a loan.

        Raises:
            NotYours: There is no such loan, or it is another school's.
            Declined: It is not over, or is erased already.
        """
        await self._erasable(member, loan_id)
        async with self._database.begin() as connection:
            return await connection.run_sync(count, loan_id)

    async def last_erasure(self) -> int:
        """Return the number of the newest protocol; 0 if there is none."""
        async with self._database.begin() as connection:
            newest = await connection.execute(sa.select(sa.func.max(erasures.c.id)))
            return int(newest.scalar_one() or 0)

    async def erase_due(self) -> list[int]:
        """Erase every loan whose time is up; return the numbers of the protocols.

        Raises:
            StoreError: The database cannot be used.
        """
        today = self._clock.today()
        return [
            await self._erase(COMMAND_LINE, row)
            for row, day in await self._with_days()
            if day <= today
        ]

    async def erased_soon(self, member: Member, until: date) -> list[tuple[int, date]]:
        """Return the loans that will be erased until a day, with their days, the next first.

        Loans that are due already are left out: the job that erases comes within the hour.
        """
        today = self._clock.today()
        async with self._database.begin() as connection:
            kept = await read_periods(connection)
        longest, shortest = max(kept["names"], kept["overdue"]), min(kept["names"], kept["overdue"])
        # A day more on both sides: days are those of the schools.
        since, last = today - timedelta(days=longest + 1), until - timedelta(days=shortest - 1)
        over_at = sa.func.coalesce(loans.c.returned_at, loans.c.ended_at)
        ended = over_at.between(unix_of(since, 0), unix_of(last, 0))
        open_ended = sa.and_(over_at.is_(None), loans.c.until_date.between(since, last))
        found = [
            (int(row.id), day)
            for row, day in await self._with_days(sa.or_(ended, open_ended))
            if today <= day <= until and member.reaches(row.school_id)
        ]
        return sorted(found, key=lambda one: one[::-1])

    async def erasures(self, member: Member) -> list[Erasure]:
        """Return the newest protocols."""
        return await self._find_erasures(member, sa.true())

    async def erasure(self, member: Member, number: int) -> Erasure:
        """Return one protocol.

        Raises:
            NotYours: There is no such protocol, or its loan is another school's.
        """
        found = await self._find_erasures(member, erasures.c.id == number)
        if not found:
            raise NotYours
        return found[0]

    async def _erasable(self, member: Member, loan_id: int) -> Any:
        query = sa.select(loans).where(loans.c.id == loan_id)
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None or not member.reaches(row.school_id):
            raise NotYours
        if row.erased_at is not None:
            raise Declined(ERASED)
        if not is_over(_facts(row), self._clock.today()):
            raise Declined(STILL_LENT)
        return row

    async def _erase(self, member: Member, row: Any) -> int:
        change = self.change(
            member,
            "loan.erased",
            facts={"loan": row.id},
            loan_id=row.id,
            robot_id=row.robot_id,
            school_id=row.school_id,
            undo_s=0,
        )
        now = int(self._clock.unix_s())
        async with change as made:
            # Two people may press at once.
            this = sa.select(loans.c.erased_at).where(loans.c.id == row.id).with_for_update()
            if (await made.connection.execute(this)).scalar_one() is not None:
                raise Declined(ERASED)
            counts = await made.connection.run_sync(erase, {row.id}, now)
            protocol = {
                "loan_id": row.id,
                "at": now,
                "person_id": member.id,
                "counts": msgspec.json.encode(counts).decode(),
            }
            stored = sa.insert(erasures).values(protocol).returning(erasures.c.id)
            number = (await made.connection.execute(stored)).scalar_one()
            # Last, so that nothing is listed that was not erased.
            if self._database.erased is not None:
                self._database.erased.add({row.id})
        return int(number)

    async def _with_days(self, *where: sa.ColumnElement[bool]) -> list[tuple[Any, date]]:
        async with self._database.begin() as connection:
            kept = await read_periods(connection)
            query = sa.select(loans).where(
                loans.c.erased_at.is_(None),
                sa.or_(
                    loans.c.ended_at.is_not(None),
                    loans.c.returned_at.is_not(None),
                    loans.c.until_date < self._clock.today(),
                ),
                *where,
            )
            rows = (await connection.execute(query)).all()
        return [(row, erases_on(_facts(row), kept)) for row in rows]

    async def _find_erasures(self, member: Member, where: sa.ColumnElement[bool]) -> list[Erasure]:
        reached = loans.c.school_id == member.school_id if member.role == "school" else sa.true()
        query = (
            sa.select(erasures, loans.c.robot_id, loans.c.from_date, loans.c.until_date)
            .add_columns(robots.c.name.label("robot_name"), people.c.name.label("by"))
            .add_columns(schools.c.name.label("school"))
            .join(loans, loans.c.id == erasures.c.loan_id)
            .outerjoin(robots, robots.c.id == loans.c.robot_id)
            .outerjoin(people, people.c.id == erasures.c.person_id)
            .outerjoin(schools, schools.c.id == loans.c.school_id)
            .where(where, reached)
            .order_by(erasures.c.id.desc())
            .limit(MOST_SHOWN)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [
            Erasure(
                number=row.id,
                at=row.at,
                by=row.by or "",
                loan_id=row.loan_id,
                robot_id=row.robot_id,
                robot_name=row.robot_name or row.robot_id,
                school=row.school or "",
                from_date=row.from_date,
                until_date=row.until_date,
                counts=msgspec.json.decode(row.counts),
            )
            for row in rows
        ]


def _facts(row: Any) -> LoanFacts:
    named = (field.name for field in fields(LoanFacts) if field.name != "open_ticks")
    return LoanFacts(**{name: getattr(row, name) for name in named})
