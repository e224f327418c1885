"""Lists that go out, and the report of a year."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bridge.base.words import Language, NotYours, Words
from bridge.days.zone import local_day
from bridge.lending.life import STATE_WORDS
from bridge.lending.permissions import Member
from bridge.lists.report import LentFacts, YearLine, year_report
from bridge.lists.serials import serial_of
from bridge.register.imports import Imports
from bridge.register.loan_views import LoanFilter, LoanView, LoanViews
from bridge.store.office_tables import requests, schools
from bridge.store.tables import loans
from bridge.tables.writing import WrittenSheet, WrittenValue

MOST_ROWS = 20_000

LOAN_COLUMNS: tuple[tuple[str, Words], ...] = (
    ("robot", Words("Roboter", "Robot")),
    ("robot_name", Words("Name", "Name")),
    ("school", Words("Schule", "School")),
    ("place", Words("Ort", "Town")),
    ("state", Words("Land", "Federal state")),
    ("class", Words("Klasse", "Class")),
    ("child", Words("Kind", "Child")),
    ("from", Words("von", "from")),
    ("until", Words("bis", "until")),
    ("status", Words("Zustand", "Status")),
    ("returned", Words("zurück am", "Returned on")),
)
REQUEST_COLUMNS: tuple[tuple[str, Words], ...] = (
    ("asked", Words("Eingang", "Asked on")),
    ("school", Words("Schule", "School")),
    ("place", Words("PLZ Ort", "Town")),
    ("state", Words("Land", "Federal state")),
    ("class", Words("Klasse", "Class")),
    ("from", Words("ab", "from")),
    ("weeks", Words("Dauer", "Weeks")),
    ("urgent", Words("dringend", "urgent")),
    ("done", Words("erledigt", "done")),
)


@dataclass(frozen=True)
class ExportWish:
    """Content of a list that goes out.

    Args:
        with_names: True if the list contains children's short names.
    """

    loans: LoanFilter
    language: Language = "de"
    with_names: bool = False


class Exports(LoanViews, Imports):
    """Lists that go out of a database."""

    async def export_loans(self, member: Member, wish: ExportWish) -> WrittenSheet:
        """Return the loans of a filter as a sheet; a list with names is told in the history.

        Raises:
            NotYours: The member may see counts alone, or no names.
        """
        if not member.may("see_children"):
            raise NotYours
        if wish.with_names and not member.may("lend"):
            raise NotYours
        views = await self.loan_views(member, wish.loans)
        own = await self.last_headings() if member.may("lend") else {}
        shown = [one for one in LOAN_COLUMNS if wish.with_names or one[0] != "child"]
        headings = tuple(own.get(role, words.said(wish.language)) for role, words in shown)
        rows = [[_loan_value(view, role, wish.language) for role, _ in shown] for view in views]
        if wish.with_names:
            facts = {"rows": len(rows)}
            async with self.change(member, "list.exported", facts=facts, undo_s=0):
                pass
        return WrittenSheet(Words("Leihen", "Loans").said(wish.language), headings, rows)

    async def export_requests(self, member: Member, language: Language) -> WrittenSheet:
        """Return the requests that wait as a sheet, without whoever asked.

        Raises:
            NotYours: The member may see counts alone.
        """
        if not member.may("see_children"):
            raise NotYours
        reached = requests.c.school_id == member.school_id if member.role == "school" else sa.true()
        query = (
            sa.select(requests)
            .where(reached, requests.c.aside_at.is_(None), requests.c.done_at.is_(None))
            .order_by(requests.c.asked_at, requests.c.id)
            .limit(MOST_ROWS)
        )
        async with self._database.begin() as connection:
            found = (await connection.execute(query)).all()
        headings = tuple(words.said(language) for _, words in REQUEST_COLUMNS)
        rows = [
            [_request_value(row, role, language) for role, _ in REQUEST_COLUMNS] for row in found
        ]
        return WrittenSheet(Words("Anfragen", "Requests").said(language), headings, rows)

    async def year_report(self, member: Member, year: int) -> list[YearLine]:
        """Return the report of a year.

        Raises:
            NotYours: The member may not see it.
        """
        if not member.may("see_report"):
            raise NotYours
        joined = loans.outerjoin(schools, schools.c.id == loans.c.school_id)
        query = (
            sa.select(
                *(loans.c.robot_id, loans.c.from_date, loans.c.until_date, loans.c.minutes),
                *(loans.c.returned_at, loans.c.ended_at, loans.c.handed_over_at),
                *(loans.c.school_id, loans.c.profile, schools.c.state),
            )
            .select_from(joined)
            .where(
                loans.c.from_date <= date(year, 12, 31),
                # Without a hand-over it was cancelled, or has not begun.
                loans.c.handed_over_at.is_not(None),
            )
        )
        today = local_day(self._clock.unix_s())
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return year_report([_facts(row, today) for row in rows], year, today)


def _facts(row: Any, today: date) -> LentFacts:
    ended = row.returned_at or row.ended_at
    last = row.until_date
    if ended is not None:
        last = min(last, max(row.from_date, local_day(ended)))
    elif row.handed_over_at and last < today:
        # It stands there until it is back.
        last = today
    over = ended is not None or (not row.handed_over_at and row.until_date < today)
    state = row.state or row.profile or ""
    return LentFacts(
        row.robot_id, state, row.school_id, row.from_date, last, row.minutes, is_over=over
    )


def _loan_value(view: LoanView, role: str, language: Language) -> WrittenValue:
    returned = view.facts.returned_at
    if view.state == "returned":
        # Closed without a word of the robot: its days are free since then.
        returned = returned or view.facts.ended_at
    values: dict[str, WrittenValue] = {
        "robot": serial_of(view.robot_id),
        "robot_name": view.robot_name,
        "school": view.school_name,
        "place": view.school_town,
        "state": view.federal_state,
        "class": view.class_name,
        "child": view.short_name,
        "from": view.first,
        "until": view.last,
        "status": STATE_WORDS[view.state].said(language),
        "returned": local_day(returned) if returned else None,
    }
    return values[role]


def _request_value(row: Any, role: str, language: Language) -> WrittenValue:
    weeks = Words("Wochen", "weeks").said(language)
    yes = Words("ja", "yes").said(language)
    values: dict[str, WrittenValue] = {
        "asked": local_day(row.asked_at) if row.asked_at else None,
        "school": row.school_name,
        "place": f"{row.postcode} {row.town}".strip(),
        "state": row.state,
        "class": row.class_name,
        "from": row.from_date,
        "weeks": f"{row.weeks} {weeks}" if row.weeks else None,
        "urgent": yes if row.urgent else "",
        "done": "",
    }
    return values[role]
