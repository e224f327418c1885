"""Check for devices that were paired since a change that gave or took a robot."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.words import Declined
from bridge.lending.for_good import PAIRED_SINCE, TakenAway, taken_away
from bridge.register.images import read_image
from bridge.store.tables import devices, loans

CHUNK = 400
"""Loans that are asked about in one query."""


async def check_paired(connection: AsyncConnection, images: Sequence[Any], since_s: int) -> None:
    """Refuse to take a robot from a child who relies on it by now.

    Args:
        connection: Transaction of the undo.
        images: Rows of the table `images` of the change.
        since_s: When the change was made, in Unix seconds.

    Raises:
        Declined: A device was paired since: for the loan, or after a return for another loan of
            its robot.
    """
    found: dict[TakenAway, list[dict[str, Any]]] = {}
    for image in images:
        if image.table_name == loans.name:
            now = read_image(loans, image.after)
            away = taken_away(now, read_image(loans, image.before))
            if away is not None and now is not None:
                found.setdefault(away, []).append(now)
    for away, rows in found.items():
        for at in range(0, len(rows), CHUNK):
            some = rows[at : at + CHUNK]
            where: sa.ColumnElement[bool] = loans.c.id.in_([row["id"] for row in some])
            if away == "return":
                robots = loans.c.robot_id.in_([row["robot_id"] for row in some])
                where = sa.and_(robots, ~where)
            query = (
                sa.select(devices.c.loan_id)
                .join(loans, loans.c.id == devices.c.loan_id)
                .where(where, devices.c.paired_at >= since_s)
                .limit(1)
            )
            if (await connection.execute(query)).first() is not None:
                raise Declined(PAIRED_SINCE[away])
