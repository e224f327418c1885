"""Passkeys of people, and what begins and ends with them: sessions."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.words import Declined, NotYours, Words
from bridge.lending.permissions import Member
from bridge.register.changes import Changes
from bridge.register.leads import a_lead_stays
from bridge.register.people import People, StaffSession, session_hash
from bridge.register.ways_in import has_paper_code, new_paper_code, open_way, read_way
from bridge.store.office_tables import office_sessions, passkeys, people, ways_in

MOST_PASSKEYS = 10

STRANGER = Words(
    "Dieser Passkey gehört zu keinem Konto. Vielleicht haben Sie ihn auf einem anderen Gerät?",
    "This passkey belongs to no account. Maybe you have it on another device?",
)
OTHERS = Words(
    "Dieser Passkey gehört zu einer anderen Person. Bitte nehmen Sie Ihren eigenen.",
    "This passkey belongs to somebody else. Please use your own.",
)
LAST_PASSKEY = Words(
    "Das ist der letzte Passkey. Legen Sie zuerst einen zweiten an, "
    "oder drucken Sie den Notfall-Code.",
    "This is the last passkey. Add a second one first, or print the emergency code.",
)
TOO_MANY = Words(
    f"Mehr als {MOST_PASSKEYS} Passkeys braucht niemand. Entfernen Sie zuerst einen alten.",
    f"Nobody needs more than {MOST_PASSKEYS} passkeys. Remove an old one first.",
)
TWICE = Words(
    "Diesen Passkey gibt es hier schon.",
    "This passkey is here already.",
)


@dataclass(frozen=True)
class NewPasskey:
    """A passkey that a browser has just made.

    Args:
        label: What the person calls the device.
    """

    credential_id: bytes
    public_key: bytes
    sign_count: int
    label: str


@dataclass(frozen=True)
class KnownPasskey:
    """A passkey of somebody who may sign in."""

    id: int
    person_id: int
    label: str
    credential_id: bytes
    public_key: bytes
    sign_count: int
    created: int
    used_at: int | None


@dataclass(frozen=True)
class OpenSession:
    """A session of a person, as they see it."""

    began: int
    seen_at: int
    passkey_label: str
    is_this: bool


class Passkeys(Changes, People):
    """Passkeys of a database."""

    async def user_handle(self, person_id: int) -> str:
        """Return the person's name for passkeys, which says nothing about them."""
        query = sa.select(people.c.user_handle).where(people.c.id == person_id)
        async with self._database.begin() as connection:
            return str((await connection.execute(query)).scalar_one())

    async def passkeys_of(self, person_id: int) -> list[KnownPasskey]:
        """Return a person's passkeys, the oldest first."""
        query = sa.select(passkeys).where(passkeys.c.person_id == person_id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query.order_by(passkeys.c.id))).all()
        return [_known(row) for row in rows]

    async def passkey(self, credential_id: bytes) -> KnownPasskey:
        """Return a passkey of somebody who has not left.

        Raises:
            Declined: Nobody has it.
        """
        query = (
            sa.select(passkeys)
            .join(people, people.c.id == passkeys.c.person_id)
            .where(passkeys.c.credential_id == credential_id, people.c.left_at.is_(None))
        )
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise Declined(STRANGER)
        return _known(row)

    async def sign_in(self, passkey: KnownPasskey, sign_count: int, old_token: str = "") -> str:
        """Begin the session of a passkey that was just used; return its token.

        Args:
            passkey: Checked by whoever calls.
            sign_count: What the passkey counts now.
            old_token: Session of the same browser, which ends.
        """
        member = Member(passkey.person_id, "", "reader")
        facts = {"label": passkey.label}
        async with self.change(member, "me.signed_in", facts=facts, undo_s=0) as change:
            return await self._begin(change.connection, passkey, sign_count, old_token)

    async def touch(self, session: StaffSession, passkey: KnownPasskey, sign_count: int) -> str:
        """Begin a fresh session in place of one whose passkey was just used; return its token.

        Raises:
            Declined: The passkey is somebody else's.
        """
        if passkey.person_id != session.member.id:
            raise Declined(OTHERS)
        async with self._database.begin(write=True) as connection:
            await connection.execute(
                sa.delete(office_sessions).where(office_sessions.c.token_hash == session.token_hash)
            )
            return await self._begin(connection, passkey, sign_count, "")

    async def _begin(
        self, connection: AsyncConnection, passkey: KnownPasskey, sign_count: int, old_token: str
    ) -> str:
        now = int(self._clock.unix_s())
        used = sa.update(passkeys).where(passkeys.c.id == passkey.id)
        await connection.execute(used.values(sign_count=sign_count, used_at=now))
        # Without the row's version: nobody who edits the person shall be held up by this.
        came = sa.update(people).where(people.c.id == passkey.person_id)
        await connection.execute(came.values(signed_in_at=now))
        if old_token:
            old = office_sessions.c.token_hash == session_hash(old_token)
            await connection.execute(sa.delete(office_sessions).where(old))
        return await self._new_session(connection, passkey.person_id, passkey.id)

    async def enter(self, token: str, new: NewPasskey, old_token: str = "") -> str:
        """Use up a way in: keep the passkey that was made with it, and begin its session.

        A code on paper is for a lost device, so all other sessions of the person end.

        Raises:
            Declined: The way is not open, or the passkey is here already.
        """
        now = int(self._clock.unix_s())
        async with self._database.begin() as connection:
            found = await read_way(connection, token, now)
        kind = "me.came_by_" + found.kind
        async with self.change(found.member, kind, facts={"label": new.label}, undo_s=0) as change:
            way = await read_way(change.connection, token, now)
            used = sa.update(ways_in).where(ways_in.c.id == way.id)
            await change.connection.execute(used.values(used_at=now))
            passkey = await self._keep(change.connection, way.member.id, new)
            if way.kind == "paper":
                theirs = office_sessions.c.person_id == way.member.id
                await change.connection.execute(sa.delete(office_sessions).where(theirs))
            return await self._begin(change.connection, passkey, new.sign_count, old_token)

    async def add_passkey(self, member: Member, new: NewPasskey) -> None:
        """Keep one more passkey of somebody who is signed in.

        Raises:
            Declined: It is here already, or there are too many.
        """
        kind, facts = "me.passkey_added", {"label": new.label}
        async with self.change(member, kind, facts=facts, undo_s=0) as change:
            await self._keep(change.connection, member.id, new)

    async def _keep(
        self, connection: AsyncConnection, person_id: int, new: NewPasskey
    ) -> KnownPasskey:
        count = sa.select(sa.func.count()).where(passkeys.c.person_id == person_id)
        if (await connection.execute(count)).scalar_one() >= MOST_PASSKEYS:
            raise Declined(TOO_MANY)
        known = sa.select(passkeys.c.id).where(passkeys.c.credential_id == new.credential_id)
        if (await connection.execute(known)).first() is not None:
            raise Declined(TWICE)
        values: dict[str, Any] = {
            "person_id": person_id,
            "credential_id": new.credential_id,
            "public_key": new.public_key,
            "sign_count": new.sign_count,
            "label": new.label,
            "created": int(self._clock.unix_s()),
        }
        made = await connection.execute(sa.insert(passkeys).values(values).returning(*passkeys.c))
        return _known(made.one())

    async def remove_passkey(self, member: Member, person_id: int, passkey_id: int) -> None:
        """Remove a passkey, one's own or as lead anybody's; sessions that began with it end.

        Raises:
            NotYours: There is no such passkey, or it is not theirs to remove.
            Declined: The person could not come in any more, or nobody would lead.
        """
        is_own = person_id == member.id
        if not is_own and not member.may("keep_people"):
            raise NotYours
        kind = "me.passkey_removed" if is_own else "person.passkey_removed"
        facts = {"person_id": person_id}
        async with self.change(member, kind, facts=facts, undo_s=0) as change:
            row = await change.row(passkeys, {"id": passkey_id})
            if row["person_id"] != person_id:
                raise NotYours
            connection = change.connection
            async with a_lead_stays(connection):
                await change.delete(passkeys, {"id": passkey_id})
                began = office_sessions.c.passkey_id == passkey_id
                await connection.execute(sa.delete(office_sessions).where(began))
            left = sa.select(passkeys.c.id).where(passkeys.c.person_id == person_id)
            is_last = is_own and (await connection.execute(left)).first() is None
            if is_last and not await has_paper_code(connection, person_id):
                raise Declined(LAST_PASSKEY)

    async def make_paper_code(self, member: Member) -> str:
        """Return a new emergency code, which is shown once; an older one ends."""
        code = new_paper_code()
        async with self.change(member, "me.paper_code", undo_s=0) as change:
            await open_way(change, member.id, "paper", code, int(self._clock.unix_s()))
        return code

    async def paper_code_since(self, person_id: int) -> int | None:
        """Return when a person's emergency code was made; None without one."""
        query = sa.select(sa.func.max(ways_in.c.created)).where(
            ways_in.c.person_id == person_id,
            ways_in.c.kind == "paper",
            ways_in.c.used_at.is_(None),
            ways_in.c.withdrawn_at.is_(None),
        )
        async with self._database.begin() as connection:
            since: int | None = (await connection.execute(query)).scalar_one()
        return since

    async def sessions_of(self, session: StaffSession) -> list[OpenSession]:
        """Return the open sessions of whoever asks, the last used first."""
        query = (
            sa.select(office_sessions, passkeys.c.label)
            .outerjoin(passkeys, passkeys.c.id == office_sessions.c.passkey_id)
            .where(office_sessions.c.person_id == session.member.id, *self._holds())
            .order_by(office_sessions.c.seen_at.desc(), office_sessions.c.token_hash)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [
            OpenSession(
                row.began, row.seen_at, row.label or "", row.token_hash == session.token_hash
            )
            for row in rows
        ]

    async def end_other_sessions(self, session: StaffSession) -> None:
        """End every session of a person but this one."""
        async with self.change(session.member, "me.sessions_ended", undo_s=0) as change:
            await change.connection.execute(
                sa.delete(office_sessions).where(
                    office_sessions.c.person_id == session.member.id,
                    office_sessions.c.token_hash != session.token_hash,
                )
            )


def _known(row: sa.Row[Any]) -> KnownPasskey:
    return KnownPasskey(
        row.id,
        row.person_id,
        row.label,
        row.credential_id,
        row.public_key,
        row.sign_count,
        row.created,
        row.used_at,
    )
