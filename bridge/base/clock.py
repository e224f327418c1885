"""Clocks of the bridge in one class, so that tests can replace them."""

import logging
import time
from datetime import UTC, date, datetime

from bridge.protocol import clocks

log = logging.getLogger(__name__)


class Clock:
    """Clocks of this machine."""

    def __init__(self) -> None:
        self._ahead_s = self._wall_s() - self.monotonic_s()

    def monotonic_s(self) -> float:
        """Return monotonic seconds for intervals and deadlines."""
        return time.monotonic()

    def unix_s(self) -> float:
        """Return seconds since 1970, and log a jump of the wall clock."""
        unix_s = self._wall_s()
        ahead_s = unix_s - self.monotonic_s()
        jumped = clocks.off_in_words(ahead_s - self._ahead_s)
        if jumped:
            log.warning("this bridge's clock jumped: it is %s now; loans go by its date", jumped)
            self._ahead_s = ahead_s
        return unix_s

    def today(self) -> date:
        """Return the local date of this machine: loans begin and end at its midnight."""
        return datetime.fromtimestamp(self.unix_s(), UTC).astimezone().date()

    def _wall_s(self) -> float:
        return time.time()
