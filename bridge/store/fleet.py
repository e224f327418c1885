"""Queries about the fleet: when robots were last seen, and raised alarms."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta

import sqlalchemy as sa

from bridge.base.records import RaisedAlarm, Sighting
from bridge.store.engine import Database
from bridge.store.tables import alarms, mornings, robots, sightings

KEPT_MORNINGS = 14
"""Days for which it is kept how full batteries were in the morning."""


class Sightings:
    """Sightings and alarms of a database."""

    _database: Database

    async def put_sightings(self, seen: Sequence[Sighting]) -> None:
        """Keep the newest sighting of each robot, in one transaction; unknown robots are left out.

        A sighting without a report of the doctor, or without a lesson, keeps what is stored.
        """
        if not seen:
            return
        async with self._database.begin(write=True) as connection:
            known = set((await connection.execute(sa.select(robots.c.id))).scalars())
            rows = [_row(one) for one in seen if one.robot_id in known]
            if rows:
                # One statement for many rows: with the rows in its text it would be compiled anew.
                new = self._database.insert(sightings)
                examined = new.excluded.doctor_at.is_not(None)
                changed = new.on_conflict_do_update(
                    index_elements=[sightings.c.robot_id],
                    set_={
                        "seen_at": new.excluded.seen_at,
                        "version": new.excluded.version,
                        "doctor_at": sa.func.coalesce(
                            new.excluded.doctor_at, sightings.c.doctor_at
                        ),
                        "doctor_failed": sa.case(
                            (examined, new.excluded.doctor_failed),
                            else_=sightings.c.doctor_failed,
                        ),
                        "lesson_at": sa.func.coalesce(
                            new.excluded.lesson_at, sightings.c.lesson_at
                        ),
                    },
                )
                await connection.execute(changed, rows)

    async def sightings(self) -> dict[str, Sighting]:
        """Return all sightings, by robot."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(sa.select(sightings))).all()
        return {
            row.robot_id: Sighting(
                row.robot_id,
                row.seen_at,
                row.version,
                row.doctor_at,
                tuple(row.doctor_failed.split()),
                row.lesson_at,
            )
            for row in rows
        }

    async def put_mornings(self, day: date, levels: Mapping[str, int]) -> None:
        """Keep how full batteries are this morning, and forget mornings that are too old.

        Args:
            levels: Percent by robot; unknown robots are left out.
        """
        async with self._database.begin(write=True) as connection:
            known = set((await connection.execute(sa.select(robots.c.id))).scalars())
            rows = [
                {"robot_id": robot, "day": day, "percent": percent}
                for robot, percent in sorted(levels.items())
                if robot in known
            ]
            if rows:
                new = self._database.insert(mornings)
                changed = new.on_conflict_do_update(
                    index_elements=[mornings.c.robot_id, mornings.c.day],
                    set_={"percent": new.excluded.percent},
                )
                await connection.execute(changed, rows)
            too_old = day - timedelta(days=KEPT_MORNINGS)
            await connection.execute(sa.delete(mornings).where(mornings.c.day <= too_old))

    async def mornings(self, robot_id: str) -> dict[date, int]:
        """Return how full a robot's battery was on the mornings that are kept."""
        query = sa.select(mornings.c.day, mornings.c.percent).where(mornings.c.robot_id == robot_id)
        async with self._database.begin() as connection:
            return {row.day: row.percent for row in (await connection.execute(query)).all()}

    async def alarms(self) -> list[RaisedAlarm]:
        """Return the alarms, also those whose end has to be told, by robot and kind."""
        query = sa.select(alarms).order_by(alarms.c.robot_id, alarms.c.kind)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [RaisedAlarm(**row._mapping) for row in rows]

    async def change_alarms(self, put: Sequence[RaisedAlarm], gone: Sequence[RaisedAlarm]) -> None:
        """Keep new and changed alarms, and remove others, in one transaction."""
        if not put and not gone:
            return
        async with self._database.begin(write=True) as connection:
            known = set((await connection.execute(sa.select(robots.c.id))).scalars())
            for one in gone:
                where = (alarms.c.robot_id == one.robot_id, alarms.c.kind == one.kind)
                await connection.execute(sa.delete(alarms).where(*where))
            rows = [asdict(one) for one in put if one.robot_id in known]
            if rows:
                new = self._database.insert(alarms)
                changed = new.on_conflict_do_update(
                    index_elements=[alarms.c.robot_id, alarms.c.kind],
                    set_={"told_at": new.excluded.told_at, "over_at": new.excluded.over_at},
                )
                await connection.execute(changed, rows)


def _row(one: Sighting) -> dict[str, object]:
    return {
        "robot_id": one.robot_id,
        "seen_at": one.seen_at,
        "version": one.version,
        "doctor_at": one.doctor_at,
        "doctor_failed": " ".join(one.doctor_failed),
        "lesson_at": one.lesson_at,
    }
