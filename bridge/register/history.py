"""The history: who did what, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bridge.base.clock import Clock
from bridge.base.words import Words
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.changes import may_undo
from bridge.register.families import CHILD, FAMILY
from bridge.register.naming import GONE, told_facts
from bridge.register.sentences import sentence
from bridge.store.engine import Database
from bridge.store.office_tables import changes, people, schools

SERVER = "Karlsson"
"""Name of what the server does by itself, or by a command that somebody typed there."""

NOBODY_WHO_SIGNS_IN = {COMMAND_LINE.id: SERVER, FAMILY.id: FAMILY.name, CHILD.id: CHILD.name}
"""Names of those who change things and are no people of the office."""

PAGE = 50
"""Lines of one page."""


@dataclass(frozen=True)
class HistoryFilter:
    """Choice of lines.

    Args:
        kinds: Parts of kinds before the dot; none takes all.
        person_id: Who did it; 0 is the command line.
        since: First moment, in Unix seconds.
        until: First moment that is left out.
        before: Only lines with a smaller number: the next page.
    """

    kinds: Sequence[str] = ()
    person_id: int | None = None
    loan_id: int | None = None
    robot_id: str | None = None
    since: int | None = None
    until: int | None = None
    before: int | None = None


@dataclass(frozen=True)
class HistoryLine:
    """One line of the history.

    Args:
        by: Name of whoever did it.
        undo_until: Until when whoever asks may take it back; 0 for never.
    """

    id: int
    at: int
    by: str
    kind: str
    words: Words
    loan_id: int | None
    robot_id: str | None
    school: str
    undo_until: int
    is_undone: bool


class HistoryRows:
    """Lines of a database."""

    _database: Database
    _clock: Clock

    async def history(
        self, member: Member, wanted: HistoryFilter, most: int = PAGE
    ) -> list[HistoryLine]:
        """Return lines that somebody may read, the latest first."""
        query = (
            sa.select(changes, people.c.name.label("by"), schools.c.name.label("school"))
            .outerjoin(people, people.c.id == changes.c.person_id)
            .outerjoin(schools, schools.c.id == changes.c.school_id)
            .where(*_wanted(member, wanted))
            .order_by(changes.c.id.desc())
            .limit(most)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
            facts = await told_facts(connection, [row.facts for row in rows])
        now = int(self._clock.unix_s())
        return [_line(row, one, member, now) for row, one in zip(rows, facts, strict=True)]

    async def people_of_history(self, member: Member) -> list[tuple[int, str]]:
        """Return everybody of whom somebody may read a line, by name."""
        query = (
            sa.select(people.c.id, people.c.name)
            .where(
                people.c.id.in_(
                    sa.select(changes.c.person_id).where(*_wanted(member, HistoryFilter()))
                )
            )
            .order_by(people.c.name, people.c.id)
        )
        async with self._database.begin() as connection:
            return [(row.id, row.name) for row in await connection.execute(query)]


def _wanted(member: Member, wanted: HistoryFilter) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if member.role == "school":
        where.append(changes.c.school_id == (member.school_id or 0))
    if wanted.kinds:
        where.append(sa.or_(*(changes.c.kind.startswith(f"{one}.") for one in wanted.kinds)))
    equal = {
        changes.c.person_id: wanted.person_id,
        changes.c.loan_id: wanted.loan_id,
        changes.c.robot_id: wanted.robot_id,
    }
    where += [column == value for column, value in equal.items() if value is not None]
    if wanted.since is not None:
        where.append(changes.c.at >= wanted.since)
    if wanted.until is not None:
        where.append(changes.c.at < wanted.until)
    if wanted.before is not None:
        where.append(changes.c.id < wanted.before)
    return where


def _line(row: Any, facts: Mapping[str, Any], member: Member, now: int) -> HistoryLine:
    is_open = row.undone_at is None and now <= row.undo_until
    may = is_open and may_undo(member, row.kind, row.person_id, row.school_id)
    by = NOBODY_WHO_SIGNS_IN.get(row.person_id) or row.by or GONE
    return HistoryLine(
        row.id,
        row.at,
        by,
        row.kind,
        sentence(row.kind, facts),
        row.loan_id,
        row.robot_id,
        row.school or "",
        row.undo_until if may else 0,
        row.undone_at is not None,
    )
