"""The line that a change at the command line leaves in the office's history, with the change."""

from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.store.office_tables import changes, schools
from bridge.store.tables import loans, robots

COMMAND_LINE_ID = 0
"""Author of a change made on the command line: whoever may run commands on the server, not one of
the people."""


@dataclass(frozen=True)
class ToldAs:
    """Kind and facts with which the history tells a change.

    Args:
        kind: Key of its sentence.
        unix_s: When it was made.
    """

    kind: str
    unix_s: int


async def tell_of_loan(
    connection: AsyncConnection, told: ToldAs | None, loan_id: int, **facts: str | int
) -> None:
    """Write the line of a change of a loan; None writes nothing.

    Args:
        connection: Transaction of the change.
        told: What the history says.
        loan_id: Of the loan.
        facts: What the sentence names beyond robot, school and days; never a child's name.
    """
    if told is None:
        return
    query = (
        sa.select(
            *(loans.c.robot_id, loans.c.school_id, loans.c.from_date, loans.c.until_date),
            robots.c.name.label("robot"),
            sa.func.coalesce(schools.c.name, "").label("school"),
        )
        .select_from(
            loans.join(robots, robots.c.id == loans.c.robot_id).outerjoin(
                schools, schools.c.id == loans.c.school_id
            )
        )
        .where(loans.c.id == loan_id)
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return
    named: dict[str, Any] = {
        "loan": loan_id,
        "robot": row.robot,
        "school": row.school,
        "from": f"{row.from_date:%d.%m.%Y}",
        "until": f"{row.until_date:%d.%m.%Y}",
        **facts,
    }
    await connection.execute(
        sa.insert(changes).values(
            at=told.unix_s,
            person_id=COMMAND_LINE_ID,
            kind=told.kind,
            loan_id=loan_id,
            robot_id=row.robot_id,
            school_id=row.school_id,
            facts=msgspec.json.encode(named).decode(),
            undo_until=0,
        )
    )
