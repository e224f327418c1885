"""Queries about changes that can still be taken back."""

from dataclasses import dataclass

import sqlalchemy as sa

from bridge.base.clock import Clock
from bridge.base.words import Words
from bridge.lending.permissions import Member
from bridge.register.changes import may_undo
from bridge.register.naming import told_facts
from bridge.register.sentences import sentence
from bridge.store.engine import Database
from bridge.store.office_tables import changes

MOST_OFFERED = 20


@dataclass(frozen=True)
class UndoOffer:
    """A change that can be taken back.

    Args:
        at: When it was made, in Unix seconds.
        until: Last moment at which it can be taken back.
    """

    id: int
    words: Words
    at: int
    until: int


class Undoing:
    """Changes of a database that can be taken back."""

    _database: Database
    _clock: Clock

    async def undo_offer(self, member: Member, change_id: int) -> UndoOffer | None:
        """Return a change if this member can take it back now; None for any other."""
        found = await self._offers(changes.c.id == change_id)
        return next((offer for offer, row in found if may_undo(member, *row)), None)

    async def undo_offers(self, member: Member) -> list[UndoOffer]:
        """Return what this member has changed and can take back now, the newest first."""
        found = await self._offers(changes.c.person_id == member.id)
        return [offer for offer, row in found if may_undo(member, *row)]

    async def _offers(
        self, where: sa.ColumnElement[bool]
    ) -> list[tuple[UndoOffer, tuple[str, int, int | None]]]:
        query = (
            sa.select(changes)
            .where(
                where,
                changes.c.undo_until >= int(self._clock.unix_s()),
                changes.c.undone_at.is_(None),
            )
            .order_by(changes.c.id.desc())
            .limit(MOST_OFFERED)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
            facts = await told_facts(connection, [row.facts for row in rows])
        return [
            (
                UndoOffer(row.id, sentence(row.kind, one), row.at, row.undo_until),
                (row.kind, row.person_id, row.school_id),
            )
            for row, one in zip(rows, facts, strict=True)
        ]
