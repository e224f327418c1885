"""Record of visits: children's devices to the minute, and teachers' links to the day."""

from collections.abc import Iterable

from bridge.base.clock import Clock
from bridge.base.rates import Buckets
from bridge.base.records import LinkUse
from bridge.days.zone import local_day
from bridge.store import Store

SEEN_RATE_HZ = 1 / 60
"""A device that comes again and again is noted once a minute."""

MOST_LINKS = 10_000
"""Links that are remembered; beyond them the database is asked more often."""


class Seen:
    """Notes of visits. They are written later, so that nobody has to wait for them on entry.

    Only the day is kept of a teacher's link: no time, no address, no name.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._rate = Buckets(SEEN_RATE_HZ, 1)
        self._links: dict[int, LinkUse] = {}
        self._noted: dict[int, LinkUse] = {}

    def came_by_link(self, loan_id: int, token_hash: str) -> None:
        """Remember that a teacher's page was let in."""
        use = LinkUse(loan_id, token_hash, local_day(self._clock.unix_s()))
        if self._noted.get(loan_id) != use and len(self._links) < MOST_LINKS:
            self._links[loan_id] = use

    async def note(self, devices: Iterable[tuple[int, str]]) -> None:
        """Note links that were used, once a day, and devices that are here, once a minute.

        Args:
            devices: Number of the loan and key of each.

        Raises:
            StoreError: The database cannot be asked; links are noted the next time.
        """
        await self._note_links()
        now = self._clock.monotonic_s()
        here = [(loan_id, key) for loan_id, key in devices if self._rate.take(key, now)]
        if here:
            await self._store.note_seen(here, int(self._clock.unix_s()))

    async def _note_links(self) -> None:
        if not self._links:
            return
        uses = list(self._links.values())
        await self._store.note_link_uses(uses)
        for use in uses:
            if self._links.get(use.loan_id) == use:
                del self._links[use.loan_id]
            self._noted[use.loan_id] = use
        while len(self._noted) > MOST_LINKS:
            del self._noted[next(iter(self._noted))]
