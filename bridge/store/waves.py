"""Queries about waves of releases, and about what robots run."""

import sqlalchemy as sa

from bridge.base.errors import NotKnown
from bridge.base.records import Carried, Stage, Wave
from bridge.store.engine import Database
from bridge.store.tables import carried, waves


class Waves:
    """Waves of a database; the newest one counts."""

    _database: Database

    async def add_wave(self, wave: Wave) -> Wave:
        """Begin a wave; one that ran ends. Its number is given here."""
        async with self._database.begin(write=True) as connection:
            await connection.execute(
                sa.update(waves)
                .where(waves.c.stopped_at.is_(None))
                .values(stopped_at=wave.started, why="another wave began")
            )
            new = sa.insert(waves).values(
                version=wave.version,
                first_robot=wave.first_robot,
                stage=wave.stage,
                soak_s=wave.soak_s,
                started=wave.started,
                stage_began=wave.stage_began,
                why="",
            )
            row = (await connection.execute(new.returning(waves))).one()
        return Wave(**row._mapping)

    async def wave(self) -> Wave | None:
        """Return the newest wave, stopped or not."""
        query = sa.select(waves).order_by(waves.c.id.desc()).limit(1)
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else Wave(**row._mapping)

    async def advance_wave(self, wave_id: int, stage: Stage, unix_s: int) -> None:
        """Let a wave that runs go on to its next stage."""
        async with self._database.begin(write=True) as connection:
            await connection.execute(
                sa.update(waves)
                .where(waves.c.id == wave_id, waves.c.stopped_at.is_(None))
                .values(stage=stage, stage_began=unix_s)
            )

    async def stop_wave(self, wave_id: int, unix_s: int, why: str) -> Wave:
        """Stop a wave.

        Raises:
            NotKnown: It does not run.
        """
        async with self._database.begin(write=True) as connection:
            changed = (
                sa.update(waves)
                .where(waves.c.id == wave_id, waves.c.stopped_at.is_(None))
                .values(stopped_at=unix_s, why=why[:400])
            )
            row = (await connection.execute(changed.returning(waves))).first()
        if row is None:
            raise NotKnown(f"wave {wave_id} does not run; `wave show` tells the newest one")
        return Wave(**row._mapping)

    async def carried(self) -> list[Carried]:
        """Return what every robot last said of its release."""
        query = sa.select(carried).order_by(carried.c.robot_id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [Carried(**row._mapping) for row in rows]

    async def put_carried(self, robot_id: str, running: str, fell_back: str, unix_s: int) -> None:
        """Keep what a robot says; a fall counts from when it was first heard of."""
        new = self._database.insert(carried).values(
            robot_id=robot_id,
            running=running,
            fell_back=fell_back,
            fell_at=unix_s if fell_back else 0,
            seen_at=unix_s,
        )
        fell_at = sa.case(
            (carried.c.fell_back == new.excluded.fell_back, carried.c.fell_at),
            else_=new.excluded.fell_at,
        )
        changed = new.on_conflict_do_update(
            index_elements=[carried.c.robot_id],
            set_={
                "running": new.excluded.running,
                "fell_back": new.excluded.fell_back,
                "fell_at": fell_at,
                "seen_at": new.excluded.seen_at,
            },
        )
        async with self._database.begin(write=True) as connection:
            await connection.execute(changed)
