"""The job that erases what is old: soon after the start, then once an hour."""

import asyncio
import logging

from bridge.base.clock import Clock
from bridge.base.errors import StoreError
from bridge.base.journal import Journal
from bridge.lending.retention import COPY_DAYS
from bridge.register.register import Register
from bridge.register.retention import DAY_S
from bridge.store.engine import Database
from bridge.store.scrubbing import scrub

log = logging.getLogger(__name__)

FIRST_S = 30.0
"""After the start, in which robots and children come back."""

ROUND_S = 3600.0


class KeepingJob:
    """Erases what is old in one database."""

    def __init__(
        self, database: Database, register: Register, clock: Clock, journal: Journal
    ) -> None:
        self._database = database
        self._register = register
        self._clock = clock
        self._journal = journal
        # A process that ended after erasing may have left traces.
        self._has_traces = True
        self._scrubbed = 0

    async def run(self) -> None:
        """Look once an hour, until cancelled."""
        await asyncio.sleep(FIRST_S)
        while True:
            try:
                await self.round()
            except StoreError as error:
                self._journal.fail("old data could not be erased: %s", error)
            await asyncio.sleep(ROUND_S)

    async def round(self) -> int:
        """Erase once; return the number of loans that were erased.

        Raises:
            StoreError: The database cannot be used; the next round tries again.
        """
        erased = await self._register.erase_due()
        counts = await self._register.forget()
        # Somebody may have erased a loan while others read.
        newest = await self._register.last_erasure()
        self._has_traces = self._has_traces or bool(counts) or newest != self._scrubbed
        if erased:
            log.info("erased %d loans whose time was up", len(erased))
        copies = self._database.copies
        if copies is not None:
            oldest = self._clock.unix_s() - COPY_DAYS * DAY_S
            await asyncio.to_thread(copies.forget, oldest)
        if self._has_traces:
            await scrub(self._database)
            self._has_traces, self._scrubbed = False, newest
        return len(erased)
