"""Cause that keeps a link to the bridge from coming up: found, logged once, and passed on."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bridge.protocol.causes import OF_IDENTITY, WORDS, NetworkCause
from robot.links import causes, connectivity
from robot.links.connectivity import Connectivity

log = logging.getLogger("robot.links.bridge_link")
"""One log for all that concerns the link."""

UNCLEAR: tuple[NetworkCause, ...] = (
    *("name_service", "no_route", "refused", "cut", "silent"),
    *("no_tls", "tls_opened", "own_certificate", "wrong_name", "not_bridge"),
)
"""Causes behind which a portal may stand, or no network at all."""

ASK_AFTER = 3
"""Failures in a row after which the system is asked: a short gap is over before."""

ASK_EVERY = 15
"""Failures after which it is asked again."""

ASK_S = 1.0


class LinkTrouble:
    """Trouble of one link since it was up.

    Args:
        ask: Asks the system how this network is.
    """

    def __init__(
        self, ask: Callable[[], Awaitable[Connectivity]] = connectivity.ask_system
    ) -> None:
        self._ask = ask
        self._system: NetworkCause | None = None
        """Cause according to the system, which knows better than the error."""
        self._written: set[NetworkCause] = set()
        self.cause: NetworkCause | None = None
        """Newest cause."""
        self.outage: NetworkCause | None = None
        """Newest cause of more than a short gap; the bridge is told it with the next hello."""

    async def take(self, error: BaseException, failures: int, level: int) -> NetworkCause | None:
        """Take a failure; return its cause if it is another one than before.

        Args:
            failures: Failures in a row.
            level: Level for a cause that was written before.
        """
        before, cause = self.cause, causes.cause_of(error)
        words = causes.reason(error)
        if failures % ASK_EVERY == ASK_AFTER:
            self._system = await self._found()
        if cause in UNCLEAR and self._system is not None:
            cause, words = self._system, WORDS[self._system]
        if cause not in self._written:
            level = logging.WARNING
        self._written.add(cause)
        log.log(level, "link: lost: %s", words)
        self.cause = cause
        if failures >= ASK_AFTER:
            self.outage = cause
        return cause if cause != before else None

    def to_tell(self, knows_identity: bool) -> NetworkCause | None:
        """Return the outage for the next hello.

        Args:
            knows_identity: The bridge knows the causes that lie in who the robot is.
        """
        if self.outage == "not_enrolled" or (self.outage in OF_IDENTITY and not knows_identity):
            return None
        return self.outage

    def up(self) -> None:
        """Note that the link is up; what was written is not written again if it falls at once."""
        self.cause = self.outage = self._system = None

    def over(self) -> None:
        """Note that the link has stood for a while."""
        self._written.clear()
        self.up()

    async def _found(self) -> NetworkCause | None:
        try:
            async with asyncio.timeout(ASK_S):
                state = await self._ask()
        except TimeoutError:
            return None
        if state == "portal":
            return "portal"
        return "no_network" if state == "none" else None
