"""Actions of staff on the fleet: enrolment tokens and waves, each one change of the history."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.records import Enrolment, Wave
from bridge.base.words import Declined, NotYours, Words
from bridge.lending.permissions import Member
from bridge.protocol import enrolment, keys
from bridge.register.changes import Changes
from bridge.store.tables import enrolments, robots, waves

DAY_S = 86400
MOST_AT_ONCE = 50

NO_WAVE = Words("Gerade läuft keine Welle.", "No wave runs right now.")


@dataclass(frozen=True)
class NewToken:
    """A token that is shown once.

    Args:
        known: Whether the robot is known already; its present key ends when the token is used.
    """

    robot_id: str
    name: str
    token: str
    expires_at: int
    known: bool


class FleetActs(Changes):
    """Acts on robots' tokens and on releases."""

    async def enrol(
        self, member: Member, named: Sequence[tuple[str, str]], days: int
    ) -> list[NewToken]:
        """Make one token for each robot; an older open one of the same robot ends.

        Args:
            named: Ids with names.

        Raises:
            Declined: A name occurs twice, no name is given, or there are too many.
        """
        ids = [robot_id for robot_id, _name in named]
        if not ids or len(ids) > MOST_AT_ONCE:
            raise Declined(
                Words(
                    f"Wie heißen die Roboter? 1 bis {MOST_AT_ONCE} auf einmal.",
                    f"What are the robots called? 1 to {MOST_AT_ONCE} at once.",
                ),
                "names",
            )
        twice = next((robot_id for robot_id in ids if ids.count(robot_id) > 1), "")
        if twice:
            raise Declined(Words(f"{twice} steht zweimal da.", f"{twice} is named twice."), "names")
        now = int(self._clock.unix_s())
        made: list[NewToken] = []
        facts = {"robots": ", ".join(ids)[:200]}
        async with self.change(member, "fleet.tokens_made", facts=facts, undo_s=0) as change:
            for robot_id, name in named:
                known = sa.select(robots.c.name).where(robots.c.id == robot_id)
                called = (await change.connection.execute(known)).scalar_one_or_none()
                for number in await _open_tokens(change.connection, robot_id):
                    await change.update(enrolments, {"id": number}, withdrawn_at=now)
                token = enrolment.make_token(secrets.choice)
                public = keys.public_text(enrolment.token_key(enrolment.plain(token)))
                expires_at = now + days * DAY_S
                await change.insert(
                    enrolments,
                    robot_id=robot_id,
                    robot_name=called or name,
                    token_hash=keys.fingerprint(public),
                    created=now,
                    expires_at=expires_at,
                )
                made.append(
                    NewToken(robot_id, called or name, token, expires_at, called is not None)
                )
        return made

    async def withdraw_token(self, member: Member, token_id: int) -> int:
        """Make a token invalid; return the number of the change.

        Raises:
            NotYours: No such row exists.
            Declined: It was used already.
        """
        async with self._database.begin() as connection:
            query = sa.select(enrolments).where(enrolments.c.id == token_id)
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise NotYours
        one = Enrolment(**row._mapping)
        if one.used_at is not None:
            raise Declined(
                Words(
                    f"Dieser Code wurde schon benutzt. Um {one.robot_name} auszusperren, geben Sie "
                    "ihm einen neuen.",
                    f"This code was used already. To shut {one.robot_name} out, give it a new one.",
                )
            )
        async with self.change(
            member,
            "fleet.token_withdrawn",
            facts={"robot": one.robot_name},
            robot_id=one.robot_id,
            undo_s=0,
        ) as change:
            await change.update(
                enrolments, {"id": token_id}, withdrawn_at=int(self._clock.unix_s())
            )
        return change.id

    async def begin_wave(self, member: Member, version: str, first_robot: str, soak_s: int) -> Wave:
        """Begin a wave with one robot; one that runs ends.

        Raises:
            NotYours: There is no such robot.
        """
        now = int(self._clock.unix_s())
        facts = {"version": version, "robot": first_robot}
        async with self.change(
            member, "fleet.wave_begun", facts=facts, robot_id=first_robot, undo_s=0
        ) as change:
            await change.row(robots, {"id": first_robot})
            running = sa.select(waves.c.id).where(waves.c.stopped_at.is_(None))
            for number in (await change.connection.execute(running)).scalars().all():
                await change.update(waves, {"id": number}, stopped_at=now, why="another wave began")
            row = await change.insert(
                waves,
                version=version,
                first_robot=first_robot,
                stage="one",
                soak_s=soak_s,
                started=now,
                stage_began=now,
                why="",
            )
        return Wave(**row)

    async def halt_wave(self, member: Member, wave_id: int) -> None:
        """Stop a wave: robots that have the release keep it.

        Raises:
            Declined: It does not run.
        """
        facts: dict[str, str | int | None] = {"wave": wave_id}
        async with self.change(member, "fleet.wave_stopped", facts=facts, undo_s=0) as change:
            row = await change.row(waves, {"id": wave_id})
            if row["stopped_at"] is not None:
                raise Declined(NO_WAVE)
            now = int(self._clock.unix_s())
            await change.update(waves, {"id": wave_id}, stopped_at=now, why="by hand")

    async def note_errand(self, member: Member, kind: str, robot_id: str) -> None:
        """Write down that somebody sent an errand to a robot.

        Args:
            kind: `fleet.examined` or `fleet.log_fetched`.

        Raises:
            NotYours: There is no such robot.
        """
        async with self.change(
            member, kind, facts={"robot": robot_id}, robot_id=robot_id, undo_s=0
        ) as change:
            await change.row(robots, {"id": robot_id})


async def _open_tokens(connection: AsyncConnection, robot_id: str) -> list[int]:
    query = sa.select(enrolments.c.id).where(
        enrolments.c.robot_id == robot_id,
        enrolments.c.used_at.is_(None),
        enrolments.c.withdrawn_at.is_(None),
    )
    return list((await connection.execute(query)).scalars().all())
