"""Consents of a loan within one change: ticks, their withdrawal, locks and rights."""

from typing import Any

import sqlalchemy as sa

from bridge.base.words import Declined, NotYours, Words
from bridge.days.zone import local_day
from bridge.lending.life import (
    LockedBy,
)
from bridge.lending.permissions import Member
from bridge.protocol.openings import LoanRights
from bridge.register.changes import Change
from bridge.register.loan_steps import lies_ahead, open_row
from bridge.register.loan_views import LoanView
from bridge.register.loan_wishes import Tick
from bridge.store.office_tables import ticks, withdrawals
from bridge.store.tables import loans


async def lock(change: Change, view: LoanView, by: LockedBy, now_s: int) -> None:
    """Let no child in from now on.

    Raises:
        Declined: The loan is over. A second lock by the family outlives one by the office.
    """
    row = await open_row(change, view)
    who = row["locked_by"] if row["locked_by"] in ("family", "child") else by
    since = row["locked_at"] or now_s
    await change.update(loans, {"id": view.id}, locked_at=since, locked_by=who)
    await change.insert(withdrawals, loan_id=view.id, at=now_s, by_role=by)


async def unlock(change: Change, member: Member, view: LoanView, family_agrees: bool) -> None:
    """Let the child in again.

    Raises:
        Declined: It is not locked, a tick is missing, or the family has not agreed.
    """
    row = await open_row(change, view)
    if not member.may("unlock"):
        raise NotYours
    if row["locked_at"] is None:
        raise Declined(Words("Die Leihe ist nicht gesperrt.", "The loan is not locked."))
    missing = sa.select(sa.func.count()).where(
        ticks.c.loan_id == view.id, ticks.c.done_on.is_(None)
    )
    left = (await change.connection.execute(missing)).scalar_one()
    if left:
        raise Declined(
            Words(
                f"Es fehlt noch {left} Häkchen. Erst dann geht es wieder.",
                f"{left} tick is missing. Then it works again.",
            )
            if left == 1
            else Words(
                f"Es fehlen noch {left} Häkchen. Erst dann geht es wieder.",
                f"{left} ticks are missing. Then it works again.",
            )
        )
    if row["locked_by"] in ("family", "child") and not family_agrees:
        raise Declined(
            Words(
                "Die Familie hat gestoppt. Bitte fragen Sie die Familie, und bestätigen Sie dann.",
                "The family stopped it. Please ask the family, and then confirm.",
            ),
            "family_agrees",
        )
    await change.update(loans, {"id": view.id}, locked_at=None, locked_by="")


async def tick(change: Change, member: Member, view: LoanView, done: Tick, now_s: int) -> None:
    """Tick a line.

    Raises:
        Declined: The day lies ahead, somebody is missing, or the line is not the school's.
    """
    await open_row(change, view)
    line = _line_of(member, view, done.line)
    if done.day > local_day(now_s):
        raise lies_ahead(done.day)
    if line.counted:
        _check_count(done)
    await change.update(
        ticks,
        {"loan_id": view.id, "line": done.line},
        done_on=done.day,
        person_id=member.id,
        counted=done.counted if line.counted else None,
        of_all=done.of_all if line.counted else None,
        text_version=line.text_version,
    )


async def untick(change: Change, member: Member, view: LoanView, line: str) -> None:
    """Take a tick away.

    Raises:
        Declined: There is no such line, or it is not the school's.
    """
    await open_row(change, view)
    _line_of(member, view, line)
    await change.update(
        ticks,
        {"loan_id": view.id, "line": line},
        done_on=None,
        person_id=member.id,
        counted=None,
        of_all=None,
    )


async def check_rights(member: Member, view: LoanView, wanted: LoanRights) -> None:
    """Refuse that a school gives a right back.

    Raises:
        Declined: It does.
    """
    given = [
        name
        for name in wanted.__struct_fields__
        if getattr(wanted, name) and not getattr(view.rights, name)
    ]
    if given and member.role == "school":
        raise Declined(
            Words(
                "Rechte nehmen Sie weg; zurückgeben kann sie das Büro.",
                "You can take rights away; the office gives them back.",
            )
        )


def _line_of(member: Member, view: LoanView, key: str) -> Any:
    line = view.profile.line(key) if view.profile else None
    if line is None:
        raise NotYours
    if member.role == "school" and line.ticker != "school":
        raise Declined(
            Words("Dieses Häkchen setzt das Büro.", "The office sets this tick."), "line"
        )
    return line


def _check_count(done: Tick) -> None:
    counted, of_all = done.counted, done.of_all
    if counted is None or of_all is None or not 0 < of_all <= 2000 or counted > of_all:
        raise Declined(
            Words("Wie viele von wie vielen? Zum Beispiel 22 von 22.", "How many of how many?"),
            "counted",
        )
    if counted < of_all:
        raise Declined(
            Words(
                f"Es fehlt noch {of_all - counted} von {of_all} Zustimmungen. "
                f"Das Häkchen geht erst bei {of_all} von {of_all}.",
                f"{of_all - counted} of {of_all} consents are missing. "
                f"The tick works at {of_all} of {of_all}.",
            ),
            "counted",
        )
