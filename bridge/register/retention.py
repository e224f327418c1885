"""Times for which things are kept, and what goes when they are over."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.base.clock import Clock
from bridge.base.words import Outdated, Words
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.lending.retention import (
    CODE_DAYS,
    TAKE_BACK_DAYS,
    Periods,
    check_days,
    periods,
)
from bridge.register.changes import Changes, Facts
from bridge.register.people import IDLE_S, SESSION_S
from bridge.store.engine import Database
from bridge.store.office_tables import (
    changes,
    contacts,
    imports,
    office_sessions,
    passkeys,
    pencilled,
    people,
    put_away,
    requests,
    schools,
    settings,
    ticks,
    ways_in,
    withdrawals,
)
from bridge.store.tables import loans, pairings

DAY_S = 86_400
PENCILLED_DAYS = 30


class Retention(Changes):
    """Kinds of data that are kept, with their retention periods."""

    _database: Database
    _clock: Clock

    async def periods(self) -> dict[str, int]:
        """Return the days of each kind."""
        async with self._database.begin() as connection:
            return await read_periods(connection)

    async def set_period(self, member: Member, name: str, days: int, was: int | None = None) -> int:
        """Set how long a kind is kept; return the number of the change.

        Args:
            was: Days that the person saw; None does not ask.

        Raises:
            Declined: There is no such kind, or the time is out of its bounds.
            Outdated: Somebody has set another time since.
        """
        kept = check_days(name, days)
        key = f"keep.{name}"
        facts: Facts = {"de": kept.what.de, "en": kept.what.en, "days": days}
        stored = sa.select(settings.c.name).where(settings.c.name == key)
        async with self.change(member, "retention.set", facts=facts) as change:
            now = (await read_periods(change.connection))[name]
            if was is not None and now != was:
                raise Outdated(
                    Words(
                        f"Jemand hat das gerade auf {now} Tage gestellt. Was soll gelten?",
                        f"Somebody has just set this to {now} days. What should hold?",
                    )
                )
            if (await change.connection.execute(stored)).first() is None:
                await change.insert(settings, name=key, value=str(days))
            else:
                await change.update(settings, {"name": key}, value=str(days))
        return change.id

    async def forget(self) -> dict[str, int]:
        """Remove everything whose time is over, but for loans; return the rows by kind.

        Raises:
            StoreError: The database cannot be used.
        """
        counts = {"images": await self.forget_images()}
        async with self._database.begin(write=True) as connection:
            kept = await read_periods(connection)
            for name, statement in self._over(kept).items():
                counts[name] = (await connection.execute(statement)).rowcount
            shown = sum(counts[name] for name in SHOWN)
            if shown:
                line = {
                    "at": int(self._clock.unix_s()),
                    "person_id": COMMAND_LINE.id,
                    "kind": "retention.forgot",
                    "facts": msgspec.json.encode({"rows": shown}).decode(),
                    "undo_until": 0,
                }
                await connection.execute(sa.insert(changes).values(line))
        return {name: count for name, count in counts.items() if count}

    def _over(self, kept: Periods) -> dict[str, sa.Update | sa.Delete]:
        now = int(self._clock.unix_s())
        today = self._clock.today()

        def before(days: int) -> int:
            return now - days * DAY_S

        gone = before(kept["people"])
        left = sa.select(people.c.id).where(people.c.left_at < gone)
        used = (pairings.c.used_at, pairings.c.withdrawn_at, pairings.c.expires_at)
        opened = (ways_in.c.used_at, ways_in.c.withdrawn_at, ways_in.c.expires_at)
        return {
            "requests": sa.delete(requests).where(_silent(before(kept["requests"]))),
            "contacts": sa.delete(contacts).where(
                contacts.c.school_id.in_(_without_loans(kept["contacts"], today, now))
            ),
            "ticks": sa.delete(ticks).where(ticks.c.loan_id.in_(_old_loans(kept["ticks"], today))),
            "withdrawals": sa.delete(withdrawals).where(
                withdrawals.c.loan_id.in_(_old_loans(kept["ticks"], today))
            ),
            "passkeys": sa.delete(passkeys).where(passkeys.c.person_id.in_(left)),
            "changes": sa.delete(changes).where(changes.c.at < before(kept["history"])),
            "imports": sa.delete(imports).where(imports.c.at < before(kept["history"])),
            "files": sa.update(imports)
            .where(imports.c.at < before(TAKE_BACK_DAYS), imports.c.file_name != "")
            .values(file_name="", file_hash=""),
            "codes": sa.delete(pairings).where(
                sa.or_(*(column < before(CODE_DAYS) for column in used))
            ),
            "invitations": sa.delete(ways_in).where(
                sa.or_(
                    ways_in.c.person_id.in_(left),
                    *(column < before(CODE_DAYS) for column in opened),
                )
            ),
            "sessions": sa.delete(office_sessions).where(
                sa.or_(
                    office_sessions.c.person_id.in_(left),
                    office_sessions.c.began < now - SESSION_S,
                    office_sessions.c.seen_at < now - IDLE_S,
                )
            ),
            # Last, since the rows above are found by them.
            "people": sa.delete(people).where(people.c.left_at < gone),
            "pencilled": sa.delete(pencilled).where(pencilled.c.noted_at < before(PENCILLED_DAYS)),
            "put_away": sa.delete(put_away).where(put_away.c.until < now),
        }


SHOWN = ("requests", "contacts", "ticks", "withdrawals", "people", "changes", "imports", "files")
"""Kinds that the line in the history counts; sessions and codes run out all the time."""


async def read_periods(connection: AsyncConnection) -> dict[str, int]:
    """Return the days of each kind."""
    query = sa.select(settings.c.name, settings.c.value).where(settings.c.name.like("keep.%"))
    stored: Mapping[str, str] = {row.name: row.value for row in await connection.execute(query)}
    return periods(stored)


def _silent(since: int) -> sa.ColumnElement[bool]:
    """Return the condition for requests without a step since a moment, and without a loan."""
    c = requests.c
    steps = (c.asked_at, c.checked_at, c.waiting_at, c.answered_at, c.done_at, c.aside_at)
    quiet = (sa.func.coalesce(step, 0) < since for step in steps)
    return sa.and_(*quiet, ~sa.exists().where(loans.c.request_id == requests.c.id))


def _old_loans(days: int, today: Any) -> sa.Select[Any]:
    return sa.select(loans.c.id).where(loans.c.until_date < today - timedelta(days=days))


def _without_loans(days: int, today: Any, now: int) -> sa.Select[Any]:
    """Return the schools whose last loan is long over, or that never had one since they came."""
    newer = sa.exists().where(
        loans.c.school_id == schools.c.id,
        loans.c.until_date >= today - timedelta(days=days),
    )
    new = sa.func.coalesce(schools.c.created, 0) >= now - days * DAY_S
    return sa.select(schools.c.id).where(~newer, ~new)
