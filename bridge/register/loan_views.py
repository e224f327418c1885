"""Loans as the office's pages show them: facts, names, ticks and the derived state."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.words import NotYours
from bridge.days.windows import Windows, read_windows
from bridge.days.zone import local_day, written
from bridge.lending.life import LoanFacts, LoanState, Policy, state_of_loan, taken_days
from bridge.lending.permissions import Member
from bridge.lending.profiles import LendingProfile, ProfileLine, profile
from bridge.protocol.openings import LoanRights
from bridge.register.changes import Change, Changes, Facts
from bridge.store.loan_columns import OPEN_TICKS
from bridge.store.office_tables import people, schools, ticks
from bridge.store.tables import loans, robots


@dataclass(frozen=True)
class LoanFilter:
    """Filter for the loans on a page; empty values do not filter.

    Args:
        states: Derived states.
        federal_states: Such as SH.
        first: Together with `last`: loans that touch these days.
        text: Part of the robot's or school's name, the class or the short name.
    """

    states: frozenset[LoanState] = frozenset()
    federal_states: frozenset[str] = frozenset()
    school_id: int | None = None
    child_id: int | None = None
    child_ids: frozenset[int] = frozenset()
    robot_id: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""
    limit: int = 10_000
    offset: int = 0


@dataclass(frozen=True)
class LoanView:
    """One loan. Times are in Unix seconds."""

    id: int
    robot_id: str
    robot_name: str
    facts: LoanFacts
    state: LoanState
    school_id: int | None = None
    school_name: str = ""
    school_town: str = ""
    federal_state: str = ""
    child_id: int | None = None
    short_name: str = ""
    """Empty for who may not see it, and once it is erased."""
    class_name: str = ""
    request_id: int | None = None
    created: int = 0
    policy: Policy = "always"
    windows: Windows = ()
    rights: LoanRights = field(default_factory=LoanRights)
    profile_name: str = ""
    profile_version: int = 0
    return_reason: str = ""
    locked_by: str = ""
    minutes: int = 0
    version: int = 1

    @property
    def first(self) -> date:
        """First day."""
        return self.facts.from_date

    @property
    def last(self) -> date:
        """Last day, as it is planned."""
        return self.facts.until_date

    @property
    def profile(self) -> LendingProfile | None:
        """Profile of the federal state when the loan was made; None for a loan without it."""
        return profile(self.profile_name, self.profile_version)

    def taken(self, today: date) -> tuple[date, date] | None:
        """Return the days that it takes up, growing while it is overdue."""
        return taken_days(self.facts, today)


@dataclass(frozen=True)
class TickView:
    """One line of a loan's profile, ticked or not."""

    line: ProfileLine
    done_on: date | None = None
    person: str = ""
    counted: int | None = None
    of_all: int | None = None
    text_version: int = 1


class LoanViews(Changes):
    """Queries about the loans of a database."""

    def today(self) -> date:
        """Return the day at the schools."""
        return local_day(self._clock.unix_s())

    def about_loan(
        self,
        member: Member,
        kind: str,
        view: LoanView,
        facts: Facts | None = None,
        undo_s: int | None = None,
    ) -> AbstractAsyncContextManager[Change]:
        """Make one change of a loan; its line names what `loan_facts` names, and `facts`."""
        return self.change(
            member,
            kind,
            facts={**loan_facts(view), **(facts or {})},
            loan_id=view.id,
            robot_id=view.robot_id,
            school_id=view.school_id,
            undo_s=undo_s,
        )

    async def loan_view(self, member: Member, loan_id: int) -> LoanView:
        """Return one loan.

        Raises:
            NotYours: No such row exists, or it is another school's.
        """
        async with self._database.begin() as connection:
            return await view_of(connection, member, loan_id, self.today())

    async def loan_views(self, member: Member, wanted: LoanFilter | None = None) -> list[LoanView]:
        """Return the loans that a person may see, by first day."""
        today, wanted = self.today(), wanted or LoanFilter()
        query = (
            _loans(member)
            .where(*_conditions(wanted, member, today))
            .order_by(loans.c.from_date, loans.c.id)
            .limit(wanted.limit)
            .offset(wanted.offset)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [_view(row, member, today) for row in rows]

    async def count_loans(self, member: Member, wanted: LoanFilter | None = None) -> int:
        """Return how many loans a filter finds."""
        where = _conditions(wanted or LoanFilter(), member, self.today())
        inner = _loans(member).where(*where).subquery()
        async with self._database.begin() as connection:
            query = sa.select(sa.func.count()).select_from(inner)
            return int((await connection.execute(query)).scalar_one())

    async def tick_views(self, member: Member, loan_id: int) -> list[TickView]:
        """Return every line of a loan's profile, in order.

        Raises:
            NotYours: There is no such loan, or it is another school's.
        """
        async with self._database.begin() as connection:
            view = await view_of(connection, member, loan_id, self.today())
            query = (
                sa.select(ticks, people.c.name.label("person"))
                .select_from(ticks.outerjoin(people, people.c.id == ticks.c.person_id))
                .where(ticks.c.loan_id == loan_id)
            )
            kept = {row.line: row for row in await connection.execute(query)}
        lines = view.profile.lines if view.profile else ()
        return [_tick(line, kept[line.key]) for line in lines if line.key in kept]


def loan_facts(view: LoanView) -> dict[str, str | int | None]:
    """Return what the history names of a loan."""
    return {
        "loan": view.id,
        "robot": view.robot_name,
        "school": view.school_name,
        "from": written(view.first),
        "until": written(view.last),
    }


async def view_of(
    connection: AsyncConnection, member: Member, loan_id: int, today: date
) -> LoanView:
    """Return one loan within a transaction.

    Raises:
        NotYours: No such row exists, or it is another school's.
    """
    row = (await connection.execute(_loans(member).where(loans.c.id == loan_id))).one_or_none()
    if row is None:
        raise NotYours
    return _view(row, member, today)


def _loans(member: Member) -> "sa.Select[Any]":
    reached = loans.c.school_id == member.school_id if member.role == "school" else sa.true()
    return (
        sa.select(
            loans,
            robots.c.name.label("robot_name"),
            sa.func.coalesce(schools.c.name, "").label("school_name"),
            sa.func.coalesce(schools.c.town, "").label("school_town"),
            sa.func.coalesce(schools.c.state, "").label("federal_state"),
            OPEN_TICKS.label("open_ticks"),
        )
        .select_from(
            loans.join(robots, robots.c.id == loans.c.robot_id).outerjoin(
                schools, schools.c.id == loans.c.school_id
            )
        )
        .where(reached)
    )


def _conditions(wanted: LoanFilter, member: Member, today: date) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if wanted.states:
        where.append(sa.or_(*(_in_state(state, today) for state in sorted(wanted.states))))
    if wanted.federal_states:
        where.append(schools.c.state.in_(wanted.federal_states))
    if wanted.school_id is not None:
        where.append(loans.c.school_id == wanted.school_id)
    if wanted.child_id is not None:
        where.append(loans.c.child_id == wanted.child_id)
    if wanted.child_ids:
        where.append(loans.c.child_id.in_(wanted.child_ids))
    if wanted.robot_id:
        where.append(loans.c.robot_id == wanted.robot_id)
    if wanted.last is not None:
        where.append(loans.c.from_date <= wanted.last)
    if wanted.first is not None:
        grown = sa.and_(loans.c.handed_over_at > 0, loans.c.ended_at.is_(None))
        late = wanted.first <= today
        where.append(sa.or_(loans.c.until_date >= wanted.first, grown if late else sa.false()))
    if wanted.text.strip():
        where.append(_holds(wanted.text, member))
    return where


def _holds(text: str, member: Member) -> sa.ColumnElement[bool]:
    columns = [robots.c.name, loans.c.robot_id, schools.c.name, schools.c.town, loans.c.class_name]
    if member.may("see_children"):
        columns.append(loans.c.pupil_name)
    return sa.and_(
        *(
            sa.or_(
                *(
                    column.ilike(f"%{form}%", escape="\\")
                    for column in columns
                    for form in _forms(word)
                )
            )
            for word in text.split()
        )
    )


def _forms(word: str) -> set[str]:
    """Return a word as it may be written: SQLite knows no capital letters but those of English."""
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    forms = {plain.lower(), plain.upper(), plain.lower().capitalize()}
    return {plain} if plain.isascii() else forms


def _in_state(state: LoanState, today: date) -> sa.ColumnElement[bool]:
    """Return the condition under which `state_of_loan` gives this state."""
    facts = loans.c
    kept = facts.erased_at.is_(None)
    in_use = sa.and_(kept, facts.returned_at.is_(None), facts.ended_at.is_(None))
    late = facts.until_date < today
    by_itself = sa.and_(late, facts.handed_over_at == 0)
    out = sa.and_(in_use, facts.handed_over_at.is_not(None), sa.not_(by_itself))
    free = sa.and_(out, facts.locked_at.is_(None))
    ready = sa.and_(facts.from_date <= today, OPEN_TICKS == 0)
    match state:
        case "erased":
            return facts.erased_at.is_not(None)
        case "reserved":
            return sa.and_(in_use, facts.handed_over_at.is_(None))
        case "locked":
            return sa.and_(out, facts.locked_at.is_not(None))
        case "overdue":
            return sa.and_(free, late)
        case "running":
            return sa.and_(free, sa.not_(late), ready)
        case "handed_over":
            return sa.and_(free, sa.not_(late), sa.not_(ready))
        case "returned" | "cancelled":
            closed = sa.and_(kept, facts.returned_at.is_(None), facts.ended_at.is_not(None))
            never = sa.and_(closed, sa.or_(facts.handed_over_at.is_(None), _ended_early()))
            if state == "cancelled":
                return never
            over = sa.or_(facts.returned_at.is_not(None), closed, sa.and_(in_use, by_itself))
            return sa.and_(kept, over, sa.not_(never))
        case _:
            return sa.false()


def _ended_early() -> sa.ColumnElement[bool]:
    """Return whether a loan was closed before its first day, to the day in UTC."""
    begins_s = sa.extract("epoch", loans.c.from_date)
    return loans.c.ended_at < begins_s


def _view(row: Any, member: Member, today: date) -> LoanView:
    values = row._mapping
    facts = LoanFacts(
        **{name: values[name] for name in ("from_date", "until_date", "handed_over_at")},
        **{name: values[name] for name in ("returned_at", "ended_at", "locked_at", "erased_at")},
        open_ticks=values["open_ticks"],
    )
    copied = (
        *("id", "robot_id", "robot_name", "school_id", "school_name", "school_town"),
        *("federal_state", "child_id", "class_name", "request_id", "created", "policy"),
        *("profile_version", "return_reason", "locked_by", "minutes", "version"),
    )
    return LoanView(
        **{name: values[name] for name in copied},
        facts=facts,
        state=state_of_loan(facts, today),
        short_name=values["pupil_name"] if member.may("see_children") else "",
        windows=read_windows(values["windows"]),
        rights=LoanRights(**{name: values[f"may_{name}"] for name in LoanRights.__struct_fields__}),
        profile_name=values["profile"],
    )


def _tick(line: ProfileLine, row: Any) -> TickView:
    return TickView(line, row.done_on, row.person or "", row.counted, row.of_all, row.text_version)
