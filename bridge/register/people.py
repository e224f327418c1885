"""Queries about people and their sessions."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.clock import Clock
from bridge.lending.permissions import Member, Role
from bridge.store.engine import Database
from bridge.store.office_tables import office_sessions, people

SESSION_S = 12 * 3600
"""Longest life of a session."""

IDLE_S = 2 * 3600
"""Longest time without a request."""

TOUCH_S = 60
"""Precision of a session's last request; more often it is not written."""


@dataclass(frozen=True)
class StaffSession:
    """A session that holds.

    Args:
        fresh_at: When the person last used a passkey, in Unix seconds.
    """

    token_hash: str
    member: Member
    fresh_at: int
    language: str


class People:
    """People of a database."""

    _database: Database
    _clock: Clock

    async def add_person(
        self, name: str, role: Role, school_id: int | None = None, email: str = ""
    ) -> Member:
        """Add somebody who may sign in, once they have a passkey."""
        values: dict[str, Any] = {
            "name": name,
            "role": role,
            "school_id": school_id,
            "email": email,
            "user_handle": secrets.token_urlsafe(32),
            "created": int(self._clock.unix_s()),
        }
        async with self._database.begin(write=True) as connection:
            result = await connection.execute(
                sa.insert(people).values(values).returning(people.c.id)
            )
            return Member(result.scalar_one(), name, role, school_id)

    async def begin_session(self, person_id: int) -> str:
        """Begin a session and return its token, of which only the hash is stored."""
        async with self._database.begin(write=True) as connection:
            return await self._new_session(connection, person_id, None)

    async def _new_session(
        self, connection: AsyncConnection, person_id: int, passkey_id: int | None
    ) -> str:
        """Begin a session, and forget those that are over."""
        token = secrets.token_urlsafe(32)
        now = int(self._clock.unix_s())
        values = {
            "token_hash": session_hash(token),
            "person_id": person_id,
            "passkey_id": passkey_id,
            "began": now,
            "seen_at": now,
            "fresh_at": now,
        }
        await connection.execute(sa.delete(office_sessions).where(sa.not_(sa.and_(*self._holds()))))
        await connection.execute(sa.insert(office_sessions).values(values))
        return token

    def _holds(self) -> tuple[sa.ColumnElement[bool], ...]:
        now = int(self._clock.unix_s())
        sessions = office_sessions.c
        return (sessions.began > now - SESSION_S, sessions.seen_at > now - IDLE_S)

    async def session(self, token: str, is_used: bool = True) -> StaffSession | None:
        """Return the session of a token that still holds, or None; note that it is in use.

        Args:
            is_used: Whether somebody asks. A page that asks by itself keeps no session alive.
        """
        now = int(self._clock.unix_s())
        query = (
            sa.select(office_sessions, people.c.name, people.c.role, people.c.school_id)
            .add_columns(people.c.language)
            .join(people, people.c.id == office_sessions.c.person_id)
            .where(
                office_sessions.c.token_hash == session_hash(token),
                *self._holds(),
                people.c.left_at.is_(None),
            )
        )
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        if is_used and now - row.seen_at >= TOUCH_S:
            async with self._database.begin(write=True) as connection:
                await connection.execute(
                    sa.update(office_sessions)
                    .where(office_sessions.c.token_hash == row.token_hash)
                    .values(seen_at=now)
                )
        member = Member(row.person_id, row.name, row.role, row.school_id)
        return StaffSession(row.token_hash, member, row.fresh_at, row.language)

    async def end_session(self, token: str) -> None:
        """End a session, if it is there."""
        async with self._database.begin(write=True) as connection:
            await connection.execute(
                sa.delete(office_sessions).where(
                    office_sessions.c.token_hash == session_hash(token)
                )
            )


def session_hash(token: str) -> str:
    """Return what is stored of a session's token."""
    return hashlib.sha256(b"karlsson session\0" + token.encode()).hexdigest()
