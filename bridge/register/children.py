"""Children: a short name each, and the loans for them. No diagnosis, birthday or address exists."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bridge.base.words import Declined, NotYours, Words
from bridge.lending.permissions import Member
from bridge.register.changes import Change, Changes, Facts
from bridge.register.schools import Made
from bridge.store.office_tables import children, schools
from bridge.store.tables import loans

NAME_LENGTH = 40


@dataclass(frozen=True)
class Child:
    """Whoever a loan is for.

    Args:
        short_name: Such as `J. B.`; empty once it is erased.
    """

    id: int
    short_name: str
    school_id: int | None = None
    class_name: str = ""
    erased_at: int | None = None
    version: int = 1
    school_name: str = ""
    loans: int = 0
    """Number of the loans for this child."""


class ChildRows(Changes):
    """Children of a database."""

    async def children(self, member: Member, search: str = "") -> list[Child]:
        """Return the children whose names are not erased, by name."""
        query = _children(member).where(children.c.erased_at.is_(None))
        async with self._database.begin() as connection:
            found = [Child(**row._mapping) for row in await connection.execute(query)]
        wanted = search.strip().casefold()
        return [
            one
            for one in found
            if wanted in " ".join((one.short_name, one.class_name, one.school_name)).casefold()
        ]

    async def child(self, member: Member, child_id: int) -> Child:
        """Return one child.

        Raises:
            NotYours: No such row exists, or it is another school's.
        """
        query = _children(member).where(children.c.id == child_id)
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise NotYours
        return Child(**row._mapping)

    async def save_child(self, member: Member, child: Child) -> Made:
        """Change a short name or a class, also in the loans; `version` is the one that was read.

        Raises:
            NotYours: There is no such child.
            Outdated: Somebody has changed it since.
            Declined: The name is empty or too long, or it is erased.
        """
        now = await self.child(member, child.id)
        if now.erased_at is not None:
            raise Declined(
                Words("Dieser Name ist gelöscht. Das bleibt so.", "This name is erased for good.")
            )
        name = checked_name(child.short_name)
        class_name = child.class_name.strip()[:NAME_LENGTH]
        facts: Facts = {"child": child.id, "school": now.school_name}
        async with self.change(
            member, "child.changed", facts=facts, school_id=now.school_id
        ) as change:
            values = {"short_name": name, "class_name": class_name}
            await change.update(children, {"id": child.id}, child.version, **values)
            query = sa.select(loans.c.id).where(
                loans.c.child_id == child.id, loans.c.erased_at.is_(None)
            )
            for loan_id in (await change.connection.execute(query)).scalars().all():
                await change.update(loans, {"id": loan_id}, pupil_name=name)
        return Made(child.id, change.id)


async def insert_child(
    change: Change, short_name: str, school_id: int | None, class_name: str, now_s: int
) -> int:
    """Add a child within a change, and return its number.

    Raises:
        Declined: The short name is empty or too long.
    """
    row = await change.insert(
        children,
        short_name=checked_name(short_name),
        school_id=school_id,
        class_name=class_name.strip()[:NAME_LENGTH],
        created=now_s,
    )
    return int(row["id"])


def checked_name(text: str) -> str:
    """Return a short name without blanks around it.

    Raises:
        Declined: It is empty, too long, or holds characters that cannot be shown.
    """
    name = " ".join(text.split())
    if not name:
        raise Declined(
            Words("Für wen? Ein Kürzel reicht.", "For whom? A short name will do."), "short_name"
        )
    if len(name) > NAME_LENGTH or not name.isprintable():
        raise Declined(
            Words(
                f"Das Kürzel darf höchstens {NAME_LENGTH} Zeichen haben.",
                f"The short name can have {NAME_LENGTH} characters at most.",
            ),
            "short_name",
        )
    return name


def _children(member: Member) -> "sa.Select[Any]":
    if not member.may("see_children"):
        raise NotYours
    count = (
        sa.select(sa.func.count())
        .where(loans.c.child_id == children.c.id)
        .scalar_subquery()
        .label("loans")
    )
    reached = children.c.school_id == member.school_id if member.role == "school" else sa.true()
    return (
        sa.select(
            *(children.c.id, children.c.short_name, children.c.school_id, children.c.class_name),
            *(children.c.erased_at, children.c.version),
            sa.func.coalesce(schools.c.name, "").label("school_name"),
            count,
        )
        .select_from(children.outerjoin(schools, schools.c.id == children.c.school_id))
        .where(reached)
        .order_by(children.c.short_name, children.c.id)
    )
