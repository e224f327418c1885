"""Acts on loans within one change; `loans` makes a change for each.

Who works on many rows at once, such as an import, calls these within a change of its own.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.words import Declined, NotYours, Words
from bridge.days.typed import Span, checked, is_long
from bridge.days.windows import write_windows
from bridge.days.zone import BERLIN, local_day, written
from bridge.lending.life import (
    BLOCKING,
    POLICIES,
)
from bridge.lending.permissions import Member
from bridge.lending.profiles import profile
from bridge.protocol.openings import LoanRights
from bridge.register.changes import Change
from bridge.register.children import insert_child
from bridge.register.free_days import RobotTaken, check_free, hindrances, lock_robot
from bridge.register.loan_views import LoanView
from bridge.register.loan_wishes import GivenBack, LoanWish
from bridge.store.office_tables import children, robot_facts, schools, ticks
from bridge.store.pairings import withdraw_unused
from bridge.store.tables import devices, loans

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
    row = await open_row(change, view)
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
    row = await open_row(change, view)
    today = local_day(now_s)
    noted = row["handed_over_at"]
    if noted is not None and (noted > 0 or row["from_date"] <= today):
        raise Declined(WAS_OUT)
    await change.update(loans, {"id": view.id}, version, ended_at=now_s)
    await withdraw_unused(change.connection, view.id, now_s)


async def hand_over(change: Change, view: LoanView, day: date | None, now_s: int) -> None:
    """Note that the robot stands at the school.

    Raises:
        RobotTaken: Another loan still has it.
        Declined: It was handed over already, the day lies ahead, or the loan is over.
    """
    await lock_robot(change.connection, view.robot_id)
    row = await open_row(change, view)
    today = local_day(now_s)
    if row["handed_over_at"] is not None:
        raise Declined(
            Words("Der Roboter ist schon übergeben.", "The robot has been handed over already.")
        )
    if day is not None and day > today:
        raise lies_ahead(day)
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
    row = await open_row(change, view)
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
    row = await open_row(change, view)
    today = local_day(now_s)
    if row["handed_over_at"] is None:
        raise Declined(NOT_OUT)
    day = given.day or today
    if day > today:
        raise lies_ahead(day)
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
    await withdraw_unused(change.connection, view.id, now_s)
    await _unbind_devices(change.connection, view.id, now_s)


async def change_open(
    change: Change, view: LoanView, version: int | None = None, **values: Any
) -> None:
    """Change columns of a loan that is not over.

    Raises:
        Outdated: Somebody has changed the loan since.
        Declined: It is over.
    """
    await open_row(change, view)
    await change.update(loans, {"id": view.id}, version, **values)


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


async def open_row(change: Change, view: LoanView) -> Mapping[str, Any]:
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


async def _unbind_devices(connection: AsyncConnection, loan_id: int, now_s: int) -> None:
    """Keep every device out, without an image: an undo brings none back, nor a code."""
    await connection.execute(
        sa.update(devices)
        .where(devices.c.loan_id == loan_id, devices.c.unbound_at.is_(None))
        .values(unbound_at=now_s)
    )


def lies_ahead(day: date) -> Declined:
    """Return the refusal of a day in the future."""
    return Declined(
        Words(f"Der {written(day)} liegt in der Zukunft.", f"{written(day)} lies in the future."),
        "day",
    )


def _noon_s(day: date) -> int:
    """Return a time of a past day, for a fact of which only the day is known."""
    return int(datetime.combine(day, time(12), BERLIN).timestamp())
