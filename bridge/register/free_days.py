"""Free days of robots: what stands in the way of a loan, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.words import Declined, NotYours, Words
from bridge.days.zone import span_words, written
from bridge.lending.life import NEVER_NOTED
from bridge.store.office_tables import robot_facts, schools
from bridge.store.tables import loans, robots


@dataclass(frozen=True)
class Hindrance:
    """A loan that takes up days that somebody wants.

    Args:
        last: Last day that it takes up now; it grows while the loan is overdue.
    """

    loan_id: int
    robot_name: str
    school_name: str
    first: date
    last: date
    is_overdue: bool = False


class RobotTaken(Declined):
    """The robot is not free on every one of these days.

    Args:
        hindrance: The first loan in the way.
        free_from: First day from which the robot is free for as long as it was wanted.
    """

    def __init__(self, hindrance: Hindrance, free_from: date) -> None:
        name = hindrance.robot_name
        at = f" bei {hindrance.school_name}" if hindrance.school_name else " verliehen"
        at_en = f" at {hindrance.school_name}" if hindrance.school_name else " lent"
        if hindrance.is_overdue:
            last = written(hindrance.last)
            words = Words(
                f"{name} ist noch{at} und sollte schon zurück sein (Stand {last}).",
                f"{name} is still{at_en} and should be back by now (as of {last}).",
            )
        else:
            span = span_words(hindrance.first, hindrance.last)
            words = Words(
                f"{name} ist vom {span.de}{at}. Frei ab {written(free_from)}.",
                f"{name} is{at_en} from {span.en}. Free from {written(free_from)}.",
            )
        super().__init__(words, "robot")
        self.hindrance = hindrance
        self.free_from = free_from


async def lock_robot(connection: AsyncConnection, robot_id: str) -> str:
    """Let nobody else lend this robot until the end of the change; return its name.

    Raises:
        NotYours: There is no such robot.
        Declined: It was scrapped.
    """
    query = sa.select(robots.c.name).where(robots.c.id == robot_id)
    name = (await connection.execute(query.with_for_update(key_share=True))).scalar_one_or_none()
    if name is None:
        raise NotYours
    gone = sa.select(robot_facts.c.scrapped_at).where(robot_facts.c.robot_id == robot_id)
    if (await connection.execute(gone)).scalar_one_or_none() is not None:
        raise Declined(Words(f"{name} ist ausgemustert.", f"{name} has been scrapped."), "robot")
    return str(name)


async def hindrances(
    connection: AsyncConnection,
    robot_id: str,
    first: date,
    last: date,
    today: date,
    *,
    own: int | None = None,
) -> list[Hindrance]:
    """Return the loans that take up one of these days, by first day.

    Args:
        own: Loan that is being moved, and is not in its own way.
    """
    late = sa.and_(loans.c.handed_over_at > NEVER_NOTED, loans.c.until_date < today)
    reaches = loans.c.until_date >= first
    if first <= today:
        reaches = sa.or_(reaches, late)
    query = (
        sa.select(
            loans.c.id.label("loan_id"),
            robots.c.name.label("robot_name"),
            sa.func.coalesce(schools.c.name, "").label("school_name"),
            loans.c.from_date.label("first"),
            loans.c.until_date.label("last"),
            late.label("is_overdue"),
        )
        .select_from(
            loans.join(robots, robots.c.id == loans.c.robot_id).outerjoin(
                schools, schools.c.id == loans.c.school_id
            )
        )
        .where(
            loans.c.robot_id == robot_id,
            loans.c.ended_at.is_(None),
            loans.c.from_date <= last,
            reaches,
            loans.c.id != (own or 0),
        )
        .order_by(loans.c.from_date)
    )
    found = [
        Hindrance(**{**row._mapping, "is_overdue": bool(row.is_overdue)})
        for row in await connection.execute(query)
    ]
    return [
        one if not one.is_overdue else Hindrance(**{**vars(one), "last": max(one.last, today)})
        for one in found
    ]


async def check_free(
    connection: AsyncConnection,
    robot_id: str,
    first: date,
    last: date,
    today: date,
    *,
    own: int | None = None,
) -> str:
    """Lock a robot and return its name if it is free on all of these days.

    Raises:
        NotYours: There is no such robot.
        RobotTaken: It is not free.
    """
    name = await lock_robot(connection, robot_id)
    found = await hindrances(connection, robot_id, first, last, today, own=own)
    if found:
        later = await hindrances(connection, robot_id, first, date.max, today, own=own)
        raise RobotTaken(found[0], first_fit(later, first, last - first))
    return name


def first_fit(taken: Iterable[Hindrance], first: date, length: timedelta) -> date:
    """Return the first day from which a robot is free for as long as it is wanted.

    Args:
        taken: Loans in the way, by first day.
        first: Day from which it is wanted.
        length: From the first to the last day that is wanted.
    """
    candidate = first
    for one in taken:
        if candidate + length < one.first:
            break
        candidate = max(candidate, one.last + timedelta(days=1))
    return candidate
