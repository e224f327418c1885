"""Facts that the office knows while it reads a list."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from bridge.days.zone import local_day
from bridge.lending.life import NEVER_NOTED
from bridge.lending.permissions import Member
from bridge.lists.known import KnownLoan, KnownRequest, OfficeKnows
from bridge.lists.verdicts import LoanStatus, SchoolEntry
from bridge.register.changes import Changes
from bridge.store.office_tables import requests, robot_facts, schools
from bridge.store.tables import loans, robots


class ListFacts(Changes):
    """Queries for the reading of lists."""

    async def office_knows(self, member: Member) -> OfficeKnows:
        """Return robots, schools, loans and requests, as far as a member may import lists."""
        today = local_day(self._clock.unix_s())
        if not member.may("import_lists"):
            return OfficeKnows(today, {})
        async with self._database.begin() as connection:
            kept = robot_facts.c.scrapped_at.is_(None)
            owned = robots.outerjoin(robot_facts, robot_facts.c.robot_id == robots.c.id)
            robot_rows = await connection.execute(
                sa.select(robots.c.id, robots.c.name).select_from(owned).where(kept)
            )
            names = {row.id: row.name for row in robot_rows}
            school_rows = (await connection.execute(sa.select(schools))).all()
            lent = loans.outerjoin(schools, schools.c.id == loans.c.school_id)
            query = sa.select(loans, schools.c.name.label("school_name")).select_from(lent)
            loan_rows = (await connection.execute(query.order_by(loans.c.id))).all()
            asked = (await connection.execute(sa.select(requests))).all()
        return OfficeKnows(
            today,
            names,
            tuple(_school(row) for row in school_rows),
            tuple(loan for row in loan_rows if (loan := _loan(row, today))),
            tuple(
                KnownRequest(row.id, local_day(row.asked_at), row.school_name, row.class_name)
                for row in asked
            ),
        )


def _school(row: Any) -> SchoolEntry:
    also = tuple(name for name in row.also_called.split("\n") if name)
    return SchoolEntry(row.name, row.town, row.postcode, row.state, also)


def _loan(row: Any, today: date) -> KnownLoan | None:
    """Return a loan as a list would tell it; None for one that was cancelled."""
    returned = row.returned_at or row.ended_at
    if row.returned_at is None and row.ended_at is not None and row.handed_over_at is None:
        return None
    last: date = row.until_date
    status: LoanStatus = "reserved" if row.handed_over_at is None else "lent"
    if row.handed_over_at == NEVER_NOTED and last < today:
        # It ends by itself.
        status = "returned"
    if returned is not None:
        status = "returned"
        last = min(last, max(row.from_date, local_day(returned)))
    return KnownLoan(
        row.id,
        row.robot_id,
        row.from_date,
        last,
        row.school_name or "",
        row.pupil_name,
        row.class_name,
        status,
    )
