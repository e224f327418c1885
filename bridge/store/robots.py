"""Queries about robots."""

import sqlalchemy as sa

from bridge.base.errors import Conflict
from bridge.base.records import Robot
from bridge.store.engine import Database, Violated
from bridge.store.tables import robots


class Robots:
    """Robots of a database."""

    _database: Database

    async def put_robot(self, robot: Robot, replace_key: bool = False) -> Robot:
        """Add a robot, or rename the robot with this id and key.

        Raises:
            Conflict: The id is known with another key, and `replace_key` is not set; or another
                robot has this key.
        """
        new = self._database.insert(robots).values(
            id=robot.id, name=robot.name, public_key=robot.public_key, created=robot.created
        )
        changed = new.on_conflict_do_update(
            index_elements=[robots.c.id],
            set_={"name": new.excluded.name, "public_key": new.excluded.public_key},
            where=None if replace_key else robots.c.public_key == new.excluded.public_key,
        ).returning(robots.c.created)
        try:
            async with self._database.begin(write=True) as connection:
                created = (await connection.execute(changed)).scalar_one_or_none()
        except Violated as violated:
            if violated.rule != "key_of_one_robot":
                raise
            found = await self._find_robots(robots.c.public_key == robot.public_key)
            other = f"robot {found[0].id}" if found else "another robot"
            raise Conflict(
                f"{other} already has this key; each robot needs a key of its own "
                "(a copied SD card holds the key of the first robot): karlsson-bridge robot enrol"
            ) from None
        if created is None:
            raise Conflict(
                f"robot {robot.id} is already known with another key; "
                "if it was set up again, use --replace-key, or karlsson-bridge robot enrol"
            )
        return Robot(robot.id, robot.name, robot.public_key, created)

    async def robot(self, robot_id: str) -> Robot | None:
        """Return a robot, or None."""
        return next(iter(await self._find_robots(robots.c.id == robot_id)), None)

    async def robots(self) -> list[Robot]:
        """Return all robots, sorted by id."""
        return await self._find_robots(sa.true())

    async def _find_robots(self, where: sa.ColumnElement[bool]) -> list[Robot]:
        query = sa.select(robots).where(where).order_by(robots.c.id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [Robot(**row._mapping) for row in rows]
