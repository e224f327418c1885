"""The fleet of one bridge: takes what robots tell, keeps sightings, sends errands, makes rows."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import time

from msgspec import Struct

from bridge.base.clock import Clock
from bridge.base.collector import no_collection
from bridge.base.errors import StoreError
from bridge.base.journal import Journal
from bridge.days.zone import local
from bridge.fleet.asking import Asking
from bridge.fleet.roll import Roll
from bridge.fleet.rows import FleetRow, row_of
from bridge.protocol.fleet import ErrandDone, ErrandPart, RobotHealth
from bridge.protocol.presence import Snapshot
from bridge.store import Store

KEEP_EVERY_S = 60.0

EARLY, LATE = time(6), time(7, 30)
"""Local time in which the level of a battery tells whether it was charged at night."""

ANSWER_S = 10.0
"""Longest time for the database."""


class Fleet:
    """Robots of one bridge."""

    def __init__(self, store: Store, clock: Clock, journal: Journal) -> None:
        self._store = store
        self._clock = clock
        self._journal = journal
        self._post: Callable[[str, Struct], bool] = lambda _robot, _message: False
        self.roll = Roll()
        self.asking = Asking(self.roll, lambda robot, message: self._post(robot, message))

    def connect(self, post: Callable[[str, Struct], bool]) -> None:
        """Send messages to robots by this from now on.

        Args:
            post: Sends a message to a robot's newest link; returns False without a link.
        """
        self._post = post

    # ---- what robots do

    def came(self, robot_id: str, connection: int) -> None:
        """Note a link of a robot."""
        self.roll.came(robot_id, connection, self._clock.unix_s())

    def gone(self, robot_id: str, connection: int) -> None:
        """Note the end of a link."""
        self.roll.gone(robot_id, connection, self._clock.unix_s())
        present = self.roll.get(robot_id)
        if present is not None and not present.is_here:
            self.asking.left(robot_id)

    def hear(self, robot_id: str, message: RobotHealth | ErrandPart | ErrandDone) -> None:
        """Take a message of a robot."""
        if isinstance(message, RobotHealth):
            self.roll.told(robot_id, message, self._clock.unix_s())
        else:
            self.asking.hear(robot_id, message)

    def see(self, robot_id: str, snapshot: Snapshot) -> None:
        """Take what a robot shows its class: whether there is a lesson, and a call for help."""
        in_lesson = snapshot.presence is not None
        wants_help = snapshot.help.wanted and not snapshot.help.coming
        calls_help = in_lesson and (wants_help or snapshot.buddy_calls)
        self.roll.shown(robot_id, in_lesson, calls_help, self._clock.unix_s())

    # ---- what is kept and shown

    async def run(self) -> None:
        """Keep sightings at intervals, until cancelled."""
        while True:
            await asyncio.sleep(KEEP_EVERY_S)
            await self.keep()

    async def keep(self) -> None:
        """Keep the newest sighting of each robot; a database that does not answer is told."""
        try:
            async with asyncio.timeout(ANSWER_S):
                with no_collection():
                    seen = self.roll.take_sightings(self._clock.unix_s())
                    await self._store.put_sightings(seen)
                    await self._keep_morning()
        except (StoreError, TimeoutError) as error:
            # The next round keeps who is connected; the others are missed by a minute.
            self._journal.fail("sightings could not be kept: %s", error or "no answer")

    async def _keep_morning(self) -> None:
        """Keep how full batteries are after a night, while it is early."""
        now = local(self._clock.unix_s())
        if not EARLY <= now.time() < LATE:
            return
        levels = self.roll.batteries()
        if levels:
            await self._store.put_mornings(now.date(), levels)

    async def rows(self) -> list[FleetRow]:
        """Return one row for each known robot.

        Raises:
            StoreError: The database cannot be asked.
        """
        return await rows_of(self._store, self._clock, self.roll)


async def rows_of(store: Store, clock: Clock, roll: Roll) -> list[FleetRow]:
    """Return one row for each known robot.

    Args:
        roll: Who is here; an empty one where no bridge runs.

    Raises:
        StoreError: The database cannot be asked.
    """
    robots = await store.robots()
    kept = await store.sightings()
    lent = await store.running_loans({robot.id for robot in robots}, clock.today())
    raised: dict[str, list[str]] = defaultdict(list)
    for alarm in await store.alarms():
        if alarm.over_at is None:
            raised[alarm.robot_id].append(alarm.kind)
    return [
        row_of(robot, roll.get(robot.id), kept.get(robot.id), robot.id in lent, raised[robot.id])
        for robot in robots
    ]
