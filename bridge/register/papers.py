"""Queries about papers: what a loan's papers say, what was printed, and the codes of a sheet.

A filled paper is never kept: only that it was printed, which version, when and by whom.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bridge.base.words import Declined, NotYours, Words
from bridge.lending.permissions import Member
from bridge.paperwork.kinds import Paper
from bridge.register.changes import Change, Changes
from bridge.store.office_tables import family_links, papers, people, robot_facts, schools
from bridge.store.tables import loans, pairings, robots

OVER = Words(
    "Diese Leihe ist zu Ende. Für sie gibt es kein Willkommensblatt mehr.",
    "This loan is over. There is no welcome sheet for it any more.",
)


SOON_DAYS = 30
"""Distance of a loan's first day, before or after today, at which its papers are asked for."""


@dataclass(frozen=True)
class PrintedPaper:
    """Last print of a paper of a loan.

    Args:
        at: Unix seconds.
        by: Name of whoever printed it.
    """

    kind: str
    version: int
    at: int
    by: str


@dataclass(frozen=True)
class SheetCode:
    """One way to bind a device, as the database keeps it."""

    kind: str
    lookup: str
    mac_key: bytes


@dataclass(frozen=True)
class PaperLoan:
    """A loan as its papers need it. It holds no name of a child."""

    id: int
    robot_id: str
    robot_name: str
    public_key: str
    accessories: str
    school_id: int | None
    school: str
    state: str
    class_name: str
    from_date: date
    until_date: date
    handed_over_at: int | None
    ended_at: int | None
    returned_at: int | None
    erased_at: int | None
    may_still: bool
    policy: str
    windows: str

    @property
    def is_over(self) -> bool:
        """Return whether nobody can enter with it any more."""
        return not (self.ended_at is self.returned_at is self.erased_at is None)


@dataclass(frozen=True)
class PaperWork:
    """A loan whose papers are needed now.

    Args:
        kinds: Papers that were printed.
    """

    loan_id: int
    robot_id: str
    robot_name: str
    school: str
    state: str
    from_date: date
    until_date: date
    kinds: frozenset[str]


@dataclass(frozen=True)
class RecentPrint:
    """One print, as the list of papers shows it."""

    loan_id: int
    kind: str
    at: int
    by: str
    robot_name: str
    school: str


class PaperRows(Changes):
    """Papers of a database."""

    async def paper_loan(self, member: Member, loan_id: int) -> PaperLoan:
        """Return what papers say of a loan.

        Raises:
            NotYours: There is no such loan, or it is another school's.
        """
        town = sa.func.coalesce(schools.c.town, "")
        name = sa.func.coalesce(schools.c.name, "")
        query = (
            sa.select(
                *(loans.c.id, loans.c.robot_id, robots.c.name.label("robot_name")),
                *(robots.c.public_key, loans.c.school_id, name.label("name"), town.label("town")),
                sa.func.coalesce(schools.c.state, "").label("state"),
                sa.func.coalesce(robot_facts.c.accessories, "").label("accessories"),
                *(loans.c.class_name, loans.c.from_date, loans.c.until_date, loans.c.ended_at),
                *(
                    loans.c.handed_over_at,
                    loans.c.returned_at,
                    loans.c.erased_at,
                    loans.c.may_still,
                    loans.c.policy,
                ),
                loans.c.windows,
            )
            .join(robots, robots.c.id == loans.c.robot_id)
            .outerjoin(schools, schools.c.id == loans.c.school_id)
            .outerjoin(robot_facts, robot_facts.c.robot_id == loans.c.robot_id)
            .where(loans.c.id == loan_id)
        )
        if member.role == "school":
            query = query.where(loans.c.school_id == member.school_id)
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise NotYours
        values: dict[str, Any] = dict(row._mapping)
        where, town_name = values.pop("name"), values.pop("town")
        with_town = f"{where}, {town_name}" if town_name and town_name not in where else where
        return PaperLoan(school=with_town, **values)

    async def printed_papers(self, member: Member, loan_id: int) -> Mapping[str, PrintedPaper]:
        """Return what was printed for a loan, the newest of each kind."""
        await self.paper_loan(member, loan_id)
        query = (
            sa.select(papers, people.c.name)
            .outerjoin(people, people.c.id == papers.c.person_id)
            .where(papers.c.loan_id == loan_id)
            .order_by(papers.c.printed_at, papers.c.id)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return {
            row.kind: PrintedPaper(row.kind, row.template_version, row.printed_at, row.name or "")
            for row in rows
        }

    async def paper_work(self, member: Member, today: date, limit: int = 12) -> list[PaperWork]:
        """Return loans that are on or begin within a month, the next one first."""
        query = (
            sa.select(
                *(loans.c.id, loans.c.robot_id, robots.c.name.label("robot_name")),
                sa.func.coalesce(schools.c.name, "").label("school"),
                sa.func.coalesce(schools.c.state, "").label("state"),
                *(loans.c.from_date, loans.c.until_date),
            )
            .join(robots, robots.c.id == loans.c.robot_id)
            .outerjoin(schools, schools.c.id == loans.c.school_id)
            .where(
                loans.c.ended_at.is_(None),
                loans.c.returned_at.is_(None),
                loans.c.erased_at.is_(None),
                loans.c.from_date >= today - timedelta(days=SOON_DAYS),
                loans.c.from_date <= today + timedelta(days=SOON_DAYS),
            )
            .order_by(loans.c.from_date, loans.c.id)
            .limit(limit)
        )
        if member.role == "school":
            query = query.where(loans.c.school_id == member.school_id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
            ids = [row.id for row in rows]
            printed = sa.select(papers.c.loan_id, papers.c.kind).where(papers.c.loan_id.in_(ids))
            kinds: dict[int, set[str]] = {id: set() for id in ids}
            for loan_id, kind in (await connection.execute(printed)).all():
                kinds[loan_id].add(kind)
        return [
            PaperWork(
                row.id,
                row.robot_id,
                row.robot_name,
                row.school,
                row.state,
                row.from_date,
                row.until_date,
                frozenset(kinds[row.id]),
            )
            for row in rows
        ]

    async def recent_prints(self, member: Member, limit: int = 10) -> list[RecentPrint]:
        """Return what was printed last, the newest first."""
        query = (
            sa.select(
                *(papers.c.loan_id, papers.c.kind, papers.c.printed_at, people.c.name),
                robots.c.name.label("robot_name"),
                sa.func.coalesce(schools.c.name, "").label("school"),
            )
            .join(loans, loans.c.id == papers.c.loan_id)
            .join(robots, robots.c.id == loans.c.robot_id)
            .outerjoin(schools, schools.c.id == loans.c.school_id)
            .outerjoin(people, people.c.id == papers.c.person_id)
            .order_by(papers.c.id.desc())
            .limit(limit)
        )
        if member.role == "school":
            query = query.where(loans.c.school_id == member.school_id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [
            RecentPrint(
                row.loan_id, row.kind, row.printed_at, row.name or "", row.robot_name, row.school
            )
            for row in rows
        ]

    async def note_papers(self, member: Member, loan: PaperLoan, printed: Sequence[Paper]) -> None:
        """Write down that papers of a loan were printed, in one line of the history."""
        title = Words(
            ", ".join(paper.title.de for paper in printed),
            ", ".join(paper.title.en for paper in printed),
        )
        async with self._printing(member, loan, "paper.printed", title) as change:
            for paper in printed:
                await self._add_paper(change, member, loan, paper.kind, paper.version)

    async def give_sheet(
        self,
        member: Member,
        loan: PaperLoan,
        codes: tuple[SheetCode, ...],
        family_hash: str,
        expires_at: int,
        version: int,
        title: Words,
    ) -> int:
        """Open the codes of a new welcome sheet; only the newest sheet of a loan holds.

        Args:
            codes: Using one of them ends the others.
            family_hash: Of the token on the page for parents.
            expires_at: When the codes end, in Unix seconds.

        Returns:
            Number of the change.

        Raises:
            Declined: The loan is over.
        """
        async with self._printing(member, loan, "sheet.printed", title) as change:
            row = await change.row(loans, {"id": loan.id})
            if any(row[fact] is not None for fact in ("ended_at", "returned_at", "erased_at")):
                raise Declined(OVER)
            now = int(self._clock.unix_s())
            paper = await self._add_paper(change, member, loan, "welcome", version)
            await _withdraw_open_sheets(change, loan.id, now)
            for code in codes:
                await change.insert(
                    pairings,
                    loan_id=loan.id,
                    kind=code.kind,
                    lookup=code.lookup,
                    mac_key=code.mac_key,
                    expires_at=expires_at,
                    created=now,
                    paper_id=paper["id"],
                )
            await _put_family_link(change, loan.id, family_hash, now)
        return change.id

    def _printing(
        self, member: Member, loan: PaperLoan, kind: str, title: Words
    ) -> AbstractAsyncContextManager[Change]:
        facts = {"paper": title.de, "paper_en": title.en, "robot": loan.robot_name}
        return self.change(
            member,
            kind,
            facts=facts | {"school": loan.school},
            loan_id=loan.id,
            robot_id=loan.robot_id,
            school_id=loan.school_id,
            undo_s=0,
        )

    async def _add_paper(
        self, change: Change, member: Member, loan: PaperLoan, kind: str, version: int
    ) -> Mapping[str, Any]:
        return await change.insert(
            papers,
            loan_id=loan.id,
            kind=kind,
            template_version=version,
            printed_at=int(self._clock.unix_s()),
            person_id=member.id,
        )


async def _withdraw_open_sheets(change: Change, loan_id: int, now: int) -> None:
    """Withdraw every unused code that was printed; codes of the command line stay."""
    open_ones = sa.select(pairings.c.id).where(
        pairings.c.loan_id == loan_id,
        pairings.c.paper_id.is_not(None),
        pairings.c.used_at.is_(None),
        pairings.c.withdrawn_at.is_(None),
    )
    for (id,) in (await change.connection.execute(open_ones)).all():
        await change.update(pairings, {"id": id}, withdrawn_at=now)


async def _put_family_link(change: Change, loan_id: int, token_hash: str, now: int) -> None:
    query = sa.select(family_links.c.loan_id).where(family_links.c.loan_id == loan_id)
    known = (await change.connection.execute(query)).one_or_none()
    if known is None:
        await change.insert(family_links, loan_id=loan_id, token_hash=token_hash, created=now)
    else:
        key = {"loan_id": loan_id}
        await change.update(family_links, key, token_hash=token_hash, created=now)
