"""Person who changed a loan last, for somebody who was slower."""

from dataclasses import dataclass

import sqlalchemy as sa

from bridge.lending.permissions import Member
from bridge.register.changes import Changes
from bridge.store.office_tables import changes, people


@dataclass(frozen=True)
class LastChange:
    """The newest line of the history about a loan.

    Args:
        person: Who did it; empty for the command line.
        at: In Unix seconds.
    """

    person: str
    at: int


class LastChanges(Changes):
    """Queries about the newest change."""

    async def last_change(self, member: Member, loan_id: int) -> LastChange | None:
        """Return the newest change of a loan; None if there was none, or it is another school's."""
        query = (
            sa.select(changes.c.at, changes.c.school_id, people.c.name)
            .select_from(changes.outerjoin(people, people.c.id == changes.c.person_id))
            .where(changes.c.loan_id == loan_id)
            .order_by(changes.c.id.desc())
            .limit(1)
        )
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None or not member.reaches(row.school_id):
            return None
        return LastChange(row.name or "", row.at)
