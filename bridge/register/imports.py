"""Lists that are taken over: everything of one list is one change, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from bridge.base.words import Declined, NotYours, Words
from bridge.lending.permissions import Member
from bridge.lists.reading import ListPlan
from bridge.register.import_rows import ImportRows
from bridge.register.list_facts import ListFacts
from bridge.register.schools import Made
from bridge.store.engine import Violated
from bridge.store.office_tables import changes, imports, people

UNDO_S = 30 * 24 * 3600
"""Time in which an import can be taken back."""

MOST_SHOWN = 30

NOTHING_TO_TAKE = Words(
    "Es gibt noch keine Zeile, die wir übernehmen können.",
    "There is no row yet that can be taken over.",
)
FASTER = Words(
    "Inzwischen hat jemand einen der Roboter verliehen. Es wurde nichts übernommen."
    " Bitte prüfen Sie die Liste noch einmal.",
    "Somebody has lent one of the robots meanwhile. Nothing was taken over."
    " Please check the list again.",
)


@dataclass(frozen=True)
class ImportedFile:
    """A file that is taken over: its name, a hash, and headings by what they hold."""

    name: str
    sha256: str
    headings: Mapping[str, str]


@dataclass(frozen=True)
class ImportView:
    """One take-over of a list.

    Args:
        person: Who did it; empty for the command line.
        until: Last moment at which it can be taken back, in Unix seconds; 0 for never.
    """

    id: int
    at: int
    person: str
    file_name: str
    taken: int
    left: int
    change_id: int
    until: int
    undone_at: int | None


class Imports(ListFacts):
    """Take-overs of lists."""

    async def take_over(self, member: Member, plan: ListPlan, file: ImportedFile) -> Made:
        """Write every row of a plan that needs no answer; return number of import and change.

        Raises:
            Declined: No such import exists, or somebody was faster; nothing was written.
        """
        taken = plan.taken
        if not taken:
            raise Declined(NOTHING_TO_TAKE, "rows")
        facts = {"rows": len(taken), "left": len(plan.open)}
        now = int(self._clock.unix_s())
        try:
            async with self.change(member, "list.imported", facts=facts, undo_s=UNDO_S) as change:
                await ImportRows(change, member, now).write(taken)
                # Not through `change`: the line of an import stays when it is taken back.
                made = await change.connection.execute(
                    sa.insert(imports)
                    .values(
                        at=now,
                        person_id=member.id,
                        file_name=file.name[:120],
                        file_hash=file.sha256,
                        rows_taken=len(taken),
                        rows_left=len(plan.open),
                        columns=msgspec.json.encode(dict(file.headings)).decode(),
                        change_id=change.id,
                    )
                    .returning(imports.c.id)
                )
                number = int(made.scalar_one())
        except Violated:
            raise Declined(FASTER) from None
        return Made(number, change.id)

    async def imports(self, member: Member) -> list[ImportView]:
        """Return the last take-overs, the newest first."""
        if not member.may("import_lists"):
            return []
        joined = imports.outerjoin(changes, changes.c.id == imports.c.change_id).outerjoin(
            people, people.c.id == imports.c.person_id
        )
        query = (
            sa.select(imports, changes.c.undo_until, changes.c.undone_at.label("taken_back"))
            .add_columns(sa.func.coalesce(people.c.name, "").label("person"))
            .select_from(joined)
            .order_by(imports.c.id.desc())
            .limit(MOST_SHOWN)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [_view(row) for row in rows]

    async def take_back(self, member: Member, import_id: int, leave_changed: bool = False) -> int:
        """Take one import back; return the number of the change that did it.

        Args:
            leave_changed: Whether rows that somebody has changed since stay.

        Raises:
            NotYours: There is no such import.
            Declined: It is too late, or a row was changed since.
        """
        query = sa.select(imports.c.change_id).where(imports.c.id == import_id)
        async with self._database.begin() as connection:
            change_id = (await connection.execute(query)).scalar_one_or_none()
        if change_id is None or not member.may("import_lists"):
            raise NotYours
        return await self.undo(member, change_id, leave_touched=leave_changed)

    async def last_headings(self) -> dict[str, str]:
        """Return the headings of the last list by what they hold, for lists that go out."""
        query = (
            sa.select(imports.c.columns)
            .join(changes, changes.c.id == imports.c.change_id)
            .where(changes.c.undone_at.is_(None))
            .order_by(imports.c.id.desc())
            .limit(1)
        )
        async with self._database.begin() as connection:
            text = (await connection.execute(query)).scalar_one_or_none()
        return msgspec.json.decode(text, type=dict[str, str]) if text else {}


def _view(row: Any) -> ImportView:
    return ImportView(
        row.id,
        row.at,
        row.person,
        row.file_name,
        row.rows_taken,
        row.rows_left,
        row.change_id or 0,
        row.undo_until or 0,
        row.taken_back,
    )


def headings_of(plan: ListPlan) -> dict[str, str]:
    """Return the headings of a plan by what they hold."""
    found: dict[str, str] = {}
    columns: Sequence[Any] = [one for held in plan.columns.values() for one in held]
    for column in columns:
        if column.heading and column.role not in ("none", "extra", "week"):
            found.setdefault(column.role, column.heading[:40])
    return found
