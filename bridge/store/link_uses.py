"""Queries about the use of teachers' links: the last day, and nothing else."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.records import LinkUse
from bridge.store.engine import Database
from bridge.store.tables import link_uses, loans


class LinkUses:
    """Uses of links of a database."""

    _database: Database

    async def note_link_uses(self, uses: Collection[LinkUse]) -> None:
        """Keep the last day on which teachers' links were used.

        A link that holds no longer is left out: it was renewed, or its loan erased.
        """
        new = self._database.insert(link_uses)
        async with self._database.begin(write=True) as connection:
            for use in uses:
                holds = sa.select(
                    loans.c.id, loans.c.teacher_token_hash, sa.literal(use.day, sa.Date)
                ).where(loans.c.id == use.loan_id, loans.c.teacher_token_hash == use.token_hash)
                noted = new.from_select(["loan_id", "token_hash", "used_on"], holds)
                await connection.execute(
                    noted.on_conflict_do_update(
                        index_elements=[link_uses.c.loan_id],
                        set_={
                            "token_hash": noted.excluded.token_hash,
                            "used_on": noted.excluded.used_on,
                        },
                        where=sa.or_(
                            link_uses.c.used_on < noted.excluded.used_on,
                            link_uses.c.token_hash != noted.excluded.token_hash,
                        ),
                    )
                )


async def link_used_on(connection: AsyncConnection, loan_id: int) -> date | None:
    """Return the day on which the teacher's link of a loan was used last; None for never."""
    query = (
        sa.select(link_uses.c.used_on)
        .join(loans, loans.c.id == link_uses.c.loan_id)
        .where(
            link_uses.c.loan_id == loan_id,
            # The use of an older link says nothing about this one.
            link_uses.c.token_hash == loans.c.teacher_token_hash,
        )
    )
    day: date | None = (await connection.execute(query)).scalar_one_or_none()
    return day
