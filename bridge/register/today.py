"""Queries of the page *today* other than robots: whom to call, open ticks, lines put away."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from bridge.base.words import Words
from bridge.lending.permissions import Member
from bridge.register.changes import Changes
from bridge.store.office_tables import contacts, put_away, ticks


@dataclass(frozen=True)
class PhoneContact:
    """Somebody at a school who can be called."""

    name: str
    phone: str


class TodayRows(Changes):
    """Rows for the page *today*."""

    async def phone_contacts(self, school_ids: Collection[int]) -> dict[int, PhoneContact]:
        """Return whom to call at each school: the first contact with a number."""
        query = (
            sa.select(contacts)
            .where(contacts.c.school_id.in_(school_ids), contacts.c.phone != "")
            .order_by(contacts.c.id)
        )
        found: dict[int, PhoneContact] = {}
        if school_ids:
            async with self._database.begin() as connection:
                for row in (await connection.execute(query)).all():
                    found.setdefault(row.school_id, PhoneContact(row.name, row.phone))
        return found

    async def open_ticks(self, loan_ids: Collection[int]) -> dict[int, list[str]]:
        """Return the names of the lines that are not ticked, by loan."""
        query = sa.select(ticks.c.loan_id, ticks.c.line).where(
            ticks.c.loan_id.in_(loan_ids), ticks.c.done_on.is_(None)
        )
        found: dict[int, list[str]] = defaultdict(list)
        if loan_ids:
            async with self._database.begin() as connection:
                for row in (await connection.execute(query)).all():
                    found[row.loan_id].append(row.line)
        return dict(found)

    async def lines_away(self) -> dict[str, int]:
        """Return the lines that are put away now, and until when, in Unix seconds."""
        now = int(self._clock.unix_s())
        query = sa.select(put_away).where(put_away.c.until > now)
        async with self._database.begin() as connection:
            return {row.line: row.until for row in (await connection.execute(query)).all()}

    async def put_line_away(self, member: Member, line: str, said: Words, until_s: int) -> int:
        """Put a line away for everybody; return the number of the change.

        Args:
            line: Its key.
            said: What it says.
            until_s: When it comes back, in Unix seconds.
        """
        key = {"line": line}
        kept = sa.select(put_away.c.line).where(put_away.c.line == line)
        async with self.change(member, "today.put_away", facts={"line": said.de}) as change:
            if (await change.connection.execute(kept)).scalar_one_or_none() is None:
                await change.insert(put_away, **key, until=until_s)
            else:
                await change.update(put_away, key, until=until_s)
        return change.id
