"""The three clocks of the bridge, in one place, so that tests can turn them."""

import time
from datetime import date, datetime


class Clock:
    """The clocks of this machine."""

    def monotonic_s(self) -> float:
        """Return seconds for intervals and deadlines."""
        return time.monotonic()

    def unix_s(self) -> float:
        """Return seconds since 1970, for what leaves this process."""
        return time.time()

    def today(self) -> date:
        """Return the date where this machine stands: loans begin and end at midnight there."""
        return datetime.now().astimezone().date()
