"""Health check of the bridge, and the service manager's watchdog."""

import asyncio
import logging

from bridge.base.errors import StoreError
from bridge.process import notify
from bridge.store import Store

log = logging.getLogger(__name__)


async def check(store: Store, timeout_s: float) -> bool:
    """Return whether the database answers in time."""
    try:
        async with asyncio.timeout(timeout_s):
            await store.ping()
    except (StoreError, TimeoutError) as error:
        log.error("the database does not answer: %s", error or "too slow")
        return False
    return True


async def feed_watchdog(store: Store, interval_s: float) -> None:
    """Feed the watchdog after each successful check, until cancelled."""
    while True:
        if await check(store, interval_s):
            notify.alive()
        await asyncio.sleep(interval_s)
