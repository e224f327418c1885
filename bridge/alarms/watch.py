"""Watch over the fleet: each minute the rules are applied, and what is new is told on every way."""

import asyncio
import math
from collections import defaultdict
from collections.abc import Sequence

from bridge.alarms.changes import AlarmNews, compared, to_tell, told
from bridge.alarms.channel import Channel, ChannelFailed
from bridge.alarms.letters import TRIAL
from bridge.alarms.rules import KINDS, AlarmKind, Condition, School, holding
from bridge.base.clock import Clock
from bridge.base.collector import no_collection
from bridge.base.errors import StoreError
from bridge.base.journal import Journal
from bridge.base.records import RaisedAlarm
from bridge.fleet.fleet import Fleet
from bridge.fleet.rows import FleetRow
from bridge.store import Store

FIRST_S = 150.0
"""After the start, in which robots find the bridge again and tell their health."""

ROUND_S = 60.0
DATABASE_S = 15.0

LEAST_WAIT_S, MOST_WAIT_S = 60.0, 3600.0
"""A way that fails is tried again after the first, doubled up to the second."""


class AlarmWatch:
    """Alarms of one bridge.

    Args:
        school: Times and days.
        channels: Ways on which alarms leave; without one they are shown in the list alone.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        journal: Journal,
        fleet: Fleet,
        school: School,
        channels: Sequence[Channel],
    ) -> None:
        self._store = store
        self._clock = clock
        self._journal = journal
        self._fleet = fleet
        self._school = school
        self._ways = [_Way(channel) for channel in channels]

    @property
    def ways(self) -> list[str]:
        """Names of the ways on which alarms leave."""
        return [way.channel.name for way in self._ways]

    async def run(self) -> None:
        """Look once a minute, until cancelled."""
        await asyncio.sleep(FIRST_S)
        while True:
            try:
                await self.round()
            except (StoreError, TimeoutError) as error:
                self._journal.fail("alarms could not be looked at: %s", error or "no answer")
            await asyncio.sleep(ROUND_S)

    async def round(self) -> None:
        """Apply the rules once, and tell what is new.

        Raises:
            StoreError: The database cannot be asked.
        """
        now = int(self._clock.unix_s())
        async with asyncio.timeout(DATABASE_S):
            with no_collection():
                kept = await self._looked(now)
        news = to_tell(kept)
        if news and await self._tell(news):
            done = told(kept, now)
            async with asyncio.timeout(DATABASE_S):
                await self._store.change_alarms(done.put, done.gone)
            for way in self._ways:
                way.told -= set(news)

    async def _looked(self, now: int) -> list[RaisedAlarm]:
        """Apply the rules and keep what has changed; return the alarms as they are then."""
        rows = await self._fleet.rows()
        kept = await self._store.alarms()
        raised: dict[str, list[RaisedAlarm]] = defaultdict(list)
        for one in kept:
            raised[one.robot_id].append(one)
        found = {row.robot: self._holding(row, raised[row.robot], now) for row in rows}
        changes = compared(kept, found, now)
        if changes.put or changes.gone:
            await self._store.change_alarms(changes.put, changes.gone)
            kept = await self._store.alarms()
        return kept

    async def try_out(self) -> list[tuple[str, str]]:
        """Send a trial on every way; return its name, and why it was not taken, or nothing."""
        news = [AlarmNews("karlsson-0", TRIAL, False, int(self._clock.unix_s()))]
        found = []
        for way in self._ways:
            try:
                await way.channel.tell(news)
            except ChannelFailed as failed:
                found.append((way.channel.name, str(failed)))
            else:
                found.append((way.channel.name, ""))
        return found

    def _holding(self, row: FleetRow, kept: Sequence[RaisedAlarm], now: float) -> set[AlarmKind]:
        present = self._fleet.roll.get(row.robot)
        health = present.health if present is not None else None
        condition = Condition(
            row.lent,
            now if row.is_here else row.seen_at,
            present.told_s if present is not None else None,
            health.charging if health is not None else None,
            health.battery_percent if health is not None else None,
            bool(row.doctor_failed),
        )
        open_now = {one.kind: one.since for one in kept if one.over_at is None}
        names = {kind for kind in KINDS if kind in open_now}
        return holding(condition, names, open_now.get("not_seen", math.inf), now, self._school)

    async def _tell(self, news: Sequence[AlarmNews]) -> bool:
        """Tell on every way what it has not taken yet; return whether each has taken all."""
        for way in self._ways:
            try:
                await way.tell(news, self._clock.monotonic_s())
            except ChannelFailed as failed:
                self._journal.fail(f"alarms were not taken by {way.channel.name}: %s", failed)
        return all(way.told.issuperset(news) for way in self._ways)


class _Way:
    """One channel, what it has taken already, and when it is tried again."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.told: set[AlarmNews] = set()
        self._wait_s = LEAST_WAIT_S
        self._not_before_s = -math.inf

    async def tell(self, news: Sequence[AlarmNews], now: float) -> None:
        left = [one for one in news if one not in self.told]
        if not left or now < self._not_before_s:
            return
        try:
            await self.channel.tell(left)
        except ChannelFailed:
            self._not_before_s = now + self._wait_s
            self._wait_s = min(2 * self._wait_s, MOST_WAIT_S)
            raise
        self._wait_s = LEAST_WAIT_S
        self.told |= set(left)
