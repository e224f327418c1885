"""The history: who did what, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from bridge.base.clock import Clock
from bridge.base.words import Words
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.sentences import sentence
from bridge.store.engine import Database
from bridge.store.office_tables import changes, people, schools

PAGE = 50
"""Lines of one page."""

GONE = "…"
"""Stands for the name of somebody who was erased."""


@dataclass(frozen=True)
class HistoryFilter:
    """Which lines are wanted.

    Args:
        kinds: Parts of kinds before the dot; none takes all.
        person_id: Who did it; 0 is the command line.
        since: First moment, in Unix seconds.
        until: First moment that is left out.
        before: Only lines with a smaller number: the next page.
        after: Only lines with a larger number: what is new.
    """

    kinds: Sequence[str] = ()
    person_id: int | None = None
    loan_id: int | None = None
    robot_id: str | None = None
    since: int | None = None
    until: int | None = None
    before: int | None = None
    after: int | None = None


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
            facts = [msgspec.json.decode(row.facts or "{}") for row in rows]
            about = {number for one in facts for number in _people_in(one)}
            named = sa.select(people.c.id, people.c.name).where(people.c.id.in_(about))
            names = {row.id: row.name for row in await connection.execute(named)} if about else {}
        now = int(self._clock.unix_s())
        return [
            _line(row, _with_names(one, names), member, now)
            for row, one in zip(rows, facts, strict=True)
        ]

    async def count_history(self, member: Member, wanted: HistoryFilter, most: int = 99) -> int:
        """Return how many lines there are, at most `most`."""
        found = sa.select(changes.c.id).where(*_wanted(member, wanted)).limit(most).subquery()
        async with self._database.begin() as connection:
            query = sa.select(sa.func.count()).select_from(found)
            return int((await connection.execute(query)).scalar_one())

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

    async def forget_history(self, keep_s: int) -> int:
        """Erase lines that are older than this; return their number."""
        over = int(self._clock.unix_s()) - keep_s
        async with self._database.begin(write=True) as connection:
            done = await connection.execute(sa.delete(changes).where(changes.c.at < over))
        return int(done.rowcount)


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
    if wanted.after is not None:
        where.append(changes.c.id > wanted.after)
    return where


def _people_in(facts: Mapping[str, Any]) -> set[int]:
    """Return the people whom a line names by number; an undo names those of what it undid."""
    inner = facts.get("of")
    found = _people_in(inner) if isinstance(inner, Mapping) else set()
    number = facts.get("person_id")
    return found | ({number} if isinstance(number, int) else set())


def _with_names(facts: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """Return the facts with names, which the line itself does not keep: they leave with people."""
    told = dict(facts)
    if isinstance(told.get("person_id"), int):
        told["person"] = names.get(told["person_id"], GONE)
    if isinstance(told.get("of"), Mapping):
        told["of"] = _with_names(told["of"], names)
    return told


def _line(row: Any, facts: Mapping[str, Any], member: Member, now: int) -> HistoryLine:
    undo = row.undone_at is None and now <= row.undo_until
    may_undo = undo and member.may_take_back(row.kind, row.person_id)
    by = COMMAND_LINE.name if row.person_id == COMMAND_LINE.id else row.by or GONE
    return HistoryLine(
        row.id,
        row.at,
        by,
        row.kind,
        sentence(row.kind, facts),
        row.loan_id,
        row.robot_id,
        row.school or "",
        row.undo_until if may_undo else 0,
        row.undone_at is not None,
    )
