"""Feeds the service manager's watchdog, but only while real work gets done."""

import asyncio
import logging

from bridge.base.errors import StoreError
from bridge.process import notify
from bridge.store import Store

log = logging.getLogger(__name__)


async def check(store: Store, timeout_s: float) -> bool:
    """Return whether the loop turns and the database answers in time."""
    try:
        async with asyncio.timeout(timeout_s):
            await store.ping()
    except (StoreError, TimeoutError) as error:
        log.error("the database does not answer: %s", error or "too slow")
        return False
    return True


async def feed_watchdog(store: Store, interval_s: float) -> None:
    """Say that the process is alive after each check that went well, for ever."""
    while True:
        if await check(store, interval_s):
            notify.alive()
        await asyncio.sleep(interval_s)
