"""Members who want the mail at seven."""

from dataclasses import dataclass

import sqlalchemy as sa

from bridge.base.words import Language
from bridge.lending.permissions import Member
from bridge.register.changes import Changes
from bridge.store.office_tables import people


@dataclass(frozen=True)
class MorningReader:
    """Somebody who wishes the mail."""

    member: Member
    email: str
    language: Language


class MorningReaders(Changes):
    """Readers of a database."""

    async def morning_readers(self) -> list[MorningReader]:
        """Return everybody who wishes the mail, has an address, and has not left."""
        query = (
            sa.select(people)
            .where(people.c.mail_at_seven, people.c.left_at.is_(None), people.c.email != "")
            .order_by(people.c.id)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [
            MorningReader(
                Member(row.id, row.name, row.role, row.school_id),
                row.email,
                "en" if row.language == "en" else "de",
            )
            for row in rows
        ]
