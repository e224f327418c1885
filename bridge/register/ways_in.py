"""One-time ways in: the link of an invitation, and the emergency code on paper."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.clock import Clock
from bridge.base.words import Declined, Words
from bridge.lending.permissions import Member
from bridge.protocol import enrolment
from bridge.register.changes import Change
from bridge.store.engine import Database
from bridge.store.office_tables import people, ways_in

WayKind = Literal["invitation", "paper"]

INVITATION_S = 3 * 86_400
"""Life of an invitation."""

PAPER_S = 10 * 365 * 86_400
"""Life of a code on paper: it lies in a drawer until it is needed."""

UNKNOWN = Words(
    "Diesen Link oder Code kennen wir nicht. Vielleicht fehlt ein Stück?",
    "We do not know this link or code. Maybe a part is missing?",
)
USED = Words(
    "Dieser Link oder Code wurde schon benutzt; er gilt nur einmal. "
    "Haben Sie sich schon einen Passkey angelegt? Dann melden Sie sich damit an.",
    "This link or code was used already; it works once. "
    "Did you already make a passkey? Then sign in with it.",
)
WITHDRAWN = Words(
    "Dieser Link oder Code gilt nicht mehr, denn es gibt einen neueren. "
    "Bitten Sie die Leitung um eine neue Einladung.",
    "This link or code no longer counts, for there is a newer one. "
    "Please ask the lead for a new invitation.",
)


@dataclass(frozen=True)
class WayIn:
    """An open way in.

    Args:
        id: Number of its row.
        member: Whom it lets in.
        user_handle: Name of the person for passkeys, which says nothing about them.
    """

    id: int
    kind: WayKind
    member: Member
    user_handle: str


def new_invitation() -> str:
    """Return the token of a link."""
    return secrets.token_urlsafe(32)


def new_paper_code() -> str:
    """Return a code as it is printed, in groups."""
    return enrolment.make_token(secrets.choice)


def way_hash(typed: str) -> str:
    """Return what is stored of a link's token or of a code, however it was typed."""
    try:
        plain = enrolment.plain(typed)
    except enrolment.TokenMistyped:
        plain = typed.strip()
    return hashlib.sha256(b"karlsson way in\0" + plain.encode()).hexdigest()


async def open_way(change: Change, person_id: int, kind: WayKind, token: str, now: int) -> int:
    """Add a way in, and withdraw the older ones of its kind; return until when it holds."""
    await withdraw_ways(change, person_id, (kind,), now)
    expires_at = now + (INVITATION_S if kind == "invitation" else PAPER_S)
    await change.insert(
        ways_in,
        person_id=person_id,
        kind=kind,
        token_hash=way_hash(token),
        created=now,
        expires_at=expires_at,
    )
    return expires_at


async def withdraw_ways(
    change: Change, person_id: int, kinds: tuple[WayKind, ...], now: int
) -> None:
    """Withdraw all open ways of these kinds."""
    query = sa.select(ways_in.c.id).where(
        ways_in.c.person_id == person_id, ways_in.c.kind.in_(kinds), *_is_open()
    )
    for way_id in (await change.connection.execute(query)).scalars().all():
        await change.update(ways_in, {"id": way_id}, withdrawn_at=now)


async def has_paper_code(connection: AsyncConnection, person_id: int) -> bool:
    """Return whether a person has a code on paper that was not used."""
    query = sa.select(ways_in.c.id).where(
        ways_in.c.person_id == person_id, ways_in.c.kind == "paper", *_is_open()
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def read_way(connection: AsyncConnection, token: str, now: int) -> WayIn:
    """Return the way in of a token, with its row locked until the end of the transaction.

    Raises:
        Declined: No such way exists, or it was used, is over or was withdrawn.
    """
    query = (
        sa.select(ways_in, people.c.name, people.c.role, people.c.school_id, people.c.user_handle)
        .add_columns(people.c.left_at)
        .join(people, people.c.id == ways_in.c.person_id)
        .where(ways_in.c.token_hash == way_hash(token))
        .with_for_update(of=ways_in)
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None or row.left_at is not None:
        raise Declined(UNKNOWN)
    if row.used_at is not None:
        raise Declined(USED)
    if row.withdrawn_at is not None:
        raise Declined(WITHDRAWN)
    if now >= row.expires_at:
        raise Declined(_old(row.expires_at))
    member = Member(row.person_id, row.name, row.role, row.school_id)
    (kind,) = (one for one in get_args(WayKind) if one == row.kind)
    return WayIn(row.id, kind, member, row.user_handle)


class WaysIn:
    """Ways in of a database."""

    _database: Database
    _clock: Clock

    async def way_in(self, token: str) -> WayIn:
        """Return whom a link or a code lets in.

        Raises:
            Declined: Nobody (any more); says why.
        """
        async with self._database.begin() as connection:
            return await read_way(connection, token, int(self._clock.unix_s()))


def _is_open() -> tuple[sa.ColumnElement[bool], ...]:
    return (ways_in.c.used_at.is_(None), ways_in.c.withdrawn_at.is_(None))


def _old(expires_at: int) -> Words:
    day: Any = datetime.fromtimestamp(expires_at, UTC).strftime("%d.%m.%Y")
    return Words(
        f"Diese Einladung galt bis {day}. Bitten Sie die Leitung um eine neue.",
        f"This invitation was good until {day}. Please ask the lead for a new one.",
    )
