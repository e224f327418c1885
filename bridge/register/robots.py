"""Records that the office keeps of each robot, with the loan that has it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.words import NotYours
from bridge.days.zone import local_day
from bridge.lending.life import LoanFacts, LoanState, state_of_loan
from bridge.lending.permissions import Member
from bridge.register.changes import Changes
from bridge.store.office_tables import notes, people, robot_facts, schools, ticks
from bridge.store.tables import loans, robots


@dataclass(frozen=True)
class RobotLoan:
    """A loan that has a robot, or will have it.

    Args:
        open_ticks: Lines of its profile that are not ticked.
    """

    id: int
    state: LoanState
    first: date
    last: date
    school_id: int | None = None
    school: str = ""
    town: str = ""
    postcode: str = ""
    federal_state: str = ""
    class_name: str = ""
    short_name: str = ""
    windows: str = ""
    policy: str = "always"
    locked_at: int | None = None
    locked_by: str = ""
    handed_over: bool = True
    open_ticks: int = 0


@dataclass(frozen=True)
class RobotNote:
    """A note about a robot."""

    id: int
    text: str
    created: int
    person: str


@dataclass(frozen=True)
class KeptRobot:
    """One robot as the office knows it. Times are in Unix seconds.

    Args:
        loans: Loans that take up its days now or later, by first day.
        version: Of the facts, for a save; 0 if nothing was ever noted.
    """

    id: str
    name: str
    created: int
    home: str = ""
    accessories: str = ""
    workshop_since: int | None = None
    workshop_note: str = ""
    check_since: int | None = None
    check_note: str = ""
    scrapped_at: int | None = None
    version: int = 0
    note: str = ""
    noted_at: int | None = None
    loans: tuple[RobotLoan, ...] = ()

    @cached_property
    def loan(self) -> RobotLoan | None:
        """The loan that has it now."""
        return next((one for one in self.loans if one.handed_over), None)

    @cached_property
    def following(self) -> RobotLoan | None:
        """The next loan."""
        return next((one for one in self.loans if one is not self.loan), None)


_NEWEST = (
    sa.select(notes.c.robot_id, sa.func.max(notes.c.id).label("id"))
    .group_by(notes.c.robot_id)
    .subquery("newest")
)
_OPEN_TICKS = (
    sa.select(sa.func.count())
    .where(ticks.c.loan_id == loans.c.id, ticks.c.done_on.is_(None))
    .scalar_subquery()
)
_LOAN_COLUMNS = (
    *("id", "from_date", "until_date", "handed_over_at", "locked_at", "locked_by", "school_id"),
    *("class_name", "pupil_name", "windows", "policy"),
)
"""Loans that are asked for were neither returned nor ended nor erased."""


class RobotRows(Changes):
    """Robots of a database."""

    async def kept_robots(self, member: Member) -> list[KeptRobot]:
        """Return the robots that a person may see, by number; a school's while they are there."""
        async with self._database.begin() as connection:
            lent = await self._loans_of(connection, member)
            rows = (await connection.execute(_robots())).all()
        found = (_seen(member, _robot(row, lent.get(row.id, ()))) for row in rows)
        return [one for one in found if one is not None]

    async def kept_robot(self, member: Member, robot_id: str) -> KeptRobot:
        """Return one robot.

        Raises:
            NotYours: No such robot exists, or it is not at the person's school.
        """
        async with self._database.begin() as connection:
            return await self._kept(connection, member, robot_id)

    async def robot_notes(self, member: Member, robot_id: str) -> list[RobotNote]:
        """Return the notes about a robot, the newest first.

        Raises:
            NotYours: There is no such robot, or it is not at the person's school.
        """
        query = (
            sa.select(notes, sa.func.coalesce(people.c.name, "").label("person"))
            .select_from(notes.outerjoin(people, people.c.id == notes.c.person_id))
            .where(notes.c.robot_id == robot_id)
            .order_by(notes.c.id.desc())
        )
        async with self._database.begin() as connection:
            kept = await self._kept(connection, member, robot_id)
            rows = (await connection.execute(query)).all()
        if member.role == "school" and kept.loan is not None:
            rows = [row for row in rows if local_day(row.created) >= kept.loan.first]
        return [RobotNote(row.id, row.text, row.created, row.person) for row in rows]

    async def _kept(self, connection: AsyncConnection, member: Member, robot_id: str) -> KeptRobot:
        row = (await connection.execute(_robots().where(robots.c.id == robot_id))).one_or_none()
        if row is None:
            raise NotYours
        lent = await self._loans_of(connection, member, loans.c.robot_id == robot_id)
        kept = _seen(member, _robot(row, lent.get(robot_id, ())))
        if kept is None:
            raise NotYours
        return kept

    async def _loans_of(
        self, connection: AsyncConnection, member: Member, *where: sa.ColumnElement[bool]
    ) -> dict[str, list[RobotLoan]]:
        """Return the loans that take up days now or later, by robot and first day."""
        today = local_day(self._clock.unix_s())
        query = (
            sa.select(
                loans.c.robot_id,
                *(loans.c[name] for name in _LOAN_COLUMNS),
                *(schools.c.name, schools.c.town, schools.c.postcode, schools.c.state),
                _OPEN_TICKS,
            )
            .select_from(loans.outerjoin(schools, schools.c.id == loans.c.school_id))
            .where(
                loans.c.returned_at.is_(None),
                loans.c.ended_at.is_(None),
                loans.c.erased_at.is_(None),
                sa.or_(
                    loans.c.until_date >= today,
                    loans.c.handed_over_at.is_(None),
                    loans.c.handed_over_at > 0,
                ),
                *where,
            )
            .order_by(loans.c.from_date, loans.c.id)
        )
        found: dict[str, list[RobotLoan]] = defaultdict(list)
        sees_child = member.may("see_children")
        for robot_id, *values in (await connection.execute(query)).all():
            found[robot_id].append(_loan(values, sees_child, today))
        return found


def _robots() -> "sa.Select[Any]":
    facts = [column for column in robot_facts.c if column.name not in ("robot_id", "version")]
    return (
        sa.select(
            robots.c.id,
            robots.c.name,
            robots.c.created,
            *facts,
            sa.func.coalesce(robot_facts.c.version, 0).label("version"),
            notes.c.text.label("note"),
            notes.c.created.label("noted_at"),
        )
        .select_from(
            robots.outerjoin(robot_facts, robot_facts.c.robot_id == robots.c.id)
            .outerjoin(_NEWEST, _NEWEST.c.robot_id == robots.c.id)
            .outerjoin(notes, notes.c.id == _NEWEST.c.id)
        )
        .order_by(robots.c.id)
    )


def _robot(row: Any, lent: Sequence[RobotLoan]) -> KeptRobot:
    values = {name: value for name, value in row._mapping.items() if value is not None}
    return KeptRobot(**values, loans=tuple(lent))


def _loan(values: Sequence[Any], sees_child: bool, today: date) -> RobotLoan:
    """Return a loan from its columns in order: there are many, and each has many."""
    (id, first, last, handed_over_at, locked_at, locked_by, school_id, class_name) = values[:8]
    (child, windows, policy, school, town, postcode, state, open_ticks) = values[8:]
    facts = LoanFacts(first, last, handed_over_at, locked_at=locked_at, open_ticks=open_ticks)
    # Of a loan that was made at the command line nobody notes when the robot moves.
    is_there = handed_over_at is not None and (handed_over_at > 0 or first <= today)
    return RobotLoan(
        id,
        state_of_loan(facts, today),
        first,
        last,
        school_id,
        school or "",
        town or "",
        postcode or "",
        state or "",
        class_name,
        child if sees_child else "",
        windows,
        policy,
        locked_at,
        locked_by,
        is_there,
        open_ticks,
    )


def _seen(member: Member, kept: KeptRobot) -> KeptRobot | None:
    """Return a robot as a person may see it, or None."""
    if member.role != "school":
        return kept
    if kept.loan is None or not member.reaches(kept.loan.school_id):
        return None
    theirs = tuple(one for one in kept.loans if member.reaches(one.school_id))
    # What was noted while another school had it is not theirs to read.
    if kept.noted_at is not None and local_day(kept.noted_at) < kept.loan.first:
        return replace(kept, note="", noted_at=None, loans=theirs)
    return replace(kept, loans=theirs)
