"""Queries about enrolments: chances for a robot to make its key known, each used once."""

import sqlalchemy as sa

from bridge.base.errors import Conflict, NotKnown
from bridge.base.records import Enrolment, Robot
from bridge.store.engine import Database, Violated
from bridge.store.tables import enrolments, robots

_OPEN = (enrolments.c.used_at.is_(None), enrolments.c.withdrawn_at.is_(None))


class Enrolments:
    """Enrolments of a database."""

    _database: Database

    async def add_enrolment(
        self, robot: Robot, token_hash: str, expires_at: int
    ) -> tuple[Enrolment, bool]:
        """Open one chance for a robot to enrol; its older chances end.

        Args:
            robot: Its id, its name if it is new, and the time of now as `created`.
            token_hash: Hash of the token's public key.
            expires_at: Unix seconds.

        Returns:
            The enrolment, and whether a robot of this id is known already.
        """
        async with self._database.begin(write=True) as connection:
            known = sa.select(robots.c.name).where(robots.c.id == robot.id)
            name = (await connection.execute(known)).scalar_one_or_none()
            await connection.execute(
                sa.update(enrolments)
                .where(enrolments.c.robot_id == robot.id, *_OPEN)
                .values(withdrawn_at=robot.created)
            )
            new = sa.insert(enrolments).values(
                robot_id=robot.id,
                robot_name=name or robot.name,
                token_hash=token_hash,
                created=robot.created,
                expires_at=expires_at,
            )
            row = (await connection.execute(new.returning(enrolments))).one()
        return Enrolment(**row._mapping), name is not None

    async def enrolment(self, token_hash: str) -> Enrolment | None:
        """Return the enrolment of a token, used or not, or None."""
        found = await self._find_enrolments(enrolments.c.token_hash == token_hash)
        return next(iter(found), None)

    async def enrolments(self) -> list[Enrolment]:
        """Return all enrolments, oldest first."""
        return await self._find_enrolments(sa.true())

    async def use_enrolment(
        self, enrolment: Enrolment, robot_key: str, unix_s: int
    ) -> Robot | None:
        """Make a robot's key known and mark its token as used, in one transaction.

        Returns:
            The robot; None if the token is used, withdrawn or too old by now.

        Raises:
            Conflict: Another robot has this key; the token is not used up.
        """
        new = self._database.insert(robots).values(
            id=enrolment.robot_id, name=enrolment.robot_name, public_key=robot_key, created=unix_s
        )
        changed = new.on_conflict_do_update(
            index_elements=[robots.c.id], set_={"public_key": new.excluded.public_key}
        ).returning(robots)
        try:
            async with self._database.begin(write=True) as connection:
                used = await connection.execute(
                    sa.update(enrolments)
                    .where(
                        enrolments.c.id == enrolment.id, enrolments.c.expires_at > unix_s, *_OPEN
                    )
                    .values(used_at=unix_s, used_key=robot_key)
                )
                if used.rowcount != 1:
                    return None
                row = (await connection.execute(changed)).one()
        except Violated as violated:
            if violated.rule != "key_of_one_robot":
                raise
            raise Conflict("another robot has this key") from None
        return Robot(**row._mapping)

    async def withdraw_enrolments(self, robot_id: str, unix_s: int) -> Enrolment:
        """Make the open token of a robot invalid; return it.

        Raises:
            NotKnown: The robot has no open token.
        """
        async with self._database.begin(write=True) as connection:
            changed = (
                sa.update(enrolments)
                .where(enrolments.c.robot_id == robot_id, *_OPEN)
                .values(withdrawn_at=unix_s)
            )
            row = (await connection.execute(changed.returning(enrolments))).first()
        if row is None:
            raise NotKnown(f"robot {robot_id} has no open token; `robot tokens` shows all")
        return Enrolment(**row._mapping)

    async def _find_enrolments(self, where: sa.ColumnElement[bool]) -> list[Enrolment]:
        query = sa.select(enrolments).where(where).order_by(enrolments.c.id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [Enrolment(**row._mapping) for row in rows]
