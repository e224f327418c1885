"""Changes: what staff do, in one transaction with its line in the history and its undo.

    async with register.change(member, "school.renamed", school_id=7) as change:
        await change.update(schools, {"id": 7}, version=form.version, name="GS Lindenkoppel")

Every row that a change touches is kept as it was before and after (`images`), so that the same
thing can take back any change: it puts the rows back, if nobody has touched them since. The images
may hold a child's name. They go when the time for undoing is over, and with the loan.
The line in the history (`changes`) holds numbers, dates and names of robots and schools alone.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.clock import Clock
from bridge.base.words import Declined, NotYours, Outdated, Words
from bridge.lending.for_good import FOR_GOOD
from bridge.lending.permissions import Member
from bridge.register.images import as_image
from bridge.register.leads import TABLES, a_lead_stays
from bridge.register.paired_since import check_paired
from bridge.register.putting_back import TOUCHED, matches, put_back
from bridge.store.engine import Database, Violated
from bridge.store.office_tables import changes, images

UNDO_S = 600
"""Time in which a change can be taken back."""

Facts = Mapping[str, str | int | None]
"""Values for the history's sentence; never a child's name."""

TOO_LATE = Words(
    "Das ist länger als 10 Minuten her. Sie können es von Hand zurückändern.",
    "That was more than 10 minutes ago. You can change it back by hand.",
)
TAKEN_SINCE = Words(
    "Das geht nicht mehr: Die Tage des Roboters sind inzwischen vergeben.",
    "This is no longer possible: the robot's days have been taken since.",
)
CHANGED = Words(
    "Jemand hat das gerade geändert. Bitte sehen Sie nach, was jetzt gilt.",
    "Somebody has just changed this. Please look at what holds now.",
)


class Change:
    """One change while it is made. Rows are touched through it alone."""

    def __init__(self, connection: AsyncConnection, id: int, facts: Facts | None = None) -> None:
        self.connection = connection
        self.id = id
        """Number of its line in the history."""
        self._facts = dict(facts or {})
        self._images: list[dict[str, Any]] = []

    async def tell(self, **facts: str | int | None) -> None:
        """Add facts to the line that are known only now, such as the number of a new row."""
        self._facts |= facts
        text = msgspec.json.encode(self._facts).decode()
        line = sa.update(changes).where(changes.c.id == self.id)
        await self.connection.execute(line.values(facts=text))

    async def insert(self, table: sa.Table, **values: Any) -> Mapping[str, Any]:
        """Add a row, and return it as it is stored."""
        result = await self.connection.execute(sa.insert(table).values(values).returning(*table.c))
        row = dict(result.one()._mapping)
        self._note(table, None, row)
        return row

    async def insert_many(
        self, table: sa.Table, rows: Sequence[Mapping[str, Any]]
    ) -> list[Mapping[str, Any]]:
        """Add many rows at once, and return them as they are stored, in their order.

        Args:
            rows: All with the same columns; of a table without numbers, all of its columns.
        """
        if not rows:
            return []
        if "id" not in table.c:
            await self.connection.execute(sa.insert(table), list(rows))
            stored = [dict(row) for row in rows]
        else:
            adding = sa.insert(table).returning(*table.c, sort_by_parameter_order=True)
            result = await self.connection.execute(adding, list(rows))
            stored = [dict(row._mapping) for row in result]
        for row in stored:
            self._note(table, None, row)
        return list(stored)

    def belongs(self, table: sa.Table, loan_of: Mapping[int, int]) -> None:
        """Say to which loans rows belong that do not name them, such as a child.

        What was kept of such a row for the undo goes with the loan.

        Args:
            loan_of: Number of the loan by that of the row.
        """
        for image in self._images:
            if image["table_name"] == table.name and image["loan_id"] is None:
                row = msgspec.json.decode(image["after"] or image["before"])
                image["loan_id"] = loan_of.get(row["id"])

    async def update(
        self, table: sa.Table, key: Mapping[str, Any], version: int | None = None, **values: Any
    ) -> Mapping[str, Any]:
        """Change a row, and return it as it is stored. A row's `version` counts its changes.

        Args:
            table: Table of the row.
            key: Columns of its primary key.
            version: Version that the person saw; None does not ask.
            values: New values.

        Raises:
            NotYours: There is no such row.
            Outdated: Somebody has changed it since.
        """
        before = await self.row(table, key)
        if version is not None and before["version"] != version:
            raise Outdated(CHANGED)
        if _counts_versions(table):
            values["version"] = before["version"] + 1
        done = await self.connection.execute(
            sa.update(table).where(matches(table, key)).values(values).returning(*table.c)
        )
        after = dict(done.one()._mapping)
        self._note(table, before, after)
        return after

    async def delete(self, table: sa.Table, key: Mapping[str, Any]) -> None:
        """Remove a row.

        Raises:
            NotYours: There is no such row.
        """
        before = await self.row(table, key)
        await self.connection.execute(sa.delete(table).where(matches(table, key)))
        self._note(table, before, None)

    async def row(self, table: sa.Table, key: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a row, locked until the end of the change.

        Raises:
            NotYours: There is no such row.
        """
        query = sa.select(table).where(matches(table, key)).with_for_update()
        row = (await self.connection.execute(query)).one_or_none()
        if row is None:
            raise NotYours
        return dict(row._mapping)

    def _note(
        self, table: sa.Table, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
    ) -> None:
        row = after or before or {}
        self._images.append(
            {
                "change_id": self.id,
                "place": len(self._images),
                "table_name": table.name,
                "before": as_image(before),
                "after": as_image(after),
                "loan_id": row["id"] if table.name == "loans" else row.get("loan_id"),
            }
        )

    async def name_loan(self, loan_id: int) -> None:
        """Say which loan the change is about, where the change itself made it."""
        line = sa.update(changes).where(changes.c.id == self.id)
        await self.connection.execute(line.values(loan_id=loan_id))

    async def keep_images(self) -> None:
        """Write down what the rows were, for the undo."""
        if self._images:
            await self.connection.execute(sa.insert(images), self._images)


class Changes:
    """Every change of the office, and its undo."""

    _database: Database
    _clock: Clock

    @asynccontextmanager
    async def change(
        self,
        member: Member,
        kind: str,
        *,
        facts: Facts | None = None,
        loan_id: int | None = None,
        robot_id: str | None = None,
        school_id: int | None = None,
        undo_s: int | None = None,
    ) -> AsyncIterator[Change]:
        """Make one change; any exception inside leaves everything as it was.

        Args:
            member: Who makes it.
            kind: Key of its sentence in `sentences`.
            facts: What the sentence names; never a child's name.
            loan_id: Loan about which it is.
            robot_id: Robot about which it is.
            school_id: School whose contact may read the line.
            undo_s: Time in which it can be taken back; 0 for never. None is ten minutes, and never
                for what takes trust away (`FOR_GOOD`).

        Raises:
            Violated: A constraint of the database does not allow it.
            StoreError: The database cannot be used.
        """
        now = int(self._clock.unix_s())
        if undo_s is None:
            undo_s = 0 if kind in FOR_GOOD else UNDO_S
        line = {
            "at": now,
            "person_id": member.id,
            "kind": kind,
            "loan_id": loan_id,
            "robot_id": robot_id,
            "school_id": school_id,
            "facts": msgspec.json.encode(facts or {}).decode(),
            "undo_until": now + undo_s if undo_s else 0,
        }
        async with self._database.begin(write=True) as connection:
            made = sa.insert(changes).values(line).returning(changes.c.id)
            number = (await connection.execute(made)).scalar_one()
            change = Change(connection, number, facts)
            yield change
            if undo_s:
                await change.keep_images()

    async def undo(self, member: Member, change_id: int, leave_touched: bool = False) -> int:
        """Take a change back; return the number of the change that did it.

        Args:
            leave_touched: Whether rows that somebody has changed since stay as they are; otherwise
                one of them stops all of it.

        Raises:
            NotYours: There is no such change, or it is another school's.
            Declined: It took trust away, it is too late, a row was changed again, or a device was
                paired since.
        """
        now = int(self._clock.unix_s())
        query = sa.select(changes).where(changes.c.id == change_id).with_for_update()
        async with self._in_words(), self._database.begin(write=True) as connection:
            row = (await connection.execute(query)).one_or_none()
            if row is None or not may_undo(member, row.kind, row.person_id, row.school_id):
                raise NotYours
            if row.kind in FOR_GOOD:
                raise Declined(FOR_GOOD[row.kind])
            if row.undone_at is not None or now > row.undo_until:
                raise Declined(TOO_LATE if row.undone_at is None else TOUCHED)
            line = {
                "at": now,
                "person_id": member.id,
                "kind": "undo",
                "loan_id": row.loan_id,
                "robot_id": row.robot_id,
                "school_id": row.school_id,
                "facts": msgspec.json.encode(
                    {"kind": row.kind, "of": msgspec.json.decode(row.facts)}
                ).decode(),
                "undo_until": 0,
                "undoes": change_id,
            }
            made = sa.insert(changes).values(line).returning(changes.c.id)
            undone_by = (await connection.execute(made)).scalar_one()
            kept = sa.select(images).where(images.c.change_id == change_id)
            found = (await connection.execute(kept.order_by(images.c.place.desc()))).all()
            if not leave_touched:
                await check_paired(connection, found, row.at)
            decides = TABLES & {image.table_name for image in found}
            async with a_lead_stays(connection) if decides else nullcontext():
                await put_back(connection, found, leave_touched=leave_touched)
            await connection.execute(
                sa.update(changes).where(changes.c.id == change_id).values(undone_at=now)
            )
            await connection.execute(sa.delete(images).where(images.c.change_id == change_id))
        return int(undone_by)

    async def kind_of_change(self, change_id: int) -> str:
        """Return the kind of a change; empty if there is none."""
        query = sa.select(changes.c.kind).where(changes.c.id == change_id)
        async with self._database.begin() as connection:
            return (await connection.execute(query)).scalar_one_or_none() or ""

    @asynccontextmanager
    async def _in_words(self) -> AsyncIterator[None]:
        """Say in words that a constraint of the database does not allow what was before."""
        try:
            yield
        except Violated:
            raise Declined(TAKEN_SINCE) from None

    async def forget_images(self) -> int:
        """Remove the images of changes that can no longer be taken back; return their number."""
        now = int(self._clock.unix_s())
        over = sa.select(changes.c.id).where(changes.c.undo_until < now)
        async with self._database.begin(write=True) as connection:
            done = await connection.execute(sa.delete(images).where(images.c.change_id.in_(over)))
        return int(done.rowcount)


def may_undo(member: Member, kind: str, person_id: int, school_id: int | None) -> bool:
    """Return whether a member may take back a change of this kind, person and school."""
    return member.reaches(school_id) and member.may_take_back(kind, person_id)


def _counts_versions(table: sa.Table) -> bool:
    """Return whether `version` counts a row's changes; that of a wave names a release."""
    return "version" in table.c and isinstance(table.c.version.type, sa.Integer)
