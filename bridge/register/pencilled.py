"""Days that are pencilled in: they block nothing, may overlap, and hold for 14 days."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from bridge.base.words import NotYours
from bridge.days.typed import Span, checked
from bridge.days.zone import written
from bridge.lending.life import PENCIL_DAYS
from bridge.lending.permissions import Member
from bridge.register.changes import Changes
from bridge.register.schools import Made
from bridge.store.office_tables import pencilled, schools
from bridge.store.tables import robots


@dataclass(frozen=True)
class Pencilled:
    """A robot noted for somebody."""

    id: int
    robot_id: str
    robot_name: str
    first: date
    last: date
    noted_at: int
    school_id: int | None = None
    school_name: str = ""
    request_id: int | None = None


class PencilRows(Changes):
    """Pencilled days of a database."""

    async def pencil_in(
        self,
        member: Member,
        robot_id: str,
        span: tuple[date, date],
        school_id: int | None = None,
        request_id: int | None = None,
    ) -> Made:
        """Note a robot for some days.

        Raises:
            NotYours: There is no such robot.
            Declined: The days end before they begin.
        """
        first, last, _ = checked(Span(*span))
        async with self._database.begin() as connection:
            query = sa.select(robots.c.name).where(robots.c.id == robot_id)
            name = (await connection.execute(query)).scalar_one_or_none()
        if name is None:
            raise NotYours
        facts = {"robot": name, "from": written(first), "until": written(last)}
        async with self.change(
            member, "robot.pencilled", facts=facts, robot_id=robot_id, school_id=school_id
        ) as change:
            row = await change.insert(
                pencilled,
                robot_id=robot_id,
                school_id=school_id,
                request_id=request_id,
                from_date=first,
                until_date=last,
                noted_at=int(self._clock.unix_s()),
            )
        return Made(row["id"], change.id)

    async def rub_out(self, member: Member, pencilled_id: int) -> Made:
        """Remove a note.

        Raises:
            NotYours: No such row exists.
        """
        found = [
            one for one in await self.pencilled(member, all_ages=True) if one.id == pencilled_id
        ]
        if not found:
            raise NotYours
        one = found[0]
        facts = {"robot": one.robot_name, "from": written(one.first), "until": written(one.last)}
        async with self.change(
            member, "robot.rubbed_out", facts=facts, robot_id=one.robot_id, school_id=one.school_id
        ) as change:
            await change.delete(pencilled, {"id": pencilled_id})
        return Made(pencilled_id, change.id)

    async def pencilled(self, member: Member, all_ages: bool = False) -> list[Pencilled]:
        """Return the notes that still hold, by first day."""
        oldest_s = int(self._clock.unix_s()) - int(timedelta(days=PENCIL_DAYS).total_seconds())
        reached = (
            pencilled.c.school_id == member.school_id if member.role == "school" else sa.true()
        )
        query = (
            sa.select(
                *(pencilled.c.id, pencilled.c.robot_id, pencilled.c.noted_at),
                *(pencilled.c.school_id, pencilled.c.request_id),
                robots.c.name.label("robot_name"),
                sa.func.coalesce(schools.c.name, "").label("school_name"),
                pencilled.c.from_date.label("first"),
                pencilled.c.until_date.label("last"),
            )
            .select_from(
                pencilled.join(robots, robots.c.id == pencilled.c.robot_id).outerjoin(
                    schools, schools.c.id == pencilled.c.school_id
                )
            )
            .where(reached, sa.true() if all_ages else pencilled.c.noted_at > oldest_s)
            .order_by(pencilled.c.from_date, pencilled.c.id)
        )
        async with self._database.begin() as connection:
            return [Pencilled(**row._mapping) for row in await connection.execute(query)]
