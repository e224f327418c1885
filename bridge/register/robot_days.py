"""Robots as the pages of loans show them: where they are at home, what has to be done first."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from bridge.days.zone import local_day
from bridge.lending.permissions import Member
from bridge.register.changes import Changes
from bridge.store.office_tables import robot_facts
from bridge.store.tables import loans, robots


@dataclass(frozen=True)
class LentRobot:
    """A robot that can be lent, with what the office knows of it.

    Args:
        home: Where it stands between loans, as it was typed.
        workshop_since: First day of its time in the workshop; None if it is not there.
        check_since: Since when somebody has to check it.
    """

    id: str
    name: str
    home: str = ""
    workshop_since: date | None = None
    workshop_note: str = ""
    check_since: date | None = None
    check_note: str = ""


class RobotDays(Changes):
    """Queries about the days of robots."""

    async def lent_robots(self, member: Member) -> list[LentRobot]:
        """Return the robots that a person may see, without those that were scrapped, by name."""
        query = (
            sa.select(
                robots.c.id,
                robots.c.name,
                *(robot_facts.c[name] for name in ("home", "workshop_since", "workshop_note")),
                *(robot_facts.c[name] for name in ("check_since", "check_note")),
            )
            .select_from(robots.outerjoin(robot_facts, robot_facts.c.robot_id == robots.c.id))
            .where(robot_facts.c.scrapped_at.is_(None))
            .order_by(robots.c.name, robots.c.id)
        )
        if member.role == "school":
            mine = sa.select(loans.c.robot_id).where(loans.c.school_id == member.school_id)
            query = query.where(robots.c.id.in_(mine))
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [
            LentRobot(
                row.id,
                row.name,
                row.home or "",
                _day(row.workshop_since),
                row.workshop_note or "",
                _day(row.check_since),
                row.check_note or "",
            )
            for row in rows
        ]


def _day(unix_s: int | None) -> date | None:
    return local_day(unix_s) if unix_s is not None else None
