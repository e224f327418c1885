"""Loans with every mixture of facts that decides what a loan is."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import product
from typing import Any

import sqlalchemy as sa

from bridge.days.zone import unix_of
from bridge.register.register import Register
from bridge.store.tables import loans, robots
from tests.bridge.people import TODAY

SPANS = ((-9, -2), (-2, 3), (2, 9))
"""First and last day, counted from today."""

OUT = (None, 0, unix_of(TODAY - timedelta(days=9), 600))
ENDED = (None, unix_of(TODAY - timedelta(days=3), 720), unix_of(TODAY, 720))


def every_mixture(school: int, times: int = 1) -> list[dict[str, Any]]:
    """Return rows of loans, each with a robot of its own.

    Args:
        school: All are lent to it.
        times: How often each mixture is there, one behind the other.
    """
    facts = product(SPANS, OUT, ENDED, (False, True), (None, 5), (None, 6), range(times))
    return [
        {
            "id": number,
            "robot_id": f"KRL-{number:04}",
            "pupil_name": "" if gone else "J. B.",
            "from_date": TODAY + timedelta(days=span[0]),
            "until_date": TODAY + timedelta(days=span[1]),
            "teacher_token_hash": f"{number:064}",
            "school_id": school,
            "handed_over_at": handed,
            "ended_at": closed,
            "returned_at": closed if back else None,
            "locked_at": lock,
            "erased_at": gone,
        }
        for number, (span, handed, closed, back, lock, gone, _) in enumerate(facts, 1)
        if not (back and (closed is None or handed is None))
    ]


async def lend(register: Register, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write loans and their robots."""
    made = [
        {"id": row["robot_id"], "name": "R", "public_key": row["robot_id"], "created": 1}
        for row in rows
    ]
    async with register._database.begin(write=True) as connection:
        await connection.execute(sa.insert(robots), made)
        await connection.execute(sa.insert(loans), rows)
