"""The rule that the office always has somebody who can keep it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.words import Declined, Words
from bridge.store.office_tables import passkeys, people

LAST_LEAD = Words(
    "Dann könnte niemand mehr Personen einladen. "
    "Geben Sie zuerst jemand anderem die Rolle Leitung.",
    "Then nobody could invite people any more. Give somebody else the role Lead first.",
)

TABLES = frozenset({people.name, passkeys.name})
"""Tables whose rows decide who leads."""


@asynccontextmanager
async def a_lead_stays(connection: AsyncConnection) -> AsyncIterator[None]:
    """Run a part of a transaction after which somebody who can sign in still leads.

    Two leads who remove each other at once wait here for one another.

    Raises:
        Declined: Nobody would.
    """
    await connection.execute(_leads().order_by(people.c.id).with_for_update())
    had = (await connection.execute(_able())).first()
    yield
    if had is not None and (await connection.execute(_able())).first() is None:
        raise Declined(LAST_LEAD)


def _leads() -> sa.Select[tuple[int]]:
    return sa.select(people.c.id).where(people.c.role == "lead", people.c.left_at.is_(None))


def _able() -> sa.Select[tuple[int]]:
    has_passkey = sa.exists().where(passkeys.c.person_id == people.c.id)
    return _leads().where(has_passkey).limit(1)
