"""Acts on loans within one change; `loans` makes a change for each.

Who works on many rows at once, such as an import, calls these within a change of its own.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.words import Declined, NotYours, Words
from bridge.days.typed import Span, checked, is_long
from bridge.days.windows import Windows, write_windows
from bridge.days.zone import BERLIN, local_day, written
from bridge.lending.life import (
    BLOCKING,
    POLICIES,
    LockedBy,
    Policy,
    ReturnReason,
)
from bridge.lending.permissions import Member
from bridge.lending.profiles import profile
from bridge.protocol.openings import LoanRights
from bridge.register.changes import Change
from bridge.register.children import insert_child
from bridge.register.free_days import RobotTaken, check_free, hindrances, lock_robot
from bridge.register.loan_views import LoanView
from bridge.store.office_tables import children, robot_facts, schools, ticks, withdrawals
from bridge.store.tables import devices, loans, pairings

OVER = Words(
    "Diese Leihe ist vorbei. Für mehr Zeit legen Sie eine neue an.",
    "This loan is over. For more time make a new one.",
)
NOT_OUT = Words(
    "Der Roboter wurde noch nicht übergeben. Sie können die Leihe absagen.",
    "The robot has not been handed over yet. You can cancel the loan.",
)
WAS_OUT = Words(
    "Der Roboter ist schon in der Schule. Bitte bereiten Sie die Rückgabe vor.",
    "The robot is at the school already. Please prepare its return.",
)


@dataclass(frozen=True)
class LoanWish:
    """A loan as somebody wants it.

    Args:
        first: First day.
        last: Last day, included.
        child_id: A child that is known already; otherwise `short_name` makes a new one.
        short_name: May be empty for a loan whose child is not known yet.
        request_id: Request from which it came.
    """

    robot_id: str
    first: date
    last: date
    school_id: int | None = None
    child_id: int | None = None
    short_name: str = ""
    class_name: str = ""
    request_id: int | None = None
    policy: Policy = "always"
    windows: Windows = ()
    rights: LoanRights = field(default_factory=LoanRights)


@dataclass(frozen=True)
class GivenBack:
    """How a robot came back.

    Args:
        day: None is today.
        note: What has to be looked at; the robot waits to be checked anyway.
    """

    day: date | None = None
    reason: ReturnReason = "planned"
    accessories_complete: bool = True
    note: str = ""


@dataclass(frozen=True)
class Tick:
    """A line that was done."""

    line: str
    day: date
    counted: int | None = None
    of_all: int | None = None


async def reserve(change: Change, member: Member, wish: LoanWish, now_s: int) -> int:
    """Reserve a robot, and return the number of the loan.

    Raises:
        RobotTaken: It is not free on every day.
        NotYours: There is no such robot, school or child.
        Declined: The days, policy or short name cannot be.
    """
    _check_days(member, wish.first, wish.last)
    if wish.policy not in POLICIES or (wish.policy == "windows" and not wish.windows):
        raise Declined(
            Words("Welche Unterrichtszeiten gelten?", "Which lesson times hold?"), "windows"
        )
    today = local_day(now_s)
    await check_free(change.connection, wish.robot_id, wish.first, wish.last, today)
    asked = profile(await _state_of_school(change.connection, wish.school_id))
    child_id, name = await _child(change, wish, now_s)
    row = await change.insert(
        loans,
        robot_id=wish.robot_id,
        pupil_name=name,
        from_date=wish.first,
        until_date=wish.last,
        # Nobody knows this token: there is no link until one is made.
        teacher_token_hash=secrets.token_hex(32),
        school_id=wish.school_id,
        child_id=child_id,
        class_name=wish.class_name.strip()[:40],
        request_id=wish.request_id,
        profile=asked.state if asked else "",
        profile_version=asked.version if asked else 0,
        created=now_s,
        handed_over_at=None,
        policy=wish.policy,
        windows=write_windows(wish.windows),
        **{f"may_{right}": getattr(wish.rights, right) for right in LoanRights.__struct_fields__},
    )
    for line in asked.lines if asked else ():
        await change.insert(ticks, loan_id=row["id"], line=line.key, text_version=line.text_version)
    return int(row["id"])


async def move(
    change: Change,
    member: Member,
    view: LoanView,
    span: tuple[date, date],
    robot_id: str,
    version: int | None,
    now_s: int,
) -> None:
    """Give a loan other days or another robot.

    Raises:
        RobotTaken: The robot is not free on every day.
        Outdated: Somebody has changed the loan since.
        Declined: The loan is over, or cannot be moved so.
    """
    first, last = span
    _check_days(member, first, last)
    today = local_day(now_s)
    await check_free(change.connection, robot_id, first, last, today, own=view.id)
    row = await _open_row(change, view)
    if row["handed_over_at"] is not None:
        if robot_id != row["robot_id"]:
            raise Declined(
                Words(
                    "Der Roboter ist schon in der Schule. Nehmen Sie „Tauschen“.",
                    "The robot is at the school already. Use “Swap”.",
                ),
                "robot",
            )
        if first != row["from_date"] and row["from_date"] <= today:
            raise Declined(
                Words(
                    "Die Leihe hat schon begonnen. Nur das Ende lässt sich ändern.",
                    "The loan has begun. Only its end can be changed.",
                ),
                "days",
            )
    values = {"robot_id": robot_id, "from_date": first, "until_date": last}
    await change.update(loans, {"id": view.id}, version, **values)


async def cancel(change: Change, view: LoanView, version: int | None, now_s: int) -> None:
    """Cancel a loan that is not handed over.

    Raises:
        Outdated: Somebody has changed the loan since.
        Declined: It was handed over, or is over.
    """
    row = await _open_row(change, view)
    today = local_day(now_s)
    noted = row["handed_over_at"]
    if noted is not None and (noted > 0 or row["from_date"] <= today):
        raise Declined(WAS_OUT)
    await change.update(loans, {"id": view.id}, version, ended_at=now_s)
    await _withdraw_codes(change.connection, view.id, now_s)


async def hand_over(change: Change, view: LoanView, day: date | None, now_s: int) -> None:
    """Note that the robot stands at the school.

    Raises:
        RobotTaken: Another loan still has it.
        Declined: It was handed over already, the day lies ahead, or the loan is over.
    """
    await lock_robot(change.connection, view.robot_id)
    row = await _open_row(change, view)
    today = local_day(now_s)
    if row["handed_over_at"] is not None:
        raise Declined(
            Words("Der Roboter ist schon übergeben.", "The robot has been handed over already.")
        )
    if day is not None and day > today:
        raise _ahead(day)
    still = await hindrances(change.connection, view.robot_id, date.min, today, today, own=view.id)
    still = [one for one in still if one.first <= today <= one.last]
    if still:
        raise RobotTaken(still[0], still[0].last + timedelta(days=1))
    at_s = now_s if day in (None, today) else _noon_s(day or today)
    await change.update(loans, {"id": view.id}, handed_over_at=at_s)


async def swap(
    change: Change,
    member: Member,
    view: LoanView,
    robot_id: str,
    first: date | None,
    now_s: int,
) -> int:
    """Give the child another robot for the rest of the loan; return the number of the new loan.

    Raises:
        RobotTaken: The other robot is not free.
        Declined: The loan does not run, or the day lies outside of it.
    """
    today = local_day(now_s)
    first = first or today
    row = await _open_row(change, view)
    if robot_id == view.robot_id or not max(today, row["from_date"]) <= first <= row["until_date"]:
        raise Declined(
            Words(
                "Getauscht wird mit einem anderen Roboter, an einem Tag der Leihe ab heute.",
                "A swap needs another robot, and a day of the loan from today on.",
            ),
            "robot",
        )
    await check_free(change.connection, robot_id, first, row["until_date"], today)
    kept = {
        name: row[name]
        for name in (
            *("pupil_name", "school_id", "child_id", "class_name", "request_id", "profile"),
            *("profile_version", "policy", "windows", "until_date", "locked_at", "locked_by"),
            *("may_zoom", "may_still", "may_sheets", "may_speech"),
        )
    }
    if first == today:
        await give_back(change, view, GivenBack(reason="swapped"), now_s)
    else:
        await change.update(loans, {"id": view.id}, until_date=first - timedelta(days=1))
    made = await change.insert(
        loans,
        robot_id=robot_id,
        from_date=first,
        teacher_token_hash=secrets.token_hex(32),
        created=now_s,
        handed_over_at=None,
        **kept,
    )
    query = sa.select(ticks).where(ticks.c.loan_id == view.id)
    for tick_row in (await change.connection.execute(query)).all():
        await change.insert(ticks, **{**tick_row._mapping, "loan_id": made["id"]})
    return int(made["id"])


async def give_back(change: Change, view: LoanView, given: GivenBack, now_s: int) -> None:
    """Note that the robot is back; its loan ends at once.

    Raises:
        Declined: It was not handed over, is back already, or the day lies ahead.
    """
    row = await _open_row(change, view)
    today = local_day(now_s)
    if row["handed_over_at"] is None:
        raise Declined(NOT_OUT)
    day = given.day or today
    if day > today:
        raise _ahead(day)
    at_s = now_s if day == today else _noon_s(day)
    await change.update(
        loans,
        {"id": view.id},
        returned_at=at_s,
        return_reason=given.reason,
        ended_at=now_s,
        # The days that were left are free; a loan that ran over keeps its plan.
        until_date=max(row["from_date"], min(row["until_date"], day)),
    )
    await _to_check(change, view.robot_id, given, now_s)
    await _withdraw_codes(change.connection, view.id, now_s)
    await _unbind_devices(change.connection, view.id, now_s)


async def lock(change: Change, view: LoanView, by: LockedBy, now_s: int) -> None:
    """Let no child in from now on.

    Raises:
        Declined: The loan is over. A second lock by the family outlives one by the office.
    """
    row = await _open_row(change, view)
    who = row["locked_by"] if row["locked_by"] in ("family", "child") else by
    since = row["locked_at"] or now_s
    await change.update(loans, {"id": view.id}, locked_at=since, locked_by=who)
    await change.insert(withdrawals, loan_id=view.id, at=now_s, by_role=by)


async def unlock(change: Change, member: Member, view: LoanView, family_agrees: bool) -> None:
    """Let the child in again.

    Raises:
        Declined: It is not locked, a tick is missing, or the family has not agreed.
    """
    row = await _open_row(change, view)
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
    await _open_row(change, view)
    line = _line_of(member, view, done.line)
    if done.day > local_day(now_s):
        raise _ahead(done.day)
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
    await _open_row(change, view)
    _line_of(member, view, line)
    await change.update(
        ticks,
        {"loan_id": view.id, "line": line},
        done_on=None,
        person_id=member.id,
        counted=None,
        of_all=None,
    )


async def change_open(
    change: Change, view: LoanView, version: int | None = None, **values: Any
) -> None:
    """Change columns of a loan that is not over.

    Raises:
        Outdated: Somebody has changed the loan since.
        Declined: It is over.
    """
    await _open_row(change, view)
    await change.update(loans, {"id": view.id}, version, **values)


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


def _check_days(member: Member, first: date, last: date) -> None:
    span = checked(Span(first, last))
    if is_long(span) and member.role != "lead":
        raise Declined(
            Words(
                "Länger als 13 Monate geht nur mit der Leitung.",
                "Only the lead can lend for more than 13 months.",
            ),
            "days",
        )


async def _state_of_school(connection: AsyncConnection, school_id: int | None) -> str:
    if school_id is None:
        return ""
    query = sa.select(schools.c.state).where(schools.c.id == school_id)
    state = (await connection.execute(query)).scalar_one_or_none()
    if state is None:
        raise NotYours
    return str(state)


async def _child(change: Change, wish: LoanWish, now_s: int) -> tuple[int | None, str]:
    """Return number and name of the child; a new one is made for a name."""
    if wish.child_id is not None:
        row = await change.row(children, {"id": wish.child_id})
        if row["erased_at"] is not None:
            raise NotYours
        return wish.child_id, row["short_name"]
    if not wish.short_name.strip():
        return None, ""
    made = await insert_child(change, wish.short_name, wish.school_id, wish.class_name, now_s)
    return made, " ".join(wish.short_name.split())


async def _open_row(change: Change, view: LoanView) -> Mapping[str, Any]:
    """Return the row of a loan that is not over, locked until the end of the change."""
    row = await change.row(loans, {"id": view.id})
    if row["ended_at"] is not None or row["erased_at"] is not None or view.state not in BLOCKING:
        raise Declined(OVER)
    return row


async def _to_check(change: Change, robot_id: str, given: GivenBack, now_s: int) -> None:
    """Note that a robot has to be checked."""
    note = given.note.strip()[:400]
    if not given.accessories_complete:
        note = " ".join(part for part in ("Zubehör fehlt.", note) if part)[:400]
    query = sa.select(robot_facts.c.robot_id).where(robot_facts.c.robot_id == robot_id)
    if (await change.connection.execute(query)).one_or_none() is None:
        await change.insert(robot_facts, robot_id=robot_id, check_since=now_s, check_note=note)
    else:
        key = {"robot_id": robot_id}
        await change.update(robot_facts, key, check_since=now_s, check_note=note)


# No images of these two: an undo brings no code and no device back.


async def _withdraw_codes(connection: AsyncConnection, loan_id: int, now_s: int) -> None:
    await connection.execute(
        sa.update(pairings)
        .where(
            pairings.c.loan_id == loan_id,
            pairings.c.used_at.is_(None),
            pairings.c.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now_s)
    )


async def _unbind_devices(connection: AsyncConnection, loan_id: int, now_s: int) -> None:
    await connection.execute(
        sa.update(devices)
        .where(devices.c.loan_id == loan_id, devices.c.unbound_at.is_(None))
        .values(unbound_at=now_s)
    )


def _ahead(day: date) -> Declined:
    return Declined(
        Words(f"Der {written(day)} liegt in der Zukunft.", f"{written(day)} lies in the future."),
        "day",
    )


def _noon_s(day: date) -> int:
    """Return a time of a past day, for a fact of which only the day is known."""
    return int(datetime.combine(day, time(12), BERLIN).timestamp())
