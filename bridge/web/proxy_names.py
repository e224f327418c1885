"""Addresses of the trusted proxies that are named by host, looked up at start and again.

A container's address changes with each start. Whoever answers for the name is believed, so it
should be one that the machine's own resolver knows, such as a container's or one of `/etc/hosts`.
"""

import asyncio
import logging
import socket

from bridge.base.addresses import Proxies

log = logging.getLogger(__name__)

LOOK_UP_S = 2.0
"""Longest time for all names; the bridge starts without those that need more."""

AGAIN_S = 30.0


async def follow(proxies: Proxies) -> None:
    """Look the names up again, until cancelled."""
    while proxies.names:
        await asyncio.sleep(AGAIN_S)
        await look_up(proxies, logging.DEBUG)


async def look_up(proxies: Proxies, level: int = logging.WARNING) -> None:
    """Look all names up at once; a name that is not known keeps its last addresses."""
    async with asyncio.TaskGroup() as group:
        for number, name in enumerate(proxies.names, 1):
            group.create_task(_one(proxies, name, number, level))


async def _one(proxies: Proxies, name: str, number: int, level: int) -> None:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(LOOK_UP_S):
            found = await loop.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        text = "host name %d of server.trusted_proxies is not known; it is looked up again"
        log.log(level, text, number)
        return
    proxies.learn(name, [str(address[0]) for *_, address in found])
